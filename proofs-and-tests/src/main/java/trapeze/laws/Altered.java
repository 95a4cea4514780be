package trapeze.laws;

import java.util.function.LongSupplier;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.engine.Definitions;
import trapeze.machine.engine.Engine;

/** RV64's definitions, of which a subclass changes one answer. */
public class Altered implements Definitions {
  private final Definitions usual = Engine.rv64().definitions();

  /** The engine with these definitions in place of its own. */
  public final Engine engine() {
    return new Engine(Rv64.SET, Engine.rv64().decoder(), this);
  }

  /** The mnemonic of a decoded instruction. */
  public static String name(long packed) {
    return Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1).name();
  }

  /** The control register that an instruction accesses, or -1. */
  public static int csr(long packed) {
    return name(packed).startsWith("csrr") ? (int) operand(packed, Operand.CSR) : -1;
  }

  /** What an instruction for control registers writes, sets or clears. */
  public static long source(Hart hart, long packed) {
    return name(packed).endsWith("i")
        ? operand(packed, Operand.ZIMM)
        : hart.state.x[(int) operand(packed, Operand.RS1)];
  }

  /** Whether an instruction for control registers only reads: rs1 is x0, or the immediate 0. */
  public static boolean isOnlyRead(long packed) {
    return name(packed).charAt(4) != 'w' && operand(packed, Operand.RS1) == 0;
  }

  /** An operand's value, zero-extended. */
  public static long operand(long packed, Operand operand) {
    return PackedInstruction.operand(packed, operand);
  }

  /** Sets the destination of an instruction. */
  public static void result(Hart hart, long packed, long value) {
    hart.state.x[(int) operand(packed, Operand.RD)] = value;
  }

  /** The destination of an instruction. */
  public static long result(Hart hart, long packed) {
    return hart.state.x[(int) operand(packed, Operand.RD)];
  }

  public static long mode(Hart hart) {
    return hart.state.get(Rv64State.MODE);
  }

  /** A field's value. */
  public static long get(Hart hart, Field field) {
    return (hart.state.get(field.variable()) & field.mask()) >>> field.low();
  }

  /** Sets a field. */
  public static void set(Hart hart, Field field, long value) {
    long others = hart.state.get(field.variable()) & ~field.mask();
    hart.state.set(field.variable(), others | value << field.low() & field.mask());
  }

  /** Does something while a variable holds another value, which is taken back if it is left. */
  public static long with(Hart hart, StateVariable variable, long value, LongSupplier action) {
    long before = hart.state.get(variable);
    hart.state.set(variable, value);
    long meanwhile = hart.state.get(variable);
    try {
      return action.getAsLong();
    } finally {
      if (hart.state.get(variable) == meanwhile) {
        hart.state.set(variable, before);
      }
    }
  }

  /** The same for one field; what else of its variable is changed meanwhile stays changed. */
  public static long with(Hart hart, Field field, long value, LongSupplier action) {
    long before = get(hart, field);
    set(hart, field, value);
    try {
      return action.getAsLong();
    } finally {
      if (get(hart, field) == value) {
        set(hart, field, before);
      }
    }
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
  public void takeTrap(
      Hart hart,
      long cause,
      long value,
      long interrupt,
      long guestPhysical,
      long instruction,
      long guestVirtual) {
    usual.takeTrap(hart, cause, value, interrupt, guestPhysical, instruction, guestVirtual);
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
  public long bothStagesPermissions(Hart hart, long mode) {
    return usual.bothStagesPermissions(hart, mode);
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
  public long contextGuestTables(Hart hart) {
    return usual.contextGuestTables(hart);
  }

  @Override
  public long translateGuestPhysical(Hart hart, long address, long kind, long implicit) {
    return usual.translateGuestPhysical(hart, address, kind, implicit);
  }

  @Override
  public long assistedMachineStatus(Hart hart) {
    return usual.assistedMachineStatus(hart);
  }

  @Override
  public long savedGuestPending(Hart hart, long real) {
    return usual.savedGuestPending(hart, real);
  }

  @Override
  public void takenByHypervisor(Hart hart) {
    usual.takenByHypervisor(hart);
  }

  @Override
  public long savedGuestStatus(Hart hart, long real) {
    return usual.savedGuestStatus(hart, real);
  }

  @Override
  public long isAssisted(Hart hart) {
    return usual.isAssisted(hart);
  }

  @Override
  public long assistedStatus(Hart hart) {
    return usual.assistedStatus(hart);
  }

  @Override
  public long assistedControl(Hart hart, long trapsPaging) {
    return usual.assistedControl(hart, trapsPaging);
  }

  @Override
  public long assistedExceptions(Hart hart, long withheld) {
    return usual.assistedExceptions(hart, withheld);
  }

  @Override
  public long assistedInterrupts(Hart hart) {
    return usual.assistedInterrupts(hart);
  }

  @Override
  public long assistedPending(Hart hart) {
    return usual.assistedPending(hart);
  }

  @Override
  public long assistedEnabled(Hart hart) {
    return usual.assistedEnabled(hart);
  }

  @Override
  public long assistedEnvironment(Hart hart) {
    return usual.assistedEnvironment(hart);
  }

  @Override
  public long lentStateEnable(Hart hart) {
    return usual.lentStateEnable(hart);
  }

  @Override
  public long savedAssistedStatus(Hart hart, long real) {
    return usual.savedAssistedStatus(hart, real);
  }

  @Override
  public long savedAssistedEnabled(Hart hart, long real) {
    return usual.savedAssistedEnabled(hart, real);
  }

  @Override
  public long savedAssistedPending(Hart hart, long real) {
    return usual.savedAssistedPending(hart, real);
  }

  @Override
  public long runsInSupervisor(Hart hart) {
    return usual.runsInSupervisor(hart);
  }

  @Override
  public long supervisorStatus(Hart hart, long real) {
    return usual.supervisorStatus(hart, real);
  }

  @Override
  public long savedSupervisorStatus(Hart hart, long real) {
    return usual.savedSupervisorStatus(hart, real);
  }

  @Override
  public long supervisorEnvironment(Hart hart) {
    return usual.supervisorEnvironment(hart);
  }

  @Override
  public long supervisorExceptions(Hart hart) {
    return usual.supervisorExceptions(hart);
  }

  @Override
  public long supervisorEnabled(Hart hart) {
    return usual.supervisorEnabled(hart);
  }

  @Override
  public long savedSupervisorEnabled(Hart hart, long real) {
    return usual.savedSupervisorEnabled(hart, real);
  }

  @Override
  public long supervisorPending(Hart hart) {
    return usual.supervisorPending(hart);
  }

  @Override
  public long savedSupervisorPending(Hart hart, long real) {
    return usual.savedSupervisorPending(hart, real);
  }

  @Override
  public long supervisorOptions(Hart hart) {
    return usual.supervisorOptions(hart);
  }

  @Override
  public long supervisorPermissions(Hart hart, long leaf) {
    return usual.supervisorPermissions(hart, leaf);
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
