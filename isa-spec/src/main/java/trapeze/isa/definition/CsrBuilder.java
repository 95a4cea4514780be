package trapeze.isa.definition;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.shiftLeft;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.zeroExtend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr.FieldRule;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.IllTyped;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;

/**
 * Writes a control register down as the manual draws it: a box of bits each, with the rule for what
 * may stand in it. Bits that no box covers read as zero and ignore writes.
 */
public final class CsrBuilder {
  private final String name;
  private final int address;
  private final @Nullable StateVariable stored;
  private final Local written = new Local("written", 64);
  private final List<FieldRule> fields = new ArrayList<>();
  private final List<Statement> legalised = new ArrayList<>();
  private final List<Statement> afterwards = new ArrayList<>();
  private final List<Expression> readOnly = new ArrayList<>();
  private String section = "";
  private long free;
  private @Nullable Expression illegalWhen;
  private @Nullable Expression ignoredWhen;

  private CsrBuilder(String name, int address, @Nullable StateVariable stored) {
    this.name = name;
    this.address = address;
    this.stored = stored;
  }

  /** A register that is kept in a state variable. */
  public static CsrBuilder csr(String name, int address, StateVariable stored) {
    return new CsrBuilder(name, address, stored);
  }

  /** A register that reads as a value computed on the spot, and ignores writes. */
  public static CsrBuilder computed(String name, int address, String rule, Expression value) {
    CsrBuilder made = new CsrBuilder(name, address, null);
    return made.computed(name, 63, 0, rule, value);
  }

  /** Where the manual defines it. */
  public CsrBuilder section(String where) {
    section = where;
    return this;
  }

  /** Bits that hold whatever is written. */
  public CsrBuilder any(String field, int high, int low) {
    fields.add(new FieldRule(field, high, low, "any value"));
    free |= (-1L >>> (63 - high + low)) << low;
    return this;
  }

  /** Bits that hold whatever is written, where a mask has ones. */
  public CsrBuilder masked(String field, long mask, String rule) {
    fields.add(new FieldRule(field, 63 - Long.numberOfLeadingZeros(mask), 0, rule));
    free |= mask;
    return this;
  }

  /**
   * Bits whose legal values are few: what they hold after a write is a function of what they held
   * and what was written.
   */
  public CsrBuilder warl(
      String field, int high, int low, String rule, BinaryOperator<Expression> legal) {
    fields.add(new FieldRule(field, high, low, "WARL: " + rule));
    if (stored == null) {
      throw new IllTyped(name + " is not stored");
    }
    trapeze.isa.ir.Field bits = stored.field(field, high, low);
    legalised.add(set(bits, legal.apply(bits.get(), bits(value(written), high, low))));
    return this;
  }

  /** Bits that always read as one value. */
  public CsrBuilder constant(String field, int high, int low, long always) {
    fields.add(new FieldRule(field, high, low, "read-only " + always));
    readOnly.add(word(always << low));
    return this;
  }

  /** Bits that read as a function of the state and ignore writes. */
  public CsrBuilder computed(String field, int high, int low, String rule, Expression value) {
    fields.add(new FieldRule(field, high, low, rule));
    Expression wide = zeroExtend(value, 64);
    readOnly.add(low == 0 ? wide : shiftLeft(wide, Build.constant(low, 6)));
    return this;
  }

  /** Under what condition an access is illegal, beyond what the address says. */
  public CsrBuilder illegalWhen(Expression condition) {
    illegalWhen = condition;
    return this;
  }

  /** Under what condition on the written value the whole write changes nothing. */
  public CsrBuilder ignoresWriteWhen(Function<Expression, Expression> condition) {
    ignoredWhen = condition.apply(value(written));
    return this;
  }

  /** What a write does beside storing. */
  public CsrBuilder thenOnWrite(Statement... statements) {
    afterwards.addAll(List.of(statements));
    return this;
  }

  /** The register. */
  public Csr build() {
    Expression read =
        readOnly.stream()
            .reduce(stored == null ? word(0) : zeroExtend(stored.whole().get(), 64), this::union);
    Routine reading = reading("read_" + name, read);
    return new Csr(
        name,
        address,
        section,
        Optional.ofNullable(illegalWhen),
        reading,
        reading,
        writing(),
        fields);
  }

  private Expression union(Expression left, Expression right) {
    return left.equals(word(0)) ? right : or(left, right);
  }

  private Routine writing() {
    List<Statement> body = new ArrayList<>();
    if (stored != null && free != 0) {
      long mask = free & (-1L >>> (64 - stored.width()));
      Expression old = zeroExtend(stored.whole().get(), 64);
      Expression merged =
          mask == -1L >>> (64 - stored.width())
              ? value(written)
              : or(and(old, word(~mask)), and(value(written), word(mask)));
      body.add(set(stored, bits(merged, stored.width() - 1, 0)));
    }
    body.addAll(legalised);
    body.addAll(afterwards);
    if (ignoredWhen != null) {
      body = List.of(new Statement.If(not(ignoredWhen), body, List.of()));
    }
    return new Routine("write_" + name, List.of(written), 0, body);
  }

  /**
   * A register that shows some bits of another one: {@code sstatus} of {@code mstatus}.
   *
   * @param mask the bits that it shows, 64 bits wide, a function of the state
   * @param writable those of them that a write changes
   */
  public static Csr view(
      String name, int address, String section, Csr whole, Expression mask, Expression writable) {
    Local written = new Local("written", 64);
    Expression kept = and(callRead(whole.readToModify()), not(writable));
    Expression merged = or(kept, and(value(written), writable));
    Routine write =
        new Routine(
            "write_" + name,
            List.of(written),
            0,
            List.of(new Statement.Perform(whole.write(), List.of(merged))));
    return new Csr(
        name,
        address,
        section,
        Optional.empty(),
        reading("read_" + name, and(callRead(whole.read()), mask)),
        reading("modify_" + name, and(callRead(whole.readToModify()), mask)),
        write,
        List.of(new FieldRule(name, 63, 0, "a view of " + whole.name())));
  }

  /** A register with a meaning of its own. */
  public static Csr custom(
      String name,
      int address,
      String section,
      Expression read,
      Function<Expression, List<Statement>> write,
      FieldRule... fields) {
    Local written = new Local("written", 64);
    Routine reading = reading("read_" + name, read);
    return new Csr(
        name,
        address,
        section,
        Optional.empty(),
        reading,
        reading,
        new Routine("write_" + name, List.of(written), 0, write.apply(value(written))),
        List.of(fields));
  }

  private static Routine reading(String routine, Expression value) {
    return new Routine(routine, List.of(), 64, List.of(give(value)));
  }

  private static Expression callRead(Routine read) {
    return new Expression.Call(read, List.of());
  }
}
