package trapeze.isa.definition;

import java.util.List;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateSpace;

/**
 * A machine as its definitions: what every reader reads.
 *
 * @param name e.g. {@code rv64}
 * @param state its registers
 * @param instructions in an order that does not change: the place is the instruction's number
 * @param compressed the 16-bit forms, each of which stands for one of the instructions
 * @param csrs its control and status registers
 * @param routines what the hart itself performs: translation, traps, interrupts
 */
public record InstructionSet(
    String name,
    StateSpace state,
    List<Instruction> instructions,
    List<CompressedForm> compressed,
    List<Csr> csrs,
    List<Routine> routines) {
  public InstructionSet {
    instructions = List.copyOf(instructions);
    compressed = List.copyOf(compressed);
    csrs = List.copyOf(csrs);
    routines = List.copyOf(routines);
  }

  /** The instruction with this mnemonic. */
  public Instruction instruction(String mnemonic) {
    return instructions.stream()
        .filter(candidate -> candidate.name().equals(mnemonic))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no instruction " + mnemonic));
  }

  /** The control and status register with this name. */
  public Csr csr(String register) {
    return csrs.stream()
        .filter(candidate -> candidate.name().equals(register))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no CSR " + register));
  }

  /** The routine with this name. */
  public Routine routine(String routine) {
    return routines.stream()
        .filter(candidate -> candidate.name().equals(routine))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no routine " + routine));
  }
}
