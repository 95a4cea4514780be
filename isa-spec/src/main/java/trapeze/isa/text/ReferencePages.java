package trapeze.isa.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Traversal;

/** The reference of an instruction set in Markdown, printed from its definitions. */
public final class ReferencePages {

  /** A page of instructions: file name, title, and the extensions that it shows. */
  private record Chapter(String file, String title, List<String> extensions) {}

  private static final List<Chapter> CHAPTERS =
      List.of(
          new Chapter(
              "base-integer.md", "Base integer", List.of("I", "Zifencei", "Zicond", "Zimop")),
          new Chapter("multiply-divide.md", "Multiplication and division", List.of("M")),
          new Chapter("atomics.md", "Atomics", List.of("Zalrsc", "Zaamo", "Zawrs")),
          new Chapter("floating-single.md", "Single-precision floating point", List.of("F")),
          new Chapter("floating-double.md", "Double-precision floating point", List.of("D")),
          new Chapter(
              "floating-half.md", "Half-precision floating point", List.of("Zfhmin", "Zfh")),
          new Chapter("floating-additional.md", "Additional floating point", List.of("Zfa")),
          new Chapter("compressed.md", "Compressed forms", List.of("Zca", "Zcd", "Zcb", "Zcmop")),
          new Chapter(
              "bit-manipulation.md",
              "Bit manipulation",
              List.of("Zba", "Zbb", "Zbc", "Zbs", "Zbkb", "Zbkx")),
          new Chapter("cache-blocks.md", "Cache blocks", List.of("Zicbom", "Zicboz")),
          new Chapter("control-and-status.md", "Control and status registers", List.of("Zicsr")),
          new Chapter(
              "privileged.md",
              "Privileged instructions",
              List.of("Machine", "Supervisor", "H", "Svinval")));

  private static final Chapter ROUTINES = new Chapter("routines.md", "Routines", List.of());

  private final InstructionSet set;

  /** The pages of one instruction set. */
  public ReferencePages(InstructionSet set) {
    this.set = set;
  }

