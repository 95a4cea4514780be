package trapeze.machine.board;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.Stop;
import trapeze.machine.debug.Triggers;
import trapeze.machine.memory.PhysicalMemory;

/**
 * All that a resident monitor has of one hart of the machine below it: it can set control
 * registers, read and write physical memory, fence, and let the hart run. Every use is counted, so
 * that a monitor can be watched; and since the hart may itself be virtual, monitors stack.
 */
public final class Hardware {

  /** What is counted. */
  public enum Use {
    /** A control register was written. */
    CONTROL_REGISTER,
    /** A page-table entry or other word of physical memory was read. */
    MEMORY_READ,
    /** A word of physical memory was written. */
    MEMORY_WRITE,
    /** Translations were fenced. */
    FENCE,
    /** The hart was let run. */
    RUN
  }

  private final Hart hart;
  private final PhysicalMemory memory;
  private final long[] uses = new long[Use.values().length];

  /** The hardware around one hart. */
  public Hardware(Hart hart, PhysicalMemory memory) {
    this.hart = hart;
    this.memory = memory;
  }

  /** General registers, pc and floating-point state, to be loaded and saved. */
  public HartState state() {
    return hart.state;
  }

  /** Steps that the hart has made: instructions retired and traps taken. */
  public long steps() {
    return hart.steps();
  }

  /** Traps that the hart has taken. */
  public long traps() {
    return hart.traps();
  }

  /** Instructions that the hart has retired. */
  public long retired() {
    return hart.steps() - hart.traps();
  }

  /**
   * Lets the hart halt where a debugger wants the monitor's guest to.
   *
   * @param passNext whether the next instruction is executed in any case
   */
  public void haltAt(@Nullable Triggers triggers, boolean passNext) {
    hart.haltAt(triggers);
    hart.passNext(passNext);
  }

  /** Lets the hart run for at most this many steps. */
  public Stop run(long budget) {
    count(Use.RUN);
    return hart.run(budget);
  }

  /** Makes {@link #run} return soon, or the next one at once; may be called from any thread. */
  public void requestStop() {
    hart.requestStop();
  }

  /** Writes a control register. */
  public void writeCsr(Csr csr, long value) {
    count(Use.CONTROL_REGISTER);
    hart.writeCsr(csr.address(), value);
  }

  /** Reads 64 bits of physical memory. */
  public long read(long address) {
    count(Use.MEMORY_READ);
    return memory.getLong(address);
  }

  /** Writes 64 bits of physical memory. */
  public void write(long address, long value) {
    count(Use.MEMORY_WRITE);
    memory.putLong(address, value);
  }

  /** Zeroes a 4 KiB frame. */
  public void zeroFrame(long address) {
    count(Use.MEMORY_WRITE);
    memory.fill(address, 4096, (byte) 0);
  }

  /** Forgets all translations of an address space. */
  public void fence(long asid) {
    count(Use.FENCE);
    hart.fenceAddressTranslation(0, 0, 1, asid);
  }

  /** Forgets the translation of one page of an address space. */
  public void fence(long asid, long address) {
    count(Use.FENCE);
    hart.fenceAddressTranslation(1, address, 1, asid);
  }

  /** Forgets all G-stage translations of a VMID: HFENCE.GVMA. */
  public void fenceGuest(long vmid) {
    count(Use.FENCE);
    hart.fenceGuestPhysical(0, 0, 1, vmid);
  }

  /** Forgets the G-stage translation of one page of a VMID. */
  public void fenceGuest(long vmid, long guestPhysical) {
    count(Use.FENCE);
    hart.fenceGuestPhysical(1, guestPhysical, 1, vmid);
  }

  /** Forgets VS-stage translations of the VMID in {@code hgatp}: HFENCE.VVMA. */
  public void fenceGuestTranslations(boolean hasAddress, long address, boolean hasAsid, long asid) {
    count(Use.FENCE);
    hart.fenceGuestTranslation(hasAddress ? 1 : 0, address, hasAsid ? 1 : 0, asid);
  }

  /**
   * Forgets all VS-stage translations of an address space whose guest-physical addresses are real
   * ones: {@code hgatp} is 0 from now on.
   */
  public void fenceVirtual(long asid) {
    state().set(Rv64State.HGATP, 0);
    fenceGuestTranslations(false, 0, true, asid);
  }

  /** The same for the translation of one page. */
  public void fenceVirtual(long asid, long address) {
    state().set(Rv64State.HGATP, 0);
    fenceGuestTranslations(true, address, true, asid);
  }

  /** Forgets what instructions in memory were decoded to: FENCE.I. */
  public void fenceInstructions() {
    count(Use.FENCE);
    hart.fenceI();
  }

  /** Ends the hart's reservation. */
  public void cancelReservation() {
    hart.cancelReservation();
  }

  /** How often each use was made. */
  public Map<Use, Long> uses() {
    Map<Use, Long> all = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      all.put(use, uses[use.ordinal()]);
    }
    return all;
  }

  private void count(Use use) {
    uses[use.ordinal()]++;
  }
}
