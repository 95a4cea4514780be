package trapeze.proofs.pg74;

import com.microsoft.z3.ArrayExpr;
import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.pg74.Cause;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.Outcome;
import trapeze.proofs.BitVectors;
import trapeze.proofs.Operations;

/**
 * An instruction carried out from a {@link Start}: the paper's i(S), before the psw is exchanged.
 */
final class Executed {
  private final Context context;
  private final Outcome outcome;
  private final Start start;
  private final BitVecExpr operand;
  private final BitVectors terms;
  private final Map<Local, BitVecExpr> answers = new HashMap<>();
  private final List<BitVecExpr> touched = new ArrayList<>();
  private final List<BoolExpr> effects = new ArrayList<>();
  private final List<Store> stores = new ArrayList<>();
  private ArrayExpr<BitVecSort, BitVecSort> words;

  /** A store into memory, if its guard holds. */
  record Store(BoolExpr guard, BitVecExpr address) {}

  /** Carries an outcome out; the operand is as wide as an address. */
  Executed(Context context, Outcome outcome, Start start, BitVecExpr operand) {
    this.context = context;
    this.outcome = outcome;
    this.start = start;
    this.operand = operand;
    this.terms = new BitVectors(context, Operations.exact(context), this::leaf);
    this.words = start.words();
    outcome.events().forEach(this::happens);
  }

  private BitVecExpr leaf(Expression leaf) {
    return switch (leaf) {
      case Expression.Get(StateVariable variable) -> start.get(variable);
      case Expression.OperandValue(Operand _) -> widened(operand, leaf.width());
      case Expression.Reference(Local local) -> Objects.requireNonNull(answers.get(local));
      // Only trap values hold them, which are no part of a state.
      case Expression.InstructionBits _ -> context.mkBVConst("instruction", 64);
      case Expression.Pc _ -> context.mkBVConst("pc", 64);
      case Expression.InstructionLength _ -> context.mkBV(4, 64);
      default -> throw new IllegalArgumentException("the 1974 machine has no " + leaf);
    };
  }

  private BitVecExpr widened(BitVecExpr value, int width) {
    int missing = width - value.getSortSize();
    return missing == 0 ? value : context.mkZeroExt(missing, value);
  }

  private void happens(Event event) {
    BoolExpr guard = terms.holds(event.guard());
    switch (event.request()) {
      case Statement.ReadPhysical read -> {
        BitVecExpr address = terms.of(read.address());
        touched.add(address);
        BoolExpr there = isThere(address);
        BitVecExpr word = widened((BitVecExpr) context.mkSelect(words, address), 64);
        answers.put(event.answers().get(0), choose(there, word, context.mkBV(0, 64)));
        answers.put(event.answers().get(1), bit(there));
      }
      case Statement.HasPhysical has -> {
        BitVecExpr address = terms.of(has.address());
        touched.add(address);
        answers.put(event.answers().getFirst(), bit(isThere(address)));
      }
      case Statement.WritePhysical(Expression to, Expression value) -> {
        BitVecExpr address = terms.of(to);
        touched.add(address);
        stores.add(new Store(guard, address));
        int wordBits = start.words().getSort().getRange().getSize();
        BitVecExpr word = context.mkExtract(wordBits - 1, 0, terms.of(value));
        words =
            (ArrayExpr<BitVecSort, BitVecSort>)
                context.mkITE(guard, context.mkStore(words, address, word), words);
      }
      case Statement.Cause(Effect _, List<Expression> _) -> effects.add(guard);
      default -> throw new IllegalArgumentException("not of 1974: " + event.request());
    }
  }

  private BoolExpr isThere(BitVecExpr address) {
    return context.mkBVULT(address, start.size());
  }

  private BitVecExpr bit(BoolExpr isSet) {
    return choose(isSet, context.mkBV(1, 1), context.mkBV(0, 1));
  }

  private BitVecExpr choose(BoolExpr condition, BitVecExpr ifSet, BitVecExpr ifClear) {
    return (BitVecExpr) context.mkITE(condition, ifSet, ifClear);
  }

  /** It ends in a memory trap. */
  BoolExpr memoryTraps() {
    return context.mkAnd(terms.holds(outcome.raises()), isMemoryTrap());
  }

  /** It ends in another trap. */
  BoolExpr traps() {
    return context.mkAnd(terms.holds(outcome.raises()), context.mkNot(isMemoryTrap()));
  }

  private BoolExpr isMemoryTrap() {
    return context.mkEq(terms.of(outcome.cause()), context.mkBV(Cause.MEMORY.code(), 6));
  }

  /** It ends in no trap. */
  BoolExpr completes() {
    return context.mkNot(terms.holds(outcome.raises()));
  }

  /** A register's value behind it; any if it traps. */
  BitVecExpr after(StateVariable variable) {
    return outcome
        .completed()
        .map(completion -> terms.of(completion.state().get(variable)))
        .orElseGet(() -> start.get(variable));
  }

  /** Whether a register has another value behind it. */
  BoolExpr changes(StateVariable variable) {
    return context.mkNot(context.mkEq(after(variable), start.get(variable)));
  }

  /** E behind it; any if it traps. */
  ArrayExpr<BitVecSort, BitVecSort> words() {
    return words;
  }

  /** Whether it acts on a device. */
  BoolExpr acts() {
    return context.mkOr(effects.toArray(BoolExpr[]::new));
  }

  /** Its stores. */
  List<Store> stores() {
    return stores;
  }

  /** Every physical address that it may have read or stored at. */
  List<BitVecExpr> touched() {
    return touched;
  }

  /** The state it started from. */
  Start start() {
    return start;
  }
}
