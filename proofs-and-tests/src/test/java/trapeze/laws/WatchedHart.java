package trapeze.laws;

import trapeze.isa.ir.AccessKind;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;

/**
 * A bare hart that tells which addresses it translates, and which fences it carries out. It caches
 * no translation, if it has an observer; then every access is told.
 */
final class WatchedHart extends Hart {
  private static final Engine TELLING = new Telling().engine();

  /** Who is told. */
  interface Watcher {
    /** An address has been translated; what was found is in the hart's {@code walk.} variables. */
    void translated(long address, AccessKind kind, int mode, int outcome);

    /** A fence of address translation. */
    void fenced(boolean hasAddress, long address, boolean hasAsid, long asid);

    /** Nobody. */
    Watcher NOBODY =
        new Watcher() {
          @Override
          public void translated(long address, AccessKind kind, int mode, int outcome) {}

          @Override
          public void fenced(boolean hasAddress, long address, boolean hasAsid, long asid) {}
        };
  }

  private Watcher watcher = Watcher.NOBODY;

  WatchedHart(HartState state, Bus bus, Clock clock) {
    super(TELLING, state, bus, clock);
  }

  void tell(Watcher newWatcher) {
    watcher = newWatcher;
  }

  @Override
  public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {
    super.fenceAddressTranslation(hasAddress, address, hasAsid, asid);
    watcher.fenced(hasAddress != 0, address, hasAsid != 0, asid);
  }

  private static final class Telling extends Altered {
    @Override
    public long translate(Hart hart, long address, long kind, long mode) {
      long outcome = super.translate(hart, address, kind, mode);
      AccessKind of = AccessKind.values()[(int) kind];
      ((WatchedHart) hart).watcher.translated(address, of, (int) mode, (int) outcome);
      return outcome;
    }
  }
}
