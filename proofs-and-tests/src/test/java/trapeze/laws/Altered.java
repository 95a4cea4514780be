package trapeze.laws;

import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;
import trapeze.machine.engine.Engine;

/** RV64's definitions, of which a subclass changes one answer. */
class Altered implements Definitions {
  private final Definitions usual = Engine.rv64().definitions();

  /** The engine with these definitions in place of its own. */
  final Engine engine() {
    return new Engine(Rv64.SET, Engine.rv64().decoder(), this);
  }

  /** The mnemonic of a decoded instruction. */
  static String name(long packed) {
    return Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1).name();
  }

  @Override
  public void run(Hart hart) {
    usual.run(hart);
  }

  @Override
  public long execute(Hart hart, long packed, long pc) {
    return usual.execute(hart, packed, pc);
  }

  @Override
  public void takeTrap(Hart hart, long cause, long value, long interrupt) {
    usual.takeTrap(hart, cause, value, interrupt);
  }

  @Override
  public long isDelegated(Hart hart, long cause, long interrupt) {
    return usual.isDelegated(hart, cause, interrupt);
  }

  @Override
  public long interruptToTake(Hart hart) {
    return usual.interruptToTake(hart);
  }

  @Override
  public long wakeUp(Hart hart) {
    return usual.wakeUp(hart);
  }

  @Override
  public long dataMode(Hart hart) {
    return usual.dataMode(hart);
  }

  @Override
  public long translate(Hart hart, long address, long kind, long mode) {
    return usual.translate(hart, address, kind, mode);
  }

  @Override
  public long permissions(Hart hart, long leaf, long mode) {
    return usual.permissions(hart, leaf, mode);
  }

  @Override
  public long protection(Hart hart, long address, long bytes, long mode) {
    return usual.protection(hart, address, bytes, mode);
  }

  @Override
  public long projectedStatus(Hart hart, long real) {
    return usual.projectedStatus(hart, real);
  }

  @Override
  public long projectedEnvironment(Hart hart) {
    return usual.projectedEnvironment(hart);
  }

  @Override
  public long lendsFloatingPoint(Hart hart) {
    return usual.lendsFloatingPoint(hart);
  }

  @Override
  public long returnsFloatingPoint(Hart hart, long real) {
    return usual.returnsFloatingPoint(hart, real);
  }

  @Override
  public long savedStatus(Hart hart, long real) {
    return usual.savedStatus(hart, real);
  }

  @Override
  public long contextSatp(Hart hart) {
    return usual.contextSatp(hart);
  }

  @Override
  public long contextOptions(Hart hart) {
    return usual.contextOptions(hart);
  }

  @Override
  public void checkCsr(Hart hart, long address, long writes) {
    usual.checkCsr(hart, address, writes);
  }

  @Override
  public long readCsr(Hart hart, long address) {
    return usual.readCsr(hart, address);
  }

  @Override
  public void writeCsr(Hart hart, long address, long value) {
    usual.writeCsr(hart, address, value);
  }
}
