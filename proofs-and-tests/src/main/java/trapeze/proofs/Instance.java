package trapeze.proofs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.HypervisorLevel;

/**
 * An instruction, for all values of its operands; one that names a control register, for one
 * register, since without it nothing can be said.
 *
 * @param mnemonic the instruction
 * @param csr the control register, if it names one
 */
record Instance(String mnemonic, Optional<Csr> csr) {

  /** Every instance of a set. */
  static List<Instance> all(InstructionSet set) {
    List<Instance> found = new ArrayList<>();
    for (Instruction instruction : set.instructions()) {
      if (instruction.encoding().operands().contains(Operand.CSR)) {
        for (Csr csr : HypervisorLevel.othersOf(set)) {
          found.add(new Instance(instruction.name(), Optional.of(csr)));
        }
      } else {
        found.add(new Instance(instruction.name(), Optional.empty()));
      }
    }
    return found;
  }

  /** The instruction in a set. */
  Instruction in(InstructionSet set) {
    return set.instruction(mnemonic);
  }

  /** Whether a set has a 16-bit form of it. */
  boolean hasCompressedForm(InstructionSet set) {
    return set.compressed().stream().anyMatch(form -> form.base().name().equals(mnemonic));
  }

  @Override
  public String toString() {
    return csr.map(register -> mnemonic + " " + register.name()).orElse(mnemonic);
  }
}
