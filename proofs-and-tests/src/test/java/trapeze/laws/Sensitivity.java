package trapeze.laws;

import java.util.HashMap;
import java.util.Map;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;

/**
 * Which instruction instances are illegal in U on the real machine as it is set up for a guest, by
 * the reference evaluator's word: these are what the monitor must emulate.
 */
final class Sensitivity {
  private static final int ILLEGAL_INSTRUCTION = 2;

  private final Map<Long, Boolean> verdicts = new HashMap<>();

  /** Whether an instruction is illegal there, for a guest in this state. */
  boolean isIllegal(long packed, HartState guest) {
    if (packed == 0) {
      return true;
    }
    long floating = guest.get(Rv64State.MSTATUS) & Rv64State.FS.mask();
    boolean zeroes = mayZeroBlocks(guest);
    long configuration = floating | guest.get(Rv64State.FRM) | (zeroes ? 1L << 40 : 0);
    return verdicts.computeIfAbsent(
        packed * 0x9e37_79b9_7f4a_7c15L ^ configuration,
        _ -> isIllegal(packed, floating, guest.get(Rv64State.FRM), zeroes));
  }

  /** Zeroing cache blocks is the one thing that the environment's configuration lends to U. */
  private static boolean mayZeroBlocks(HartState guest) {
    long bit = Rv64State.MENVCFG_CBZE.mask();
    long mode = guest.get(Rv64State.MODE);
    boolean byMachine = (guest.get(Rv64State.MENVCFG) & bit) != 0;
    boolean bySupervisor = (guest.get(Rv64State.SENVCFG) & bit) != 0;
    return mode == 3 || byMachine && (mode == 1 || bySupervisor);
  }

  private static boolean isIllegal(long packed, long floating, long rounding, boolean zeroes) {
    HartState user = new HartState(Rv64State.SPACE);
    user.set(Rv64State.MSTATUS, floating);
    user.set(Rv64State.FRM, rounding);
    user.set(Rv64State.HAS_TIME, 1);
    user.set(Rv64State.HAS_SSTC, 1);
    user.set(Rv64State.PMPCFG0, 0x1f);
    user.set(Rv64State.pmpaddr(0), -1);
    user.set(Rv64State.MENVCFG, Rv64State.MENVCFG_CBZE.mask());
    user.set(Rv64State.SENVCFG, zeroes ? Rv64State.MENVCFG_CBZE.mask() : 0);
    try {
      new Evaluator(Rv64.SET, user, new Nowhere()).execute(packed);
      return false;
    } catch (TrapSignal raised) {
      return raised.cause() == ILLEGAL_INSTRUCTION;
    }
  }

  /** Surroundings in which every access succeeds. */
  static final class Nowhere implements Environment {
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
