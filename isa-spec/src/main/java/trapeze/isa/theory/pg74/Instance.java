package trapeze.isa.theory.pg74;

import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Relocation;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.theory.Choices;
import trapeze.isa.theory.StartState;

/**
 * One operation with one operand, on a machine that has no other operation, so that the opcode fits
 * even the smallest word.
 *
 * @param machine the machine
 * @param operation what is classified
 * @param operand its operand, as wide as an address
 */
record Instance(ThirdGeneration machine, Operation operation, long operand) {

  /** An operation of a machine, in sizes that may be smaller than the machine's. */
  static Instance of(ThirdGeneration machine, Operation operation, Format format, long operand) {
    Operation alone =
        new Operation(
            1,
            operation.mnemonic(),
            operation.takesOperand(),
            operation.history(),
            operation.body());
    return new Instance(machine.only().in(format).with(machine.name(), alone), operation, operand);
  }

  /** The instruction word. */
  long word() {
    return machine.encode(operation.mnemonic(), operand);
  }

  /** Whether R is a relocation and a bound; else it is a page table. */
  boolean isBounded() {
    return machine.relocation() == Relocation.BOUNDS;
  }

  /** Words of its memory: as many as R can lead to. */
  int size() {
    int most = machine.format().mostWords();
    return isBounded() ? 2 * most - 1 : most + 1;
  }

  /**
   * Low bits of a word that can be set: all, or with a page table those that an entry of it uses.
   */
  int wordBits() {
    return isBounded() ? machine.format().wordBits() : machine.format().addressBits() + 1;
  }

  /** Bits of a state. */
  int bits() {
    return StartState.bits(machine, size(), wordBits());
  }

  /** A state of which nothing has been chosen. */
  StartState start(Choices choices) {
    return new StartState(machine, size(), wordBits(), choices);
  }

  /** A state in which R and what it makes accessible are elsewhere. */
  Elsewhere elsewhere(StartState start, Choices choices) {
    StartState other = start(choices);
    return isBounded()
        ? new Moved(start, other, machine.registers())
        : new MovedTable(start, other, machine.registers(), choices.choose(1) != 0);
  }

  @Override
  public String toString() {
    return machine.disassemble(word());
  }
}
