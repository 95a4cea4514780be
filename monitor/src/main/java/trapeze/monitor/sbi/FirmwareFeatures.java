package trapeze.monitor.sbi;

import java.util.Arrays;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Implementation;

/** What a kernel may switch on or off below itself, hart by hart (SBI 3.0, chapter 18). */
final class FirmwareFeatures {
  private static final int MISALIGNED_DELEGATION = 0;
  private static final int AD_UPDATING = 4;
  private static final int LAST_DEFINED = 5;
  private static final long LOCK = 1;

  private static final int MENVCFG = Rv64.SET.csr("menvcfg").address();
  private static final long ADUE = Rv64State.MENVCFG_ADUE.mask();

  /** What one hart was told; used where the hart is run. */
  private static final class Told {
    private boolean delegatesMisaligned = true;
    private final boolean[] locked = new boolean[LAST_DEFINED + 1];
  }

  private final Implementation implementation;
  private final Told[] told;

  FirmwareFeatures(Implementation implementation, int harts) {
    this.implementation = implementation;
    this.told = new Told[harts];
    Arrays.setAll(told, hart -> new Told());
  }

  /** Gives a hart's features the values and the freedom that they have at its reset. */
  void reset(Hart hart) {
    told[id(hart)] = new Told();
    updateAd(hart, false);
  }

  Reply call(Hart hart, int function, long feature, long value, long flags) {
    return switch (function) {
      case 0 -> set(hart, (int) feature, value, flags);
      case 1 -> get(hart, (int) feature);
      default -> Reply.NOT_SUPPORTED;
    };
  }

  private Reply get(Hart hart, int feature) {
    if (isReserved(feature)) {
      return Reply.DENIED;
    }
    if (!isSupported(feature)) {
      return Reply.NOT_SUPPORTED;
    }
    boolean on =
        feature == AD_UPDATING
            ? (hart.state.get(Rv64State.MENVCFG) & ADUE) != 0
            : told[id(hart)].delegatesMisaligned;
    return Reply.of(on ? 1 : 0);
  }

  private Reply set(Hart hart, int feature, long value, long flags) {
    if (isReserved(feature)) {
      return Reply.DENIED;
    }
    if (!isSupported(feature)) {
      return Reply.NOT_SUPPORTED;
    }
    if ((value & ~1L) != 0 || (flags & ~LOCK) != 0) {
      return Reply.INVALID;
    }
    Told own = told[id(hart)];
    if (own.locked[feature]) {
      return new Reply(SbiError.DENIED_LOCKED, 0);
    }
    if (feature == AD_UPDATING) {
      updateAd(hart, value != 0);
    } else {
      own.delegatesMisaligned = value != 0;
    }
    own.locked[feature] = flags == LOCK;
    return Reply.DONE;
  }

  private static void updateAd(Hart hart, boolean on) {
    long environment = hart.state.get(Rv64State.MENVCFG);
    hart.writeCsr(MENVCFG, on ? environment | ADUE : environment & ~ADUE);
  }

  /** Not one of those that are defined; no features of the platform's own exist. */
  private static boolean isReserved(int feature) {
    return feature < 0 || feature > LAST_DEFINED;
  }

  /**
   * Where misaligned loads and stores do not trap, whether their trap is delegated is for nobody to
   * see; where they do, firmware that keeps them would have to carry them out.
   */
  private boolean isSupported(int feature) {
    return switch (feature) {
      case MISALIGNED_DELEGATION -> implementation.misaligned();
      case AD_UPDATING -> implementation.svadu();
      default -> false;
    };
  }

  private static int id(Hart hart) {
    return (int) hart.state.get(Rv64State.HART_ID);
  }
}
