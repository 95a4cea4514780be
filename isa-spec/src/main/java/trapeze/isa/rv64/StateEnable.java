package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.computed;
import static trapeze.isa.definition.CsrBuilder.csr;
import static trapeze.isa.definition.PrivilegeMode.M;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.hasHypervisor;
import static trapeze.isa.rv64.Modes.modeIsBelow;
import static trapeze.isa.rv64.Modes.virtual;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.CsrBuilder;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;

/**
 * Smstateen and Ssstateen: registers by which each level withholds state of extensions from those
 * below it (priv:smstateen).
 *
 * <p>Of the state that this machine has, they govern the environment configuration of S and HS, and
 * themselves. No bit governs what U can reach: there is neither custom state nor {@code jvt}, and
 * FCSR is read-only zero where {@code misa.F} is set (priv:norm:stateen0_fcsr_op). So the registers
 * of S are read-only zero.
 *
 * <p>Implementation choices: bit 63 is writable in every register of M and HS; what M withdraws, HS
 * loses, as of {@code henvcfg}: it does not come back with the leave.
 */
public final class StateEnable {
  private StateEnable() {}

  /** The bit by which each register governs those of the same number below. */
  static final long OWN = 1L << 63;

  private static final int REGISTERS = Rv64State.STATE_ENABLES;

  private static final List<Csr> MACHINE =
      IntStream.range(0, REGISTERS).mapToObj(StateEnable::ofMachine).toList();

  private static final List<Csr> HYPERVISOR =
      IntStream.range(0, REGISTERS).mapToObj(StateEnable::ofHypervisor).toList();

  private static final List<Csr> SUPERVISOR =
      IntStream.range(0, REGISTERS).mapToObj(StateEnable::ofSupervisor).toList();

  /**
   * What S, or VS, is left of the environment configuration, 64 bits, in the places of {@code
   * mstateen0} and {@code hstateen0}: all of it by a machine without the extension. What a monitor
   * sets the real one to, while the guest's S is executed directly; all else traps.
   */
  public static final Routine LENT =
      new Routine(
          "lentStateEnable",
          List.of(),
          64,
          List.of(
              give(
                  and(
                      word(Rv64State.MSTATEEN_ENVCFG.mask()),
                      select(
                          not(exists()),
                          word(Rv64State.MSTATEEN_ENVCFG.mask()),
                          select(
                              and(hasHypervisor(), virtual()),
                              Rv64State.hstateen(0).whole().get(),
                              Rv64State.mstateen(0).whole().get()))))));

  /** The chapter's registers. */
  public static List<Csr> csrs() {
    return Stream.of(MACHINE, SUPERVISOR, HYPERVISOR).flatMap(List::stream).toList();
  }

  /** The chapter's routine for monitors. */
  public static List<Routine> routines() {
    return List.of(LENT);
  }

  /** Whether M withholds from the present mode what a bit of its registers governs. */
  static Expression withheld(Field byMachine) {
    return and(exists(), modeIsBelow(M), not(byMachine.get()));
  }

  /** Whether HS withholds from its guests what a bit of its registers governs. */
  static Expression withheldFromGuests(Field byHypervisor) {
    return and(exists(), not(byHypervisor.get()));
  }

  private static Expression exists() {
    return Rv64State.HAS_STATEEN.whole().get();
  }

  private static Csr ofMachine(int number) {
    StateVariable stored = Rv64State.mstateen(number);
    StateVariable below = Rv64State.hstateen(number);
    CsrBuilder csr =
        csr(stored.name(), 0x30c + number, stored)
            .section("priv:norm:mstateen_rv64_csrs")
            .illegalWhen(not(exists()))
            .any("SE" + number, 63, 63);
    if (number == 0) {
      csr.any("ENVCFG", 62, 62);
    }
    return csr.thenOnWrite(
            when(hasHypervisor(), set(below, and(below.whole().get(), stored.whole().get()))))
        .build();
  }

  private static Csr ofHypervisor(int number) {
    StateVariable stored = Rv64State.hstateen(number);
    String name = "SE" + number;
    CsrBuilder csr =
        csr(stored.name(), 0x60c + number, stored)
            .section("priv:norm:hstateen_rv64_csrs")
            .illegalWhen(or(not(hasHypervisor()), refused(number)))
            .warl(name, 63, 63, leave(name, number), ifLeft(own(number)));
    if (number == 0) {
      csr.warl("ENVCFG", 62, 62, leave("ENVCFG", 0), ifLeft(Rv64State.MSTATEEN_ENVCFG));
    }
    return csr.build();
  }

  private static Csr ofSupervisor(int number) {
    return computed("sstateen" + number, 0x10c + number, "read-only 0: no bit governs U", word(0))
        .section("priv:norm:sstateen_rv64_csrs")
        .illegalWhen(refused(number))
        .build()
        .refusedToGuestWhen(withheldFromGuests(Rv64State.hstateen(number).bit("SE" + number, 63)));
  }

  /** Whether the registers with this number that stand below M cannot be accessed. */
  private static Expression refused(int number) {
    return or(not(exists()), withheld(own(number)));
  }

  /** The bit of a register of M that governs the registers below it with the same number. */
  private static Field own(int number) {
    return Rv64State.mstateen(number).bit("SE" + number, 63);
  }

  private static String leave(String name, int number) {
    return "with %s in mstateen%d".formatted(name, number);
  }

  private static BinaryOperator<Expression> ifLeft(Field byMachine) {
    return (_, written) -> and(written, byMachine.get());
  }
}
