package trapeze.isa.ir;

import static trapeze.isa.ir.IllTyped.require;

import java.util.List;
import trapeze.isa.fp.FpOperation;

/**
 * A step of a definition, in order. A statement may raise a trap; what stands before it has then
 * happened, what stands behind it has not, so definitions assign registers last.
 */
public sealed interface Statement {

  /** Names a value. */
  record Let(Local local, Expression value) implements Statement {
    public Let {
      same("let " + local, local.width(), value);
    }
  }

  /** Assigns an integer register, 64 bits; an assignment to {@code x0} is lost. */
  record SetX(Operand register, Expression value) implements Statement {
    public SetX {
      require(register.isRegister(), "%s names no register", register);
      same("x(" + register + ")", 64, value);
    }
  }

  /** Assigns a floating-point register, 64 bits. */
  record SetF(Operand register, Expression value) implements Statement {
    public SetF {
      require(register.isRegister(), "%s names no register", register);
      same("f(" + register + ")", 64, value);
    }
  }

  /** Assigns a field of a state variable; its other bits stay. */
  record Set(Field field, Expression value) implements Statement {
    public Set {
      require(
          field.variable().kind() != StateVariable.Kind.CHOICE, "%s is fixed", field.variable());
      same(field.name(), field.width(), value);
    }
  }

  /** The next instruction is the one at this address; 64 bits. */
  record SetPc(Expression target) implements Statement {
    public SetPc {
      same("pc", 64, target);
    }
  }

  /** Either of two sequences. */
  record If(Expression condition, List<Statement> then, List<Statement> otherwise)
      implements Statement {
    public If {
      same("condition", 1, condition);
      then = List.copyOf(then);
      otherwise = List.copyOf(otherwise);
    }
  }

  /**
   * Raises an exception: nothing behind it happens, the instruction does not retire. With a
   * guest-page fault goes what the walk that found it left in {@code walk.guestPhysical} and {@code
   * walk.instruction}.
   */
  record Raise(Expression cause, Expression value) implements Statement {
    public Raise {
      same("cause", 6, cause);
      same("trap value", 64, value);
    }
  }

  /** Loads 1, 2, 4 or 8 bytes at a virtual address, zero-extended into a local of that width. */
  record Load(Local into, int bytes, Expression address) implements Statement {
    public Load {
      checkAccess(bytes, address);
      require(into.width() == 8 * bytes, "%d bytes into %d bits", bytes, into.width());
    }
  }

  /** Stores 1, 2, 4 or 8 bytes at a virtual address. */
  record Store(int bytes, Expression address, Expression value) implements Statement {
    public Store {
      checkAccess(bytes, address);
      same("store", 8 * bytes, value);
    }
  }

  /**
   * Loads 1, 2, 4 or 8 bytes as VS or VU would, by {@code hstatus.SPVP} (priv:hlsv).
   *
   * @param executable whether execute permission is asked for in place of read permission
   */
  record GuestLoad(Local into, int bytes, Expression address, boolean executable)
      implements Statement {
    public GuestLoad {
      checkAccess(bytes, address);
      require(into.width() == 8 * bytes, "%d bytes into %d bits", bytes, into.width());
    }
  }

  /** Stores 1, 2, 4 or 8 bytes as VS or VU would, by {@code hstatus.SPVP} (priv:hlsv). */
  record GuestStore(int bytes, Expression address, Expression value) implements Statement {
    public GuestStore {
      checkAccess(bytes, address);
      same("store", 8 * bytes, value);
    }
  }

  /** An atomic read-modify-write of 4 or 8 bytes at a naturally aligned virtual address. */
  record Atomic(
      Local old, AtomicOperator operator, int bytes, Expression address, Expression operand)
      implements Statement {
    public Atomic {
      checkAccess(bytes, address);
      require(bytes >= 4 && old.width() == 8 * bytes, "atomic of %d bytes", bytes);
      same("atomic", 8 * bytes, operand);
    }
  }

  /** Loads 4 or 8 bytes and reserves them. */
  record LoadReserved(Local into, int bytes, Expression address) implements Statement {
    public LoadReserved {
      checkAccess(bytes, address);
      require(bytes >= 4 && into.width() == 8 * bytes, "load-reserved of %d bytes", bytes);
    }
  }

  /** Stores 4 or 8 bytes if the reservation holds; the local is 0 if it did, else 1. */
  record StoreConditional(Local failed, int bytes, Expression address, Expression value)
      implements Statement {
    public StoreConditional {
      checkAccess(bytes, address);
      require(bytes >= 4 && failed.width() == 1, "store-conditional of %d bytes", bytes);
      same("store-conditional", 8 * bytes, value);
    }
  }

  /** Refuses the access to a CSR that does not exist, or not for this mode, with a trap. */
  record CheckCsr(Expression address, Expression writes) implements Statement {
    public CheckCsr {
      same("CSR address", 12, address);
      same("writes", 1, writes);
    }
  }

