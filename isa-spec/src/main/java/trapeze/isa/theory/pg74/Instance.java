package trapeze.isa.theory.pg74;

import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;
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

  /** Words of its memory: as many as a relocation and an address can add up to. */
  int size() {
    return 2 * machine.format().mostWords() - 1;
  }

  /** Bits of a state. */
  int bits() {
    return StartState.bits(machine, size());
  }

  @Override
  public String toString() {
    return machine.disassemble(word());
  }
}
