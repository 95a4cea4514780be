package trapeze.laws;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.engine.AccessObserver;
import trapeze.machine.engine.Tracer;

/**
 * What a bare run lets one expect of the same run under the monitor: which instruction instances
 * are sensitive, by the reference evaluator's word on what they do in U on the real machine as it
 * is set up for this guest; which are executed while loads and stores act in another mode; and the
 * guest's own exceptions.
 */
final class Prediction implements Tracer, AccessObserver {
  private static final int ILLEGAL_INSTRUCTION = 2;

  private final Hart bare;
  private final Map<String, Long> sensitive = new TreeMap<>();
  private final Map<Integer, Long> exceptions = new HashMap<>();
  private final Map<Long, Boolean> verdicts = new HashMap<>();
  private long hybrid;
  private long devices;
  private boolean touchesDevice;
  private boolean isProtected;
  private HartState before;

  /** Watches a bare hart from now on. */
  Prediction(Hart bare) {
    this.bare = bare;
    this.before = bare.state.copy();
    bare.trace(this);
    bare.observe(this);
  }

  /** Instances that trap on the real hart and are emulated, by mnemonic. */
  Map<String, Long> sensitive() {
    return sensitive;
  }

  /** Instructions that no real mode can execute, for MPRV is in force. */
  long hybrid() {
    return hybrid;
  }

  /** The guest's own exceptions outside of that, of one cause. */
  long exceptions(int cause) {
    return exceptions.getOrDefault(cause, 0L);
  }

  /** Instructions outside of that which reached a device. */
  long devices() {
    return devices;
  }

  /**
   * Whether protection was ever other than it is at the start: it may then be finer than a page.
   */
  boolean isProtected() {
    return isProtected;
  }

  @Override
  public void accesses(long address, int bytes, AccessKind kind, boolean walk) {
    touchesDevice |= !walk && !bare.bus().memory().contains(address, bytes);
  }

  @Override
  public void retired(long pc, long packed) {
    if (isHybrid()) {
      hybrid++;
    } else if (touchesDevice) {
      devices++;
    } else if (isSensitive(packed)) {
      sensitive.merge(Altered.name(packed), 1L, Long::sum);
    }
    next();
  }

  private void next() {
    touchesDevice = false;
    before = bare.state.copy();
    isProtected |= before.get(Rv64State.PMPCFG0) != 0;
    isProtected |= before.get(Rv64State.PMPCFG2) != Program.OPEN;
  }

  @Override
  public void trapped(long pc, Trap trap) {
    if (!trap.interrupt() && !isHybrid()) {
      exceptions.merge(trap.cause(), 1L, Long::sum);
    }
    next();
  }

  private boolean isHybrid() {
    boolean modified = (before.get(Rv64State.MSTATUS) & Rv64State.MPRV.mask()) != 0;
    long previous = Rv64State.MPP.mask() & before.get(Rv64State.MSTATUS);
    return modified && before.get(Rv64State.MODE) == 3 && previous != Rv64State.MPP.mask();
  }

  private boolean isSensitive(long packed) {
    long floating = before.get(Rv64State.MSTATUS) & Rv64State.FS.mask();
    long configuration = floating | before.get(Rv64State.FRM) | (mayZeroBlocks() ? 1L << 40 : 0);
    return verdicts.computeIfAbsent(
        packed * 0x9e37_79b9_7f4a_7c15L ^ configuration, _ -> trapsInUserMode(packed, floating));
  }

  /** Zeroing cache blocks is the one thing that the environment's configuration lends to U. */
  private boolean mayZeroBlocks() {
    long bit = Rv64State.MENVCFG_CBZE.mask();
    long mode = before.get(Rv64State.MODE);
    boolean byMachine = (before.get(Rv64State.MENVCFG) & bit) != 0;
    boolean bySupervisor = (before.get(Rv64State.SENVCFG) & bit) != 0;
    return mode == 3 || byMachine && (mode == 1 || bySupervisor);
  }

  private boolean trapsInUserMode(long packed, long floating) {
    HartState user = new HartState(Rv64State.SPACE);
    user.set(Rv64State.MSTATUS, floating);
    user.set(Rv64State.FRM, before.get(Rv64State.FRM));
    user.set(Rv64State.HAS_TIME, 1);
    user.set(Rv64State.HAS_SSTC, 1);
    user.set(Rv64State.PMPCFG0, 0x1f);
    user.set(Rv64State.pmpaddr(0), -1);
    user.set(Rv64State.MENVCFG, Rv64State.MENVCFG_CBZE.mask());
    user.set(Rv64State.SENVCFG, mayZeroBlocks() ? Rv64State.MENVCFG_CBZE.mask() : 0);
    try {
      new Evaluator(Rv64.SET, user, new Nowhere()).execute(packed);
      return false;
    } catch (TrapSignal raised) {
      return raised.cause() == ILLEGAL_INSTRUCTION;
    }
  }

  /** Surroundings in which every access succeeds. */
  private static final class Nowhere implements Environment {
    @Override
    public long load(long address, int bytes) {
      return 0;
    }

    @Override
    public void store(long address, int bytes, long value) {}

    @Override
    public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
      return 0;
    }

    @Override
    public long loadReserved(long address, int bytes) {
      return 0;
    }

    @Override
    public long storeConditional(long address, int bytes, long value) {
      return 0;
    }

    @Override
    public boolean hasPhysical(long address) {
      return true;
    }

    @Override
    public long readPhysical(long address) {
      return 0;
    }

    @Override
    public void writePhysical(long address, long value) {}

    @Override
    public boolean replacePhysical(long address, long expected, long value) {
      return true;
    }

    @Override
    public long input(Input input) {
      return 0;
    }

    @Override
    public long instructionBits() {
      return 0;
    }

    @Override
    public void effect(Effect effect, long... arguments) {}
  }
}