  /** All pages: file name to content. */
  public Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("README.md", index());
    for (Chapter chapter : CHAPTERS) {
      pages.put(chapter.file, page(chapter, sections(chapter)));
    }
    for (PrivilegeMode mode : PrivilegeMode.values()) {
      Chapter chapter = chapter(mode);
      pages.put(chapter.file, page(chapter, registers(mode).stream().map(this::section).toList()));
    }
    List<String> routines =
        routines().stream()
            .map(routine -> "## " + routine.name() + "\n\n" + code(Notation.print(routine)))
            .toList();
    pages.put(ROUTINES.file, page(ROUTINES, routines));
    return pages;
  }

  private static String page(Chapter chapter, List<String> sections) {
    return "# "
        + chapter.title
        + "\n\nGenerated from the definitions; [the index](README.md) explains the notation.\n\n"
        + String.join("\n", sections);
  }

  private List<String> sections(Chapter chapter) {
    List<String> sections = new ArrayList<>();
    for (String extension : chapter.extensions) {
      set.instructions().stream()
          .filter(instruction -> instruction.extension().equals(extension))
          .forEach(instruction -> sections.add(section(instruction)));
      set.compressed().stream()
          .filter(form -> form.extension().equals(extension))
          .forEach(form -> sections.add(section(form)));
    }
    return sections;
  }

  private static Chapter chapter(PrivilegeMode mode) {
    return switch (mode) {
      case M -> new Chapter("csrs-machine.md", "Machine-level registers", List.of());
      case S -> new Chapter("csrs-supervisor.md", "Supervisor-level registers", List.of());
      case U -> new Chapter("csrs-unprivileged.md", "Unprivileged registers", List.of());
    };
  }

  private List<Csr> registers(PrivilegeMode mode) {
    return set.csrs().stream().filter(csr -> csr.leastMode() == mode).toList();
  }

  /** The set's routines and all that they and the instructions call; not those of registers. */
  private List<Routine> routines() {
    Set<Routine> found = new LinkedHashSet<>();
    set.routines().forEach(routine -> add(routine, found));
    set.instructions().stream()
        .flatMap(instruction -> Traversal.calls(instruction.body()))
        .forEach(routine -> add(routine, found));
    set.csrs()
        .forEach(
            csr ->
                List.of(csr.read(), csr.readToModify(), csr.write()).stream()
                    .flatMap(routine -> Traversal.calls(routine.body()))
                    .forEach(routine -> add(routine, found)));
    set.csrs().forEach(csr -> found.removeAll(Set.of(csr.read(), csr.write())));
    return List.copyOf(found);
  }

  private static void add(Routine routine, Set<Routine> found) {
    if (found.add(routine)) {
      Traversal.calls(routine.body()).forEach(called -> add(called, found));
    }
  }

  private static String section(Instruction instruction) {
    return heading(instruction.name(), instruction.extension(), instruction.section())
        + code(EncodingDiagram.draw(instruction.encoding()))
        + "\n"
        + written(instruction.name(), instruction.syntax())
        + "\n"
        + code(Notation.print(instruction.body()));
  }

  private static String section(CompressedForm form) {
    StringBuilder fixed = new StringBuilder();
    form.base().encoding().operands().stream()
        .filter(operand -> form.fixed().containsKey(operand) || form.shared().containsKey(operand))
        .forEach(
            operand ->
                fixed
                    .append(fixed.isEmpty() ? ", with " : ", ")
                    .append(Notation.name(operand))
                    .append(" = ")
                    .append(
                        form.fixed().containsKey(operand)
                            ? form.fixed().get(operand).toString()
                            : Notation.name(form.shared().getOrDefault(operand, operand))));
    return heading(form.name(), form.extension(), form.section())
        + code(EncodingDiagram.draw(form.encoding()))
        + "\n"
        + written(form.name(), form.syntax())
        + "\nStands for `%s`%s.\n".formatted(form.base().name(), fixed);
  }

  private String section(Csr csr) {
    StringBuilder text =
        new StringBuilder(
            heading(csr.name(), "CSR 0x%03x".formatted(csr.address()), csr.section()));
    text.append("From mode ").append(csr.leastMode()).append(" upwards");
    text.append(csr.readOnly() ? ", read-only" : "");
    text.append(csr.isOfHypervisor() ? ", not by guests.\n" : ".\n");
    csr.illegalWhen()
        .ifPresent(
            condition ->
                text.append("Illegal when `").append(Notation.print(condition)).append("`.\n"));
    csr.refusedToGuestWhen()
        .ifPresent(
            condition ->
                text.append("With V set, a virtual instruction when `")
                    .append(Notation.print(condition))
                    .append("`.\n"));
    csr.substitute()
        .ifPresent(
            other -> text.append("With V set, `").append(other).append("` is accessed instead.\n"));
    if (!csr.fields().isEmpty()) {
      text.append("\n| bits | field | rule |\n|---|---|---|\n");
      for (Csr.FieldRule field : csr.fields()) {
        String bits =
            field.high() == field.low()
                ? Integer.toString(field.high())
                : field.high() + ":" + field.low();
        text.append("| %s | %s | %s |\n".formatted(bits, field.name(), field.rule()));
      }
    }
    String code = Notation.print(csr.read());
    if (csr.readToModify() != csr.read()) {
      code += Notation.print(csr.readToModify());
    }
    if (!csr.readOnly()) {
      code += Notation.print(csr.write());
    }
    return text.append('\n').append(code(code)).toString();
  }

  private static String heading(String name, String what, String section) {
    String[] parts = section.split(":", 2);
    String volume = parts[0].equals("priv") ? "the privileged manual" : "the unprivileged manual";
    return "## %s\n\n%s; `%s` in %s.\n\n".formatted(name, what, parts[parts.length - 1], volume);
  }

  private static String written(String name, String syntax) {
    return "Written `" + (syntax.isEmpty() ? name : name + " " + syntax) + "`.\n";
  }

  private static String code(String text) {
    return "```\n" + text + "```\n";
  }

  private String index() {
    StringBuilder text = new StringBuilder(ReferenceNotation.TEXT);
    text.append("\n## Pages\n\n");
    for (Chapter chapter : CHAPTERS) {
      text.append(entry(chapter, names(chapter)));
    }
    for (PrivilegeMode mode : PrivilegeMode.values()) {
      text.append(entry(chapter(mode), registers(mode).stream().map(Csr::name).toList()));
    }
    text.append(entry(ROUTINES, routines().stream().map(Routine::name).toList()));
    return text.toString();
  }

  private List<String> names(Chapter chapter) {
    List<String> names = new ArrayList<>();
    set.instructions().stream()
        .filter(instruction -> chapter.extensions.contains(instruction.extension()))
        .forEach(instruction -> names.add(instruction.name()));
    set.compressed().stream()
        .filter(form -> chapter.extensions.contains(form.extension()))
        .forEach(form -> names.add(form.name()));
    return names;
  }

  private static String entry(Chapter chapter, List<String> names) {
    return names.stream()
        .map(name -> "`" + name + "`")
        .collect(
            Collectors.joining(", ", "- [%s](%s): ".formatted(chapter.title, chapter.file), ".\n"));
  }
}
