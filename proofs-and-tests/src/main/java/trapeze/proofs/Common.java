package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.Encoding;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;

/**
 * What is the same on every machine that executes an instruction: its bits and its operands, the
 * general registers they name, the pc, and what surroundings answer to the same question.
 *
 * <p>The operands are read from the bits of the 32-bit form, so that each has only values that can
 * be encoded. A 16-bit form is its 32-bit form with another length and other bits.
 */
final class Common implements Leaves {
  private final Context context;
  private final Operations operations;
  private final Instance instance;
  private final Instruction instruction;
  private final boolean mayBeCompressed;
  private final BitVecExpr encoded;
  private final Map<Operand, BitVecExpr> x = new EnumMap<>(Operand.class);
  private final Map<Operand, BitVecExpr> f = new EnumMap<>(Operand.class);
  private final Map<Local, BitVecExpr> answers = new IdentityHashMap<>();

  Common(Solving solving, Instance instance, Instruction instruction, boolean mayBeCompressed) {
    this.instance = instance;
    this.context = solving.context();
    this.operations = solving.operations();
    this.instruction = instruction;
    this.mayBeCompressed = mayBeCompressed;
    this.encoded = context.mkBVConst("instruction", 32);
  }

  /** The 32-bit form, as a term. */
  BitVecExpr encoded() {
    return encoded;
  }

  @Override
  public BitVecExpr of(Expression leaf) {
    return switch (leaf) {
      case Expression.OperandValue(Operand operand) -> operand(operand);
      case Expression.ReadX(Operand register) ->
          x.computeIfAbsent(register, r -> context.mkBVConst("x." + r, 64));
      case Expression.ReadF(Operand register) ->
          f.computeIfAbsent(register, r -> context.mkBVConst("f." + r, 64));
      case Expression.Pc _ -> context.mkBVConst("pc", 64);
      case Expression.InstructionLength _ -> length();
      case Expression.InstructionBits _ -> bits();
      case Expression.Reference(Local local) ->
          answers.computeIfAbsent(
              local,
              l -> context.mkBVConst("answer%d.%s".formatted(answers.size(), l.name()), l.width()));
      default -> throw new IllegalArgumentException("every machine has its own " + leaf);
    };
  }

  private BitVecExpr length() {
    return mayBeCompressed ? context.mkBVConst("length", 64) : operations.constant(4, 64);
  }

  private BitVecExpr bits() {
    BitVecExpr wide = context.mkZeroExt(32, encoded);
    if (!mayBeCompressed) {
      return wide;
    }
    BitVecExpr narrow = context.mkZeroExt(48, context.mkBVConst("compressed", 16));
    return (BitVecExpr) context.mkITE(isWhole(), wide, narrow);
  }

  private BoolExpr isWhole() {
    return context.mkEq(length(), operations.constant(4, 64));
  }

  private BitVecExpr operand(Operand operand) {
    BitVecExpr value = null;
    int width = 0;
    for (int bit = 0; bit < operand.width(); bit++) {
      BitVecExpr next = bitOf(operand, bit);
      if (next == null) {
        break;
      }
      value = value == null ? next : context.mkConcat(next, value);
      width++;
    }
    if (value == null) {
      return operations.constant(0, operand.width());
    }
    int missing = operand.width() - width;
    boolean signed = operand == Operand.IMM && !instruction.encoding().unsignedImmediate();
    return signed ? context.mkSignExt(missing, value) : context.mkZeroExt(missing, value);
  }

  /** One bit of an operand; zero below the lowest that is encoded, null above the highest. */
  private @org.jspecify.annotations.Nullable BitVecExpr bitOf(Operand operand, int bit) {
    boolean above = true;
    for (Encoding.Piece piece : instruction.encoding().pieces()) {
      if (piece.operand() == operand) {
        if (bit >= piece.low() && bit <= piece.high()) {
          int at = piece.at() + bit - piece.low();
          return context.mkExtract(at, at, encoded);
        }
        above &= bit > piece.high();
      }
    }
    return above ? null : context.mkBV(0, 1);
  }

  /** What holds of every instruction that is decoded as this one. */
  List<BoolExpr> given() {
    List<BoolExpr> all = new ArrayList<>();
    Encoding encoding = instruction.encoding();
    BitVecExpr fixed =
        context.mkBVAND(encoded, operations.constant(encoding.mask() & 0xffff_ffffL, 32));
    all.add(context.mkEq(fixed, operations.constant(encoding.match() & 0xffff_ffffL, 32)));
    instance
        .csr()
        .ifPresent(
            csr ->
                all.add(
                    context.mkEq(operand(Operand.CSR), operations.constant(csr.address(), 12))));
    for (Encoding.Exclusion exclusion : encoding.exclusions()) {
      int width = exclusion.operand().width();
      BitVecExpr excluded = operations.constant(exclusion.value(), width);
      all.add(context.mkNot(context.mkEq(operand(exclusion.operand()), excluded)));
    }
    if (mayBeCompressed) {
      BoolExpr half = context.mkEq(length(), operations.constant(2, 64));
      all.add(context.mkOr(isWhole(), half));
    }
    return all;
  }

  /** That a register is what its number says: x0 is zero, and equal numbers are one register. */
  List<BoolExpr> registers() {
    List<BoolExpr> all = new ArrayList<>();
    x.forEach(
        (operand, value) -> {
          BoolExpr zero = context.mkEq(operand(operand), operations.constant(0, 5));
          all.add(context.mkImplies(zero, context.mkEq(value, operations.constant(0, 64))));
        });
    same(x, all);
    same(f, all);
    return all;
  }

  /** Adds the registers that have been asked for, by name. */
  void shown(Map<String, BitVecExpr> all) {
    x.forEach((operand, value) -> all.put("x(%s)".formatted(operand), value));
    f.forEach((operand, value) -> all.put("f(%s)".formatted(operand), value));
  }

  private void same(Map<Operand, BitVecExpr> file, List<BoolExpr> all) {
    file.forEach(
        (one, value) ->
            file.forEach(
                (other, second) -> {
                  if (one.compareTo(other) < 0) {
                    BoolExpr equal = context.mkEq(operand(one), operand(other));
                    all.add(context.mkImplies(equal, context.mkEq(value, second)));
                  }
                }));
  }
}
