package trapeze.machine.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.state.Trap;

/** What happened in one step of a hart. */
public sealed interface Step {
  /** The hart's id. */
  int hart();

  /** How many steps the hart had made before. */
  long number();

  /** The privilege mode before the step; of a virtual hart, the virtual one. */
  PrivilegeMode mode();

  /** Address of the instruction that retired or was interrupted. */
  long pc();

  /**
   * An instruction as it was fetched.
   *
   * @param bits 16 or 32 bits, zero-extended
   * @param length 2 or 4 bytes
   */
  record Fetched(Instruction instruction, long bits, int length) {}

  /**
   * An instruction retired.
   *
   * @param next the mode behind it
   * @param csrs storage written, the highest address first
   * @param named the CSR that the instruction itself names, if it writes or reads one
   */
  record Retired(
      int hart,
      long number,
      PrivilegeMode mode,
      PrivilegeMode next,
      long pc,
      Fetched fetched,
      List<RegisterWrite> registers,
      List<CsrWrite> csrs,
      @Nullable CsrAccess named,
      List<Access> accesses)
      implements Step {}

  /**
   * The CSR that an instruction names.
   *
   * @param written whether it was written
   * @param value what a read gives behind the instruction
   */
  record CsrAccess(Csr csr, boolean written, long value) {}

  /**
   * A trap was taken.
   *
   * @param handler the mode whose handler was entered; nothing if a resident was told of it
   * @param fetched the instruction that raised it, if one could be fetched
   * @param csrs what tells the handler of it: status, cause, value and pc
   */
  record Trapped(
      int hart,
      long number,
      PrivilegeMode mode,
      @Nullable PrivilegeMode handler,
      long pc,
      @Nullable Fetched fetched,
      Trap trap,
      List<CsrWrite> csrs)
      implements Step {}
}
