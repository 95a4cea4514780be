package trapeze.laws;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.engine.Definitions;
import trapeze.shadow.Policy;

/**
 * What a bare run lets one expect of a hardware-assisted one. In S and U the real hart leaves the
 * guest for what is sensitive in VS and VU, for pages that G-stage does not have yet, of the
 * guest's tables too, and for exceptions that the guest does not delegate; the others, and
 * interrupts that become pending meanwhile, it gives the guest by itself. In M it is as {@link
 * Prediction} has it.
 */
final class AssistedPrediction extends DelegatingPrediction {
  /** A read, or a setting of A or D, of the guest's tables in the course of a walk. */
  private record Walked(long guestPhysical, AccessKind kind) {}

  private final GuestStageModel memory = new GuestStageModel(Layout.BASE, Layout.SIZE);
  private final Map<ShadowModel.Access, List<Walked>> walks = new IdentityHashMap<>();
  private List<Walked> walking = new ArrayList<>();

  AssistedPrediction(Guest guest, Policy policy, long slice) {
    super(guest, policy, slice);
  }

  @Override
  public void accesses(long address, int bytes, AccessKind kind, boolean walk) {
    super.accesses(address, bytes, kind, walk);
    if (walk) {
      walking.add(new Walked(address, kind));
    }
  }

  @Override
  public void translated(long address, AccessKind kind, int mode, int outcome) {
    super.translated(address, kind, mode, outcome);
    walks.put(accesses.getLast(), walking);
    walking = new ArrayList<>();
  }

  @Override
  void next() {
    super.next();
    walks.clear();
    walking.clear();
  }

  @Override
  void protectionChanged() {
    super.protectionChanged();
    memory.clear();
  }

  @Override
  End attempt(long packed, int cause) {
    if (!isDirect()) {
      return super.attempt(packed, cause);
    }
    boolean ofBlock = packed != 0 && Altered.name(packed).startsWith("cbo");
    int next = 0;
    while (next < accesses.size() && accesses.get(next).kind() == AccessKind.EXECUTE) {
      End end = guestAccess(accesses.get(next++), false);
      if (end != End.DIRECT) {
        return end;
      }
    }
    boolean unfetched = next > 0 && !accesses.get(next - 1).isTranslated();
    int refused = unfetched ? AssistedSensitivity.NONE : refusal(packed, cause);
    if (refused == ExceptionCause.VIRTUAL_INSTRUCTION.code()) {
      exits[refused]++;
      return cause < 0 ? End.EMULATED : End.REFLECTED;
    }
    while (refused < 0 && next < accesses.size()) {
      End end = guestAccess(accesses.get(next++), ofBlock);
      if (end != End.DIRECT) {
        return end;
      }
    }
    if (ofBlock && cause == ExceptionCause.STORE_ACCESS_FAULT.code()) {
      // The walk of a block's address is the definition's own and not seen here; what the guest's
      // machine refuses behind it, the second stage has no page for.
      exits[ExceptionCause.STORE_GUEST_PAGE_FAULT.code()]++;
      return End.REFLECTED;
    }
    return cause < 0 ? End.DIRECT : exception(cause);
  }

  private int refusal(long packed, int cause) {
    if (cause >= 0 && cause != ExceptionCause.ILLEGAL_INSTRUCTION.code() && packed == 0) {
      return AssistedSensitivity.NONE;
    }
    return AssistedSensitivity.cause(packed, before);
  }

  /** An exit unless it goes to the guest's S, where calls from S never go. */
  @Override
  End exception(int cause) {
    if (!isDirect()) {
      return super.exception(cause);
    }
    boolean callsMachine = cause == ExceptionCause.ECALL_FROM_S.code();
    if (!callsMachine && (before.get(Rv64State.MEDELEG) >>> cause & 1) != 0) {
      delegates();
      return End.REFLECTED;
    }
    exits[callsMachine ? ExceptionCause.ECALL_FROM_VS.code() : cause]++;
    return End.REFLECTED;
  }

  /**
   * One access, its walk first; a fault is of the kind of the access, a cache block's a store's.
   */
  private End guestAccess(ShadowModel.Access access, boolean ofBlock) {
    AccessKind told =
        ofBlock && access.kind() == AccessKind.READ ? AccessKind.WRITE : access.kind();
    for (Walked each : walks.getOrDefault(access, List.of())) {
      if (!has(each.guestPhysical(), each.kind(), told)) {
        return End.INTERPRETED;
      }
    }
    int outcome = access.outcome();
    if (!access.isTranslated()) {
      // An access fault is of the walk: the second stage has no such page.
      if (outcome == 1 || outcome == 5 || outcome == 7) {
        exits[guestPageFault(told)]++;
        return End.REFLECTED;
      }
      return exception(ofBlock ? ExceptionCause.STORE_PAGE_FAULT.code() : outcome);
    }
    if (has(access.physical(), access.kind(), told)) {
      return End.DIRECT;
    }
    toDevice = bare.bus().deviceAt(access.physical()) != null;
    return End.INTERPRETED;
  }

  /** Whether an access to the guest's memory comes about, be it behind an exit. */
  private boolean has(long guestPhysical, AccessKind kind, AccessKind told) {
    if (memory.allows(guestPhysical, kind)) {
      return true;
    }
    exits[guestPageFault(told)]++;
    Definitions definitions = bare.engine().definitions();
    return memory.fill(
        guestPhysical, kind, (block, bytes) -> definitions.protection(bare, block, bytes, 1));
  }

  private static int guestPageFault(AccessKind kind) {
    return switch (kind) {
      case EXECUTE -> ExceptionCause.INSTRUCTION_GUEST_PAGE_FAULT.code();
      case WRITE -> ExceptionCause.STORE_GUEST_PAGE_FAULT.code();
      default -> ExceptionCause.LOAD_GUEST_PAGE_FAULT.code();
    };
  }
}
