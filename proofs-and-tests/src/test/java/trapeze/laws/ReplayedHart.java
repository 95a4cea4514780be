package trapeze.laws;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;

/**
 * A reference hart that makes the choices that a virtual run made, provided that they are {@link
 * Permitted}.
 */
final class ReplayedHart extends ReferenceHart {
  private final Choices choices;
  private final Permitted permitted;
  private Choices.@Nullable Choice choice;

  ReplayedHart(Choices choices, HartState state, Bus bus, Clock clock) {
    super(state, bus, clock);
    this.choices = choices;
    this.permitted = new Permitted(bus.memory());
  }

  @Override
  void begins() {
    choice = choices.at(steps());
    if (choice != null) {
      choice.walks.forEach(each -> walk(each.address(), each.kind()));
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

  /** By the translation that was chosen, or by a walk. */
  @Override
  long physical(long address, AccessKind kind, long mode) {
    Choices.Choice chosen = choice;
    Long hit = chosen == null ? null : chosen.physical(address, kind);
    if (hit == null) {
      return super.physical(address, kind, mode);
    }
    checkChosen(address, kind, mode, hit);
    return hit;
  }

  private void checkChosen(long address, AccessKind kind, long mode, long physical) {
    long satp = state.get(Rv64State.SATP);
    if (mode != 3 && satp >>> 60 != AddressTranslation.BARE) {
      permitted.translation(
          satp,
          address,
          kind,
          physical,
          entry -> (call(AddressTranslation.PERMISSIONS, entry, mode) & bit(kind)) != 0);
    } else if (physical != address) {
      throw new Permitted.Refused("%x is %x without translation".formatted(address, physical));
    }
  }

  @Override
  long decoded(long lower) {
    Choices.Choice chosen = choice;
    if (chosen != null && chosen.packed != 0) {
      boolean isLong = PackedInstruction.length(chosen.packed) == 4;
      permitted.instruction(chosen.packed, lower, isLong ? upper() : lower);
      return chosen.packed;
    }
    if (chosen != null && chosen.bits >= 0) {
      permitted.bits(chosen.bits, lower, (chosen.bits & 3) == 3 ? upper() : lower);
      return decodedFrom(chosen.bits);
    }
    return super.decoded(lower);
  }

  @Override
  void overwrites(long physical, int bytes) {
    permitted.overwrites(physical, bytes);
  }

  @Override
  boolean fails(boolean isReserved) {
    Choices.Choice made = choice;
    Boolean chosen = made == null ? null : made.failed;
    boolean failed = chosen == null ? !isReserved : chosen;
    permitted.conditional(failed, isReserved);
    return failed;
  }

  @Override
  public void fenceI() {
    permitted.fencesInstructions();
  }

  @Override
  public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {
    permitted.fences(hasAddress != 0, address, hasAsid != 0, asid);
  }
}
