package trapeze.machine.engine;

import java.lang.invoke.MethodHandles;
import org.jspecify.annotations.Nullable;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;

/**
 * An instruction set in its generated form: the seam between what is generated and what is written
 * by hand. Values narrower than 64 bits are zero-extended; an exception is a thrown {@link
 * trapeze.isa.state.TrapSignal}.
 */
public interface Definitions {
  /**
   * What may define more classes beside the generated ones: code made from the same definitions.
   * Nothing where an instruction means something else than its definition says.
   */
  default MethodHandles.@Nullable Lookup lookup() {
    return null;
  }

  /**
   * Executes instructions from {@code state.pc} on until {@code left} of them have retired, or one
   * raises an exception, which is then pending in the hart, or until it comes to a step that is
   * left to others: one at a time, by {@link #execute}.
   */
  void run(Hart hart);

  /**
   * Executes one instruction, as if it stood at {@code state.pc}, which it leaves alone.
   *
   * @param packed the instruction, see {@link trapeze.isa.definition.PackedInstruction}
   * @param pc the address it stands at
   * @return the address of the next instruction
   */
  long execute(Hart hart, long packed, long pc);

  /**
   * Whether {@link #run} executes such instructions, where all that they need is at hand; otherwise
   * it stops before each.
   */
  default boolean isInLoop(long packed) {
    return true;
  }

  /**
   * Whether an instruction raises an exception before it does anything else, as far as that is
   * worth asking: the exception is then the hart's {@linkplain HartCore#lastSignal last}. To ask
   * changes nothing else, and who does not ask finds out by {@link #execute}.
   */
  default boolean refuses(Hart hart, long packed) {
    return false;
  }

  /**
   * Enters a trap: {@code state.pc} is the interrupted address, then the handler's. The values are
   * those of a {@link Trap}; {@code interrupt} and {@code guestVirtual} are 0 or 1.
   */
  void takeTrap(
      Hart hart,
      long cause,
      long value,
      long interrupt,
      long guestPhysical,
      long instruction,
      long guestVirtual);

  /** Enters a trap. */
  default void takeTrap(Hart hart, Trap trap) {
    takeTrap(
        hart,
        trap.cause(),
        trap.value(),
        trap.interrupt() ? 1 : 0,
        trap.guestPhysical(),
        trap.instruction(),
        trap.guestVirtual() ? 1 : 0);
  }

  /** 1 if a trap goes to S, HS or VS rather than to M; {@code interrupt} is 0 or 1. */
  long isDelegated(Hart hart, long cause, long interrupt);

  /** The code of the interrupt to take now, 63 if there is none. */
  long interruptToTake(Hart hart);

  /** 1 if a hart that waits for an interrupt goes on. */
  long wakeUp(Hart hart);

  /** The effective mode that loads and stores act in, 3 bits: V, and the privilege mode. */
  long dataMode(Hart hart);

  /**
   * Translates a virtual address.
   *
   * @param kind ordinal of an {@link trapeze.isa.ir.AccessKind}
   * @return 63 if it went well and the scratch variables hold the result; 62 if another hart
   *     changed the entry under the walk, which is then to be walked again; else the exception's
   *     code
   */
  long translate(Hart hart, long address, long kind, long mode);

  /** What a leaf page-table entry allows a mode, A and D aside: R, W, X. */
  long permissions(Hart hart, long leaf, long mode);

  /**
   * What the guest's address that was translated last allows a guest's mode (2 bits): R, W and X in
   * bits 0 to 2, W only where no D remains to be set.
   */
  long bothStagesPermissions(Hart hart, long mode);

  /**
   * The second stage of translation alone, from a guest-physical address; {@code implicit} is 1 for
   * an access of a walk. Gives what {@link #translate} gives.
   */
  long translateGuestPhysical(Hart hart, long address, long kind, long implicit);

  /** What physical memory protection allows: R, W, X, and whether an entry matches only a part. */
  long protection(Hart hart, long address, long bytes, long mode);

  /** What the real {@code mstatus} shall be for this virtual hart, from what it is. */
  long projectedStatus(Hart hart, long real);

  /** What the real {@code senvcfg} shall be for this virtual hart. */
  long projectedEnvironment(Hart hart);

