package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.custom;
import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.compare;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.isZero;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.shiftLeft;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.xor;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.rv64.Modes.is;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Csr.FieldRule;
import trapeze.isa.ir.Comparison;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;

/** Physical memory protection: 16 entries with a grain of 4 bytes (priv:pmp). */
public final class PhysicalMemoryProtection {
  private PhysicalMemoryProtection() {}

  /** Bit of {@link #PROTECTION}'s result: the range may be read. */
  public static final int READ = 1;

  /** Bit of {@link #PROTECTION}'s result: the range may be written. */
  public static final int WRITE = 2;

  /** Bit of {@link #PROTECTION}'s result: the range may be executed. */
  public static final int EXECUTE = 4;

  /** Bit of {@link #PROTECTION}'s result: an entry matches only a part, so the access fails. */
  public static final int PARTIAL = 8;

  private static final int OFF = 0;
  private static final int TOR = 1;
  private static final int NA4 = 2;

  private static final Routine MATCH = match();

  /**
   * What may be done with a range: takes its address and length in bytes (64 bits each) and the
   * mode (2); gives READ, WRITE, EXECUTE and PARTIAL (4). The first entry that matches any byte
   * decides, and it must match all of them.
   */
  public static final Routine PROTECTION = protection();

  /** The chapter's registers. */
  public static List<Csr> csrs() {
    List<Csr> all = new ArrayList<>();
    all.add(configurations("pmpcfg0", 0x3a0, Rv64State.PMPCFG0, 0));
    all.add(configurations("pmpcfg2", 0x3a2, Rv64State.PMPCFG2, 8));
    for (int entry = 0; entry < Rv64State.PMP_ENTRIES; entry++) {
      all.add(address(entry));
    }
    return all;
  }

  /** The chapter's routines. */
  public static List<Routine> routines() {
    return List.of(PROTECTION);
  }

  /** The configuration of one entry: L, two zeros, A (2), X, W, R. */
  private static Field configuration(int entry) {
    StateVariable register = entry < 8 ? Rv64State.PMPCFG0 : Rv64State.PMPCFG2;
    int low = 8 * (entry % 8);
    return register.field("pmp" + entry + "cfg", low + 7, low);
  }

  private static Expression isLocked(Expression configuration) {
    return bits(configuration, 7, 7);
  }

  private static Expression mode(Expression configuration) {
    return bits(configuration, 4, 3);
  }

