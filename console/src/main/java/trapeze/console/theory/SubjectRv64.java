package trapeze.console.theory;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.text.Notation;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.Coverage;
import trapeze.isa.theory.rv64.Frame;
import trapeze.isa.theory.rv64.Frames;
import trapeze.isa.theory.rv64.Instance;
import trapeze.isa.theory.rv64.Rv64Classifier;
import trapeze.isa.theory.rv64.Rv64Variants;

/** RV64, or a machine that it might have been, with a way to run guests on it. */
record SubjectRv64(String name, String title, String consequence, InstructionSet set, Frame frame)
    implements Subject {

  static SubjectRv64 of(Frame frame) {
    String mode = frame.deprivileged().name();
    boolean usual = frame.equals(Frames.USER);
    return new SubjectRv64(
        usual ? "rv64" : "rv64-" + mode.toLowerCase(Locale.ROOT),
        "RV64GC, guests in real %s-mode".formatted(mode),
        "The conditions are what a monitor arranges before it lets a guest run.",
        Rv64.SET,
        frame);
  }

  static SubjectRv64 of(Rv64Variants.Variant variant) {
    return new SubjectRv64(
        variant.name(), variant.change(), variant.consequence(), variant.set(), Frames.USER);
  }

  @Override
  public String history() {
    return "";
  }

  @Override
  public List<String> instructions() {
    return Stream.concat(
            set.instructions().stream()
                .filter(each -> !each.encoding().operands().contains(Operand.CSR))
                .map(Instruction::name),
            set.csrs().stream().map(Csr::name))
        .toList();
  }

  @Override
  public Classification classify() {
    return named(new Rv64Classifier(set, frame).classify());
  }

  @Override
  public Classification explained(String instruction) {
    Rv64Classifier classifier = new Rv64Classifier(set, frame);
    return new Classification(
        name,
        frame.name(),
        "",
        Instance.all(set).stream()
            .filter(
                instance ->
                    instance.csr().isPresent()
                        ? instance.csr().get().name().equals(instruction)
                        : instance.instruction().name().equals(instruction))
            .map(classifier::verdict)
            .toList(),
        Coverage.NONE);
  }

  private Classification named(Classification found) {
    return new Classification(
        name, found.format(), found.method(), found.verdicts(), found.coverage());
  }

  @Override
  public String about(String instruction) {
    return isRegister(instruction)
        ? "A control and status register, defined in %s of the manual."
            .formatted(set.csr(instruction).section())
        : "Defined in %s of the manual.".formatted(set.instruction(instruction).section());
  }

  @Override
  public String definition(String instruction) {
    if (!isRegister(instruction)) {
      return Notation.print(set.instruction(instruction).body());
    }
    Csr csr = set.csr(instruction);
    return csr.illegalWhen().map(when -> "illegal when " + Notation.print(when) + "\n").orElse("")
        + csr.refusedToGuestWhen()
            .map(when -> "with V set, a virtual instruction when " + Notation.print(when) + "\n")
            .orElse("")
        + csr.substitute().map(other -> "with V set, " + other + " instead\n").orElse("")
        + "least mode "
        + csr.leastMode()
        + "\n"
        + Notation.print(csr.read())
        + (csr.readOnly() ? "" : Notation.print(csr.write()));
  }

  private boolean isRegister(String instruction) {
    return set.csrs().stream().anyMatch(csr -> csr.name().equals(instruction));
  }
}
