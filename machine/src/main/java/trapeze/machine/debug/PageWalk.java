package trapeze.machine.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.memory.PhysicalMemory;

/**
 * How a hart's page tables translate an address, with nothing changed by asking: no A or D bit is
 * set, no TLB is filled.
 *
 * <p>The walk is the definition {@code translate} itself, carried out by the reference evaluator on
 * a copy of the hart's state. It asks as a supervisor who may read everything that is mapped at
 * all, since whoever debugs a program in U wants to see its kernel as well; in M an address is a
 * physical one. In VS and VU it is a guest's address, which goes through both stages: the G-stage's
 * entries that lead to an entry of the VS-stage stand before it.
 *
 * @param entries the page-table entries that were read, in that order
 * @param outcome what {@code translate} gives: 63 if the address is mapped, else an exception code
 * @param physical where the address leads, if it is mapped
 * @param guestPhysical with V set: where it leads by the VS-stage; of a guest-page fault, the
 *     address that has no entry in the G-stage
 * @param shift bits of address that the leaf maps, the smaller of both stages; 63 where nothing is
 *     translated
 */
public record PageWalk(
    List<Entry> entries, int outcome, long physical, OptionalLong guestPhysical, int shift) {

  /** Whose table an entry stands in (priv:two-stage). */
  public enum Stage {
    /** The only one there is: V is clear. */
    SINGLE,
    /** The guest's own, {@code vsatp}'s. */
    VS,
    /** That of guest-physical addresses, {@code hgatp}'s. */
    G
  }

  /**
   * A page-table entry that a walk has read.
   *
   * @param address physical, of its 8 bytes
   */
  public record Entry(long address, long value, Stage stage) {}

  public PageWalk {
    entries = List.copyOf(entries);
  }

  /** Whether the address is mapped. */
  public boolean isMapped() {
    return outcome == AddressTranslation.TRANSLATED;
  }

  /** Walks a hart's tables, as they are in its memory now; the hart must stand still. */
  public static PageWalk of(Hart hart, long address) {
    HartState state = hart.state.copy();
    boolean machine = state.get(Rv64State.MODE) == PrivilegeMode.M.code();
    boolean guest = state.get(Rv64State.VIRTUAL) != 0;
    int mode =
        machine
            ? PrivilegeMode.M.code()
            : PrivilegeMode.S.code() | (guest ? AddressTranslation.VIRTUAL_MODE : 0);
    grant(state, Rv64State.MSTATUS, Rv64State.SUM.mask() | Rv64State.MXR.mask());
    grant(state, Rv64State.VSSTATUS, Rv64State.SUM.mask() | Rv64State.MXR.mask());
    grant(state, Rv64State.MENVCFG, Rv64State.MENVCFG_ADUE.mask());
    grant(state, Rv64State.HENVCFG, Rv64State.HENVCFG_ADUE.mask());
    Memory memory = new Memory(hart.bus().memory(), state);
    Evaluator evaluator = new Evaluator(hart.engine().set(), state, memory);
    int outcome =
        (int)
            evaluator.call(AddressTranslation.TRANSLATE, address, AccessKind.READ.ordinal(), mode);
    boolean reachedGuestPhysical =
        outcome == AddressTranslation.TRANSLATED
            || outcome == ExceptionCause.LOAD_GUEST_PAGE_FAULT.code();
    return new PageWalk(
        memory.entries,
        outcome,
        state.get(Rv64State.WALK_ADDRESS),
        guest && reachedGuestPhysical
            ? OptionalLong.of(state.get(Rv64State.WALK_GUEST_PHYSICAL))
            : OptionalLong.empty(),
        (int) state.get(Rv64State.WALK_SHIFT));
  }

  private static void grant(HartState state, StateVariable variable, long bits) {
    state.set(variable, state.get(variable) | bits);
  }

  /** Memory that can be read only, which a walk takes for memory that can be written. */
  private static final class Memory implements Environment {
    final List<Entry> entries = new ArrayList<>();
    private final PhysicalMemory memory;
    private final HartState walking;

    Memory(PhysicalMemory memory, HartState walking) {
      this.memory = memory;
      this.walking = walking;
    }

    @Override
    public boolean hasPhysical(long address) {
      return memory.contains(address, Long.BYTES);
    }

    @Override
    public long readPhysical(long address) {
      long value = memory.getLong(address);
      int stage = (int) walking.get(Rv64State.WALK_STAGE);
      entries.add(new Entry(address, value, Stage.values()[stage]));
      return value;
    }

    @Override
    public boolean replacePhysical(long address, long expected, long value) {
      return true;
    }

    @Override
    public void writePhysical(long address, long value) {
      throw unexpected();
    }

    @Override
    public long load(long address, int bytes) {
      throw unexpected();
    }

    @Override
    public void store(long address, int bytes, long value) {
      throw unexpected();
    }

    @Override
    public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
      throw unexpected();
    }

    @Override
    public long loadReserved(long address, int bytes) {
      throw unexpected();
    }

    @Override
    public long storeConditional(long address, int bytes, long value) {
      throw unexpected();
    }

    @Override
    public long input(Input input) {
      throw unexpected();
    }

    @Override
    public void effect(Effect effect, long... arguments) {
      throw unexpected();
    }

    @Override
    public long instructionBits() {
      throw unexpected();
    }

    private static IllegalStateException unexpected() {
      return new IllegalStateException("a walk of page tables does nothing but read them");
    }
  }
}