  private static Csr configurations(String name, int address, StateVariable register, int first) {
    List<FieldRule> rules = new ArrayList<>();
    for (int i = 7; i >= 0; i--) {
      rules.add(
          new FieldRule(
              "pmp" + (first + i) + "cfg",
              8 * i + 7,
              8 * i,
              "unchanged if locked; W without R is cleared; bits 6:5 are 0"));
    }
    return custom(
        name,
        address,
        "priv:pmp",
        register.whole().get(),
        written -> {
          List<Statement> body = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            Field entry = configuration(first + i);
            Expression wanted = bits(written, 8 * i + 7, 8 * i);
            Expression writable = and(bits(wanted, 1, 1), bits(wanted, 0, 0));
            Expression legal =
                concatenate(
                    bits(wanted, 7, 7),
                    constant(0, 2),
                    bits(wanted, 4, 2),
                    writable,
                    bits(wanted, 0, 0));
            body.add(set(entry, select(isLocked(entry.get()), entry.get(), legal)));
          }
          return body;
        },
        rules.toArray(FieldRule[]::new));
  }

  private static Csr address(int entry) {
    StateVariable register = Rv64State.pmpaddr(entry);
    Expression locked = isLocked(configuration(entry).get());
    if (entry + 1 < Rv64State.PMP_ENTRIES) {
      Expression above = configuration(entry + 1).get();
      locked = or(locked, and(isLocked(above), equal(mode(above), constant(TOR, 2))));
    }
    Expression unlocked = not(locked);
    return custom(
        "pmpaddr" + entry,
        0x3b0 + entry,
        "priv:pmp",
        zeroExtend(register.whole().get(), 64),
        written -> List.of(when(unlocked, set(register, bits(written, 53, 0)))),
        new FieldRule(
            "address[55:2]", 53, 0, "unchanged if locked, or if the next is a locked TOR"));
  }

  /**
   * How one entry meets a range: PARTIAL, permissions, and above them (bit 4) whether it matches
   * any byte. Parameters: configuration, the address register before it and its own, in bytes; the
   * range's first address and the one behind it; the mode.
   */
  private static Routine match() {
    Local configuration = new Local("configuration", 8);
    Local previous = new Local("previous", 64);
    Local own = new Local("own", 64);
    Local first = new Local("first", 64);
    Local end = new Local("end", 64);
    Local mode = new Local("mode", 2);
    Local ones = new Local("ones", 64);
    Local low = new Local("low", 64);
    Local high = new Local("high", 64);
    Expression isTor = equal(mode(value(configuration)), constant(TOR, 2));
    Expression isNa4 = equal(mode(value(configuration)), constant(NA4, 2));
    // In an NAPOT address the ones from bit 2 up to the first zero, that zero included, are size.
    Expression shifted = or(value(own), word(3));
    Expression size = xor(shifted, add(shifted, word(1)));
    Expression touches =
        and(
            below(value(low), value(high)),
            below(value(low), value(end)),
            below(value(first), value(high)));
    Expression holds =
        and(
            compare(Comparison.NOT_LESS_UNSIGNED, value(first), value(low)),
            compare(Comparison.NOT_LESS_UNSIGNED, value(high), value(end)));
    Expression ignored = and(is(value(mode), M), not(isLocked(value(configuration))));
    Expression permissions = select(ignored, constant(7, 3), bits(value(configuration), 2, 0));
    return new Routine(
        "matchProtectionEntry",
        List.of(configuration, previous, own, first, end, mode),
        5,
        List.of(
            when(equal(mode(value(configuration)), constant(OFF, 2)), give(constant(0, 5))),
            let(ones, select(isNa4, word(3), size)),
            let(low, select(isTor, value(previous), and(value(own), not(value(ones))))),
            let(high, select(isTor, value(own), add(or(value(own), value(ones)), word(1)))),
            when(not(touches), give(constant(0, 5))),
            give(concatenate(constant(1, 1), not(holds), permissions))));
  }

  private static Routine protection() {
    Local address = new Local("address", 64);
    Local bytes = new Local("bytes", 64);
    Local mode = new Local("mode", 2);
    Local end = new Local("end", 64);
    List<Statement> body = new ArrayList<>();
    body.add(
        when(
            isZero(or(Rv64State.PMPCFG0.whole().get(), Rv64State.PMPCFG2.whole().get())),
            give(select(is(value(mode), M), constant(7, 4), constant(0, 4)))));
    body.add(let(end, add(value(address), value(bytes))));
    for (int entry = 0; entry < Rv64State.PMP_ENTRIES; entry++) {
      Local found = new Local("entry" + entry, 5);
      Expression previous = entry == 0 ? word(0) : inBytes(Rv64State.pmpaddr(entry - 1));
      body.add(
          let(
              found,
              call(
                  MATCH,
                  configuration(entry).get(),
                  previous,
                  inBytes(Rv64State.pmpaddr(entry)),
                  value(address),
                  value(end),
                  value(mode))));
      body.add(
          when(equal(bits(value(found), 4, 4), constant(1, 1)), give(bits(value(found), 3, 0))));
    }
    body.add(give(select(is(value(mode), M), constant(7, 4), constant(0, 4))));
    return new Routine("protection", List.of(address, bytes, mode), 4, body);
  }

  private static Expression inBytes(StateVariable register) {
    return shiftLeft(zeroExtend(register.whole().get(), 64), constant(2, 6));
  }
}
