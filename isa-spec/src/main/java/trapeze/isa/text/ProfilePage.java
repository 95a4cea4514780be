package trapeze.isa.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.rv64.Extension;
import trapeze.isa.rv64.Extensions;
import trapeze.isa.rv64.Profile;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/** The page of extensions and profiles, in Markdown: {@code ProfilePage <file>}. */
public final class ProfilePage {
  /** Why a mandatory extension is not there. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("V", "no vectors"),
          Map.entry("Zvfhmin", "no vectors"),
          Map.entry("Zvbb", "no vectors"),
          Map.entry("Zvkt", "no vectors"),
          Map.entry("Zkt", "a simulator cannot promise that its timing is independent of data"),
          Map.entry("Supm", "no pointer masking"),
          Map.entry("Ssnpm", "no pointer masking"),
          Map.entry("Sscofpmf", "the performance counters are read-only zero, nothing overflows"),
          Map.entry("Ss1p13", "not checked point by point against 1.12"));

  private final StringBuilder text = new StringBuilder();

  private ProfilePage() {}

  /** Writes the page; the one argument is the file. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: ProfilePage <file>");
    }
    Files.writeString(Path.of(arguments[0]), print());
  }

  /** The page. */
  public static String print() {
    ProfilePage page = new ProfilePage();
    page.line("# Extensions and profiles");
    page.line("");
    page.line("Generated from the definitions by `trapeze.isa.text.ProfilePage`; do not edit.");
    page.line("");
    page.line("The list below is one Java value, `trapeze.isa.rv64.Extensions`.");
    page.line("`misa` and the device tree's `riscv,isa-extensions` are made from it too.");
    page.line("A virtual machine offers what the real machine has.");
    page.profiles();
    page.extensions();
    return page.text.toString();
  }

  private void profiles() {
    HartState full = full();
    line("");
    line("## Profiles");
    line("");
    line("| profile | mandatory extensions there | missing |");
    line("| --- | --- | --- |");
    for (Profile profile : Profile.ALL) {
      List<String> missing = profile.missing(full);
      int mandatory = profile.mandatory().size();
      line(
          "| %s | %d of %d | %s |"
              .formatted(
                  profile.name(),
                  mandatory - missing.size(),
                  mandatory,
                  missing.isEmpty() ? "none: it conforms" : String.join(", ", missing)));
    }
    line("");
    line("| missing | why |");
    line("| --- | --- |");
    Profile.ALL.stream()
        .flatMap(profile -> profile.missing(full).stream())
        .distinct()
        .forEach(name -> line("| %s | %s |".formatted(name, reason(name))));
  }

  private static String reason(String name) {
    String reason = REASONS.get(name);
    if (reason == null) {
      throw new IllegalStateException("no reason is given why " + name + " is missing");
    }
    return reason;
  }

  private void extensions() {
    line("");
    line("## Extensions");
    line("");
    line("| extension | what | made of | instructions | there |");
    line("| --- | --- | --- | --- | --- |");
    Extension.of(full())
        .forEach(
            each ->
                line(
                    "| %s | %s | %s | %s | %s |"
                        .formatted(
                            each.name(),
                            each.what(),
                            String.join(", ", each.parts()),
                            instructions(Rv64.SET, each.name()),
                            there(each))));
  }

  private static String there(Extension extension) {
    return extension.choices().isEmpty()
        ? "always"
        : extension.choices().stream()
            .map(choice -> "`" + choice.name() + "`")
            .collect(Collectors.joining(" and ", "by choice, ", ""));
  }

  /** The mnemonics of an extension's own instructions. */
  private static String instructions(InstructionSet set, String extension) {
    return Stream.concat(
            set.instructions().stream()
                .filter(each -> each.extension().equals(extension))
                .map(Instruction::name),
            set.compressed().stream()
                .filter(each -> each.extension().equals(extension))
                .map(CompressedForm::name))
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(" "));
  }

  /** A hart for which every choice is the greatest that any extension asks for. */
  private static HartState full() {
    HartState hart = new HartState(Rv64State.SPACE);
    for (Extension each : Extensions.ALL) {
      if (each.choice() != null) {
        hart.set(each.choice(), Math.max(hart.get(each.choice()), each.atLeast()));
      }
    }
    return hart;
  }

  private void line(String content) {
    text.append(content).append('\n');
  }
}
