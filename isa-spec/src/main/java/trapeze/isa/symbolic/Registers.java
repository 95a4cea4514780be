package trapeze.isa.symbolic;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;

/**
 * A file of general registers, seen through the operands of an instruction. Two operands may name
 * one register: an assignment through one is read through the other where their numbers are equal.
 */
final class Registers {
  private final Terms terms;
  private final Assumptions assumptions;

  /** Whether register 0 is always zero. */
  private final boolean hasZero;

  private final Map<Operand, RegisterWrite> writes;

  private Registers(
      Terms terms, Assumptions assumptions, boolean hasZero, Map<Operand, RegisterWrite> writes) {
    this.terms = terms;
    this.assumptions = assumptions;
    this.hasZero = hasZero;
    this.writes = writes;
  }

  static Registers integer(Terms terms, Assumptions assumptions) {
    return new Registers(terms, assumptions, true, Map.of());
  }

  static Registers floatingPoint(Terms terms, Assumptions assumptions) {
    return new Registers(terms, assumptions, false, Map.of());
  }

  Collection<RegisterWrite> writes() {
    return writes.values();
  }

  Expression get(Operand register) {
    @Nullable RegisterWrite write = writes.get(register);
    if (write != null) {
      return terms.select(write.guard(), write.value(), before(register));
    }
    Expression value = before(register);
    for (RegisterWrite other : writes.values()) {
      value = terms.select(assigns(other, register), other.value(), value);
    }
    return value;
  }

  Registers set(Operand register, Expression value) {
    Expression kept =
        hasZero ? terms.select(isZero(register), terms.constant(0, 64), value) : value;
    Map<Operand, RegisterWrite> more = new EnumMap<>(Operand.class);
    for (RegisterWrite other : writes.values()) {
      Expression same = terms.equal(number(other.register()), number(register));
      more.put(
          other.register(),
          new RegisterWrite(
              other.register(),
              terms.or(other.guard(), same),
              terms.select(same, kept, other.value())));
    }
    more.put(register, new RegisterWrite(register, terms.bit(true), kept));
    return new Registers(terms, assumptions, hasZero, more);
  }

  Registers orElse(Expression condition, Registers other) {
    if (this == other || writes.isEmpty() && other.writes.isEmpty()) {
      return this;
    }
    Map<Operand, RegisterWrite> merged = new EnumMap<>(Operand.class);
    for (Operand register : Operand.values()) {
      if (writes.containsKey(register) || other.writes.containsKey(register)) {
        Expression guard = terms.select(condition, guard(register), other.guard(register));
        Expression value = terms.select(condition, get(register), other.get(register));
        merged.put(register, new RegisterWrite(register, guard, value));
      }
    }
    return new Registers(terms, assumptions, hasZero, merged);
  }

  /** Whether the register that an operand names has been assigned. */
  private Expression guard(Operand register) {
    @Nullable RegisterWrite write = writes.get(register);
    if (write != null) {
      return write.guard();
    }
    Expression assigned = terms.bit(false);
    for (RegisterWrite other : writes.values()) {
      assigned = terms.or(assigned, assigns(other, register));
    }
    return assigned;
  }

  private Expression assigns(RegisterWrite write, Operand register) {
    return terms.and(write.guard(), terms.equal(number(write.register()), number(register)));
  }

  /** The register's value before the instruction. */
  private Expression before(Operand register) {
    if (hasZero && Terms.is(number(register), 0)) {
      return terms.constant(0, 64);
    }
    return assumptions.of(
        hasZero ? new Expression.ReadX(register) : new Expression.ReadF(register), terms);
  }

  private Expression number(Operand register) {
    return assumptions.of(new Expression.OperandValue(register), terms);
  }

  private Expression isZero(Operand register) {
    return terms.equal(number(register), terms.constant(0, register.width()));
  }
}