  /** 1 if the real hart is given this virtual hart's floating-point state. */
  long lendsFloatingPoint(Hart hart);

  /** 1 if floating-point state comes back from a real hart with this {@code mstatus}. */
  long returnsFloatingPoint(Hart hart, long real);

  /** What this virtual hart's {@code mstatus} becomes, from the real one. */
  long savedStatus(Hart hart, long real);

  /** {@code satp}, as far as the meaning of addresses depends on it now; else 0. */
  long contextSatp(Hart hart);

  /** SUM, MXR, ADUE and PBMTE, as far as the meaning of addresses depends on them now. */
  long contextOptions(Hart hart);

  /** {@code hgatp} where a virtual hart is in VS or VU, else 0. */
  long contextGuestTables(Hart hart);

  /** A virtual hart's {@code vsstatus}, from the real {@code mstatus}. */
  long savedGuestStatus(Hart hart, long real);

  /** 1 if a real hart's VS and VU can stand for the mode that this virtual hart is in. */
  long isAssisted(Hart hart);

  /** {@code vsstatus} for this virtual hart. */
  long assistedStatus(Hart hart);

  /** {@code hstatus} for it; {@code trapsPaging} is 1 where its own {@code satp} is to trap. */
  long assistedControl(Hart hart, long trapsPaging);

  /** {@code medeleg} and {@code hedeleg} for it, some exceptions withheld. */
  long assistedExceptions(Hart hart, long withheld);

  /** {@code hideleg} for it. */
  long assistedInterrupts(Hart hart);

  /** {@code hvip} for it. */
  long assistedPending(Hart hart);

  /** The real {@code mie} for it. */
  long assistedEnabled(Hart hart);

  /** {@code henvcfg} for it. */
  long assistedEnvironment(Hart hart);

  /** What its {@code mstatus} becomes, from {@code vsstatus}. */
  long savedAssistedStatus(Hart hart, long real);

  /** What its {@code mie} becomes, from the real one. */
  long savedAssistedEnabled(Hart hart, long real);

  /** What its {@code mip} becomes, from {@code hvip}. */
  long savedAssistedPending(Hart hart, long real);

  /** The real {@code mstatus} for it. */
  long assistedMachineStatus(Hart hart);

  /** What its {@code hvip} becomes, from the real one, when its guest had the real hart. */
  long savedGuestPending(Hart hart, long real);

  /** A trap has gone to its HS by itself: the registers of HS that the real VS has not. */
  void takenByHypervisor(Hart hart);

  /** What governs the guest's S: {@code hstateen0} for it, or {@code mstateen0}. */
  long lentStateEnable(Hart hart);

  /** 1 if this virtual hart can be executed in the real hart's S and U. */
  long runsInSupervisor(Hart hart);

  /** What the real {@code mstatus} shall be for it there, from what it is. */
  long supervisorStatus(Hart hart, long real);

  /** What this virtual hart's {@code mstatus} becomes, from the real one there. */
  long savedSupervisorStatus(Hart hart, long real);

  /** What the real {@code menvcfg} shall be for it there. */
  long supervisorEnvironment(Hart hart);

  /** What the real {@code medeleg} shall be for it there. */
  long supervisorExceptions(Hart hart);

  /** What the real {@code mie} shall be for it there. */
  long supervisorEnabled(Hart hart);

  /** What this virtual hart's {@code mie} becomes, from the real one there. */
  long savedSupervisorEnabled(Hart hart, long real);

  /** What the real {@code mip} shall hold for it there. */
  long supervisorPending(Hart hart);

  /** What this virtual hart's {@code mip} holds then, from the real one there. */
  long savedSupervisorPending(Hart hart, long real);

  /** What beside {@code satp} decides what its addresses mean there. */
  long supervisorOptions(Hart hart);

  /** What a leaf of its tables lets real tables say: R, W if D is set, X, U. */
  long supervisorPermissions(Hart hart, long leaf);

  /** Raises an exception unless the access to a CSR is legal; {@code writes} is 0 or 1. */
  void checkCsr(Hart hart, long address, long writes);

  /** The value of a CSR, whoever may access it. */
  long readCsr(Hart hart, long address);

  /** Writes a CSR as its fields let themselves be written, whoever may access it. */
  void writeCsr(Hart hart, long address, long value);
}
