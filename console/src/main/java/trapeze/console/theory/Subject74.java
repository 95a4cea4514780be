package trapeze.console.theory;

import java.util.List;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;
import trapeze.isa.pg74.text.OperationsPage;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.pg74.Classifier;

/** A third-generation machine, in an instance that is small enough to visit every state. */
record Subject74(Variant variant, Format format) implements Subject {
  @Override
  public String name() {
    return variant.name();
  }

  @Override
  public String title() {
    return variant.title();
  }

  @Override
  public String history() {
    return variant.history();
  }

  @Override
  public String consequence() {
    return variant.verdict();
  }

  @Override
  public List<String> instructions() {
    return variant.machine().operations().stream().map(Operation::mnemonic).toList();
  }

  @Override
  public Classification classify() {
    return Classifier.classify(variant.machine(), visited());
  }

  @Override
  public Classification explained(String instruction) {
    return Classifier.classify(variant.machine().only(instruction), visited());
  }

  @Override
  public String about(String instruction) {
    return operation(instruction).history();
  }

  @Override
  public String definition(String instruction) {
    return OperationsPage.definition(variant.machine(), operation(instruction));
  }

  /** The sizes asked for, or the smallest that this machine can have. */
  private Format visited() {
    Format smallest = Classifier.smallest(variant.machine());
    return format.addressBits() < smallest.addressBits() ? smallest : format;
  }

  private Operation operation(String mnemonic) {
    ThirdGeneration machine = variant.machine();
    return machine.operations().stream()
        .filter(each -> each.mnemonic().equals(mnemonic))
        .findFirst()
        .orElseThrow();
  }
}
