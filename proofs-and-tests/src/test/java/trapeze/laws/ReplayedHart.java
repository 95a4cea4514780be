package trapeze.laws;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.rv64.Traps;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;

/**
 * A bare hart whose instructions, traps and translations are carried out by the reference
 * evaluator, making the choices that a virtual run made, provided that they are {@link Permitted}.
 * It caches nothing of its own.
 */
final class ReplayedHart extends Hart {
  private static final Engine BY_EVALUATOR = new ByEvaluator().engine();

  private final Choices choices;
  private final Evaluator evaluator;
  private final Permitted permitted;
  private Choices.@Nullable Choice choice;
  private long bits;

  ReplayedHart(Choices choices, HartState state, Bus bus, Clock clock) {
    super(BY_EVALUATOR, state, bus, clock);
    this.choices = choices;
    this.permitted = new Permitted(bus.memory());
    this.evaluator = new Evaluator(Rv64.SET, state, new ReplayedAccess(this, permitted));
  }

  /** What was chosen at the present step. */
  Choices.@Nullable Choice choice() {
    return choice;
  }

  @Override
  protected @Nullable Trap advance(long steps) {
    choice = choices.at(steps());
    try {
      if (choice != null) {
        choice.walks.forEach(each -> walk(each.address(), each.kind()));
      }
      evaluator.execute(fetch());
      countRetired(1);
      return null;
    } catch (TrapSignal raised) {
      return raised.trap();
    }
  }

  /** The monitor walked the guest's tables: what it found it may keep. */
  private void walk(long address, AccessKind kind) {
    int size = walked(address, kind) == AddressTranslation.TRANSLATED ? walkShift() : 63;
    if (size != AddressTranslation.UNPAGED) {
      permitted.finds(
          state.get(Rv64State.SATP),
          address,
          size,
          state.get(Rv64State.WALK_ADDRESS),
          state.get(Rv64State.WALK_LEAF),
          state.get(Rv64State.WALK_GLOBAL) != 0);
    }
  }

  private int walkShift() {
    return (int) state.get(Rv64State.WALK_SHIFT);
  }

  private long walked(long address, AccessKind kind) {
    long outcome = AddressTranslation.CHANGED;
    while (outcome == AddressTranslation.CHANGED) {
      outcome = evaluator.call(AddressTranslation.TRANSLATE, address, kind.ordinal(), modeOf(kind));
    }
    return outcome;
  }

  private long modeOf(AccessKind kind) {
    return kind == AccessKind.EXECUTE
        ? state.get(Rv64State.MODE)
        : evaluator.call(AddressTranslation.DATA_MODE);
  }

  /**
   * The physical address of an access, by the translation that was chosen or by a walk.
   *
   * @param bytes none of them behind the page's end
   */
  long translated(long address, int bytes, AccessKind kind) {
    Choices.Choice chosen = choice;
    Long hit = chosen == null ? null : chosen.physical(address, kind);
    long mode = modeOf(kind);
    long physical;
    if (hit == null) {
      long outcome = walked(address, kind);
      if (outcome != AddressTranslation.TRANSLATED) {
        throw raise(outcome, address);
      }
      physical = state.get(Rv64State.WALK_ADDRESS);
    } else {
      physical = hit;
      checkChosen(address, kind, mode, physical);
    }
    long protection = evaluator.call(PhysicalMemoryProtection.PROTECTION, physical, bytes, mode);
    boolean isPartial = (protection & PhysicalMemoryProtection.PARTIAL) != 0;
    if (isPartial || (protection & bit(kind)) == 0) {
      throw accessFault(address, kind);
    }
    return physical;
  }

  private void checkChosen(long address, AccessKind kind, long mode, long physical) {
    long satp = state.get(Rv64State.SATP);
    if (mode != 3 && satp >>> 60 != AddressTranslation.BARE) {
      permitted.translation(
          satp,
          address,
          kind,
          physical,
          entry -> (evaluator.call(AddressTranslation.PERMISSIONS, entry, mode) & bit(kind)) != 0);
    } else if (physical != address) {
      throw new Permitted.Refused("%x is %x without translation".formatted(address, physical));
    }
  }

  private static long bit(AccessKind kind) {
    return switch (kind) {
      case READ -> PhysicalMemoryProtection.READ;
      case WRITE -> PhysicalMemoryProtection.WRITE;
      case EXECUTE -> PhysicalMemoryProtection.EXECUTE;
    };
  }

  /** The access fault for an address. */
  TrapSignal accessFault(long address, AccessKind kind) {
    return raise(
        switch (kind) {
          case EXECUTE -> 1;
          case READ -> 5;
          case WRITE -> 7;
        },
        address);
  }

  private long fetch() {
    long lower = translated(state.pc, 2, AccessKind.EXECUTE);
    Choices.Choice chosen = choice;
    if (chosen != null && chosen.packed != 0) {
      long upper = isLong(chosen.packed) ? upper() : lower;
      permitted.instruction(chosen.packed, lower, upper);
      return chosen.packed;
    }
    if (chosen != null && chosen.bits >= 0) {
      bits = chosen.bits;
      permitted.bits(bits, lower, (bits & 3) == 3 ? upper() : lower);
    } else {
      bits = halfword(state.pc, lower);
      bits |= (bits & 3) == 3 ? halfword(state.pc + 2, upper()) << 16 : 0;
    }
    long packed = decode((int) bits);
    if (packed == 0) {
      throw raise(2, bits);
    }
    return packed;
  }

  private static boolean isLong(long packed) {
    return PackedInstruction.length(packed) == 4;
  }

  private long upper() {
    return translated(state.pc + 2, 2, AccessKind.EXECUTE);
  }

  private long halfword(long address, long physical) {
    if (!bus().memory().contains(physical, 2)) {
      throw accessFault(address, AccessKind.EXECUTE);
    }
    return bus().memory().getShort(physical) & 0xffffL;
  }

  @Override
  public long instructionBits() {
    return bits;
  }

  @Override
  public void fenceI() {
    permitted.fencesInstructions();
  }

  @Override
  public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {
    permitted.fences(hasAddress != 0, address, hasAsid != 0, asid);
  }

  /** The way into a trap, as the evaluator has it. */
  private static final class ByEvaluator extends Altered {
    private static Evaluator of(Hart hart) {
      return ((ReplayedHart) hart).evaluator;
    }

    @Override
    public void takeTrap(Hart hart, long cause, long value, long interrupt) {
      of(hart).call(Traps.TAKE_TRAP, cause, value, interrupt);
    }
  }
}