  /**
   * The value of a CSR; its access must have been checked. {@code toModify} asks for the value that
   * a read-modify-write starts from, which for {@code mip} is not what a read shows (priv:mip).
   */
  record ReadCsr(Local into, Expression address, boolean toModify) implements Statement {
    public ReadCsr {
      same("CSR address", 12, address);
      require(into.width() == 64, "a CSR into %d bits", into.width());
    }
  }

  /** Writes a CSR, as far as its fields let themselves be written. */
  record WriteCsr(Expression address, Expression value) implements Statement {
    public WriteCsr {
      same("CSR address", 12, address);
      same("CSR value", 64, value);
    }
  }

  /**
   * A floating-point operation on raw bit patterns (singles unboxed, in 64 bits); the exception
   * flags it raises are or-ed into {@code flags}.
   */
  record FloatingPoint(
      Local result,
      FpOperation operation,
      Expression roundingMode,
      List<Expression> arguments,
      Field flags)
      implements Statement {
    public FloatingPoint {
      arguments = List.copyOf(arguments);
      same("rounding mode", 3, roundingMode);
      require(result.width() == 64, "a floating-point result of %d bits", result.width());
      require(
          flags.low() == 0 && flags.variable().width() == 5, "%s cannot take five flags", flags);
      require(
          arguments.size() == operation.operands(),
          "%s takes %d values",
          operation,
          operation.operands());
      for (Expression argument : arguments) {
        same(operation.name(), 64, argument);
      }
    }
  }

  /**
   * Reads a unit of physical memory, past every translation; {@code accepted} is 0 where there is
   * no such memory. On RV64 the unit is 8 bytes (a page-table entry), on a machine that addresses
   * words it is a word, zero-extended.
   */
  record ReadPhysical(Local into, Local accepted, Expression address) implements Statement {
    public ReadPhysical {
      same("physical address", 64, address);
      require(into.width() == 64 && accepted.width() == 1, "a page-table entry is 64 bits");
    }
  }

  /** Whether there is a unit of physical memory, which is not read; see {@link ReadPhysical}. */
  record HasPhysical(Local present, Expression address) implements Statement {
    public HasPhysical {
      same("physical address", 64, address);
      require(present.width() == 1, "present or not is one bit");
    }
  }

  /** Replaces 8 bytes of physical memory if they are still as expected; atomic. */
  record ReplacePhysical(Local replaced, Expression address, Expression expected, Expression value)
      implements Statement {
    public ReplacePhysical {
      same("physical address", 64, address);
      same("expected", 64, expected);
      same("value", 64, value);
      require(replaced.width() == 1, "replaced or not is one bit");
    }
  }

  /** Writes a unit of physical memory that is there; see {@link ReadPhysical}. */
  record WritePhysical(Expression address, Expression value) implements Statement {
    public WritePhysical {
      same("physical address", 64, address);
      same("value", 64, value);
    }
  }

  /** Acts on the hart's surroundings. */
  record Cause(Effect effect, List<Expression> arguments) implements Statement {
    public Cause {
      arguments = List.copyOf(arguments);
      require(arguments.size() == effect.arguments(), "%s takes other arguments", effect);
      for (Expression argument : arguments) {
        same(effect.name(), 64, argument);
      }
    }
  }

  /** Runs a routine for what it does. */
  record Perform(Routine routine, List<Expression> arguments) implements Statement {
    public Perform {
      arguments = List.copyOf(arguments);
      Expression.checkArguments(routine, arguments);
    }
  }

  /** Ends the routine with its result. */
  record Return(Expression value) implements Statement {}

  /** Whether no path runs past the end of these statements. */
  static boolean alwaysLeaves(List<Statement> body) {
    if (body.isEmpty()) {
      return false;
    }
    return switch (body.getLast()) {
      case Return _, Raise _ -> true;
      case If branch -> alwaysLeaves(branch.then()) && alwaysLeaves(branch.otherwise());
      default -> false;
    };
  }

  /** Refuses a result of another width than the routine's. */
  static void checkReturns(String routine, List<Statement> body, int width) {
    for (Statement statement : body) {
      if (statement instanceof Return(Expression value)) {
        same("result of " + routine, width, value);
      } else if (statement instanceof If(Expression _, List<Statement> then, var otherwise)) {
        checkReturns(routine, then, width);
        checkReturns(routine, otherwise, width);
      }
    }
  }

  private static void checkAccess(int bytes, Expression address) {
    require(bytes == 1 || bytes == 2 || bytes == 4 || bytes == 8, "an access of %d bytes", bytes);
    same("address", 64, address);
  }

  private static void same(String what, int width, Expression value) {
    require(value.width() == width, "%s: %d bits, not %d", what, width, value.width());
  }
}
