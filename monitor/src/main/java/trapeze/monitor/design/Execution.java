package trapeze.monitor.design;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.state.Trap;
import trapeze.machine.Stop;
import trapeze.monitor.sbi.SbiExtension;
import trapeze.shadow.ShadowSpaces;

/**
 * How a design has a real hart execute one virtual hart. The dispatcher calls {@link #install},
 * lets the real hart run, calls {@link #save} and then asks what to do about the trap that ended
 * it.
 *
 * <p>A trap that the real hart takes by itself, because the design delegates it to the guest, is
 * none of this interface: the dispatcher counts it as the virtual hart's, after a {@link #save}.
 */
public interface Execution {

  /**
   * Gives the real hart to the guest: projects the virtual state and enters the real address space
   * that stands for the guest's.
   */
  void install();

  /**
   * Makes the virtual state what the real hart's says. Besides after a run, this is called in the
   * middle of one, before a trap that the real hart takes by itself, if somebody watches traps; the
   * run then goes on without {@link #install}.
   */
  void save();

  /**
   * Gives the real hart, between an emulated instruction and the next one, the control registers
   * that {@link #install} would give it, if that is all that the guest's next instruction depends
   * on: if it would be fetched from the real address space that the real hart is in.
   *
   * @return whether it would; if not, or if the design cannot say, nothing has been done
   */
  default boolean staysInPlace() {
    return false;
  }

  /** What the last {@link #install} has loaded into the real hart. */
  StateWords loaded();

  /** What the last {@link #save} has taken back. */
  StateWords saved();

  /**
   * Says, before {@link #install}, whether somebody looks at each of the guest's steps: a tracer or
   * a debugger. Then the real hart must make no others.
   */
  default void watched(boolean watched) {}

  /**
   * The real hart has stopped, and its state is about to be saved. A design that has it execute
   * instructions that are not the guest's lets it go on to where its state is the guest's.
   *
   * @param stop why it stopped
   * @param handled is told of each trap that is dealt with meanwhile
   * @return why it has stopped now
   */
  default Stop complete(Stop stop, Consumer<Trap> handled) {
    return stop;
  }

  /** Instructions that the real hart has retired since {@link #install} and not the guest. */
  default long surplus() {
    return 0;
  }

  /** Instructions of the guest since {@link #install} for which the real hart executed others. */
  default long substituted() {
    return 0;
  }

  /** A trap of the real hart that is the guest's own, as the guest sees it. */
  default Trap asTheGuestSees(Trap trap) {
    return trap;
  }

  /** The real hart takes a trap by itself, and the virtual hart has been told. */
  default void tookByDelegation() {}

  /**
   * Whether the guest may have fenced address translation on the real hart by itself since this was
   * asked: {@link #fence} is not told of that.
   */
  default boolean mayHaveFenced() {
    return false;
  }

  /** The same for a guest of the guest: of {@link #fenceGuest} this is not told. */
  default boolean guestMayHaveFenced() {
    return false;
  }

  /** What is done about a trap of the real hart, whose state has been saved. */
  ExitAction action(Trap trap);

  /**
   * The real tables do not allow an access: are they behind the guest's own, or is it the guest?
   *
   * @param trap the real hart's
   * @param kind what was tried, at the trap value
   */
  Missing missing(Trap trap, AccessKind kind);

  /**
   * The monitor has executed the instruction of an access that the real tables cannot express,
   * whether or not it went ahead.
   *
   * @param trap the real hart's
   * @param guestPhysical where the access leads, or the part of it that was missing
   */
  default void interpreted(Trap trap, AccessKind kind, long guestPhysical) {}

  /** The monitor executes more of the guest's instructions, which may store anywhere. */
  default void writtenUnseen() {}

  /**
   * The guest has fenced address translation (SFENCE.VMA); this brings the real tables after it.
   */
  void fence(boolean hasAddress, long address, boolean hasAsid, long asid);

  /**
   * The same for a guest that is a hypervisor: what its own guest's tables say (HFENCE.VVMA, and
   * that guest's own SFENCE.VMA), of the guest that {@code hgatp} now names.
   */
  default void fenceGuest(boolean hasAddress, long address, boolean hasAsid, long asid) {
    protectionChanged();
  }

  /** The same for the tables behind those (HFENCE.GVMA); the address is guest-physical. */
  default void fenceGuestPhysical(boolean hasAddress, long address, boolean hasVmid, long vmid) {
    protectionChanged();
  }

  /** The guest's physical memory protection is another than it was. */
  void protectionChanged();

  /** What the real page tables say of an address in the guest's present context. */
  Optional<ShadowSpaces.Leaf> find(long address);

  /** Calls that this design answers to a guest whose SBI is the monitor; nothing if none. */
  default @Nullable SbiExtension sbiExtension() {
    return null;
  }

  /** Gives its real resources back; the virtual hart will not run again. */
  void release();
}
