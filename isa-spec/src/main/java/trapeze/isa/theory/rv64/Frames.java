package trapeze.isa.theory.rv64;

import static trapeze.isa.theory.rv64.Condition.carrying;
import static trapeze.isa.theory.rv64.Condition.holding;

import java.util.List;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Input;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.theory.rv64.Condition.Held;
import trapeze.isa.theory.rv64.Condition.Quiet;

/**
 * The two ways in which RV64 can run a guest with its own instructions, without the H extension.
 */
public final class Frames {
  private Frames() {}

  private static final Field CBIE = Rv64State.MENVCFG_CBIE;
  private static final Field SENVCFG_CBZE = Rv64State.SENVCFG.bit("CBZE", 7);
  private static final long SUPERVISOR_INTERRUPTS = 0x222;
  private static final long SUPERVISOR_EXTERNAL = 1L << 9;

  private static final Condition COUNTERS =
      holding(
          "mcounteren",
          "mcounteren is 0: no counter can be read below M",
          new Held(Rv64State.MCOUNTEREN.whole(), 0));

  private static final Condition FLOATING_POINT =
      carrying("FS", "mstatus.FS is the guest's, and with it the registers", Rv64State.FS);

  private static final Condition CACHE_INVALIDATION =
      holding("CBIE", "menvcfg.CBIE is 0: cbo.inval is illegal below M", new Held(CBIE, 0));

  private static final Condition CACHE_CLEANING =
      holding(
          "CBCFE",
          "menvcfg.CBCFE is 0: cbo.clean and cbo.flush are illegal below M",
          new Held(Rv64State.MENVCFG_CBCFE, 0));

  /** Trap-and-emulate: all of the guest, its kernel and firmware too, in real U-mode. */
  public static final Frame USER =
      new Frame(
          "U",
          PrivilegeMode.U,
          List.of(
              COUNTERS,
              FLOATING_POINT,
              CACHE_INVALIDATION,
              CACHE_CLEANING,
              new Condition(
                  "CBZE",
                  "menvcfg.CBZE is 1, and senvcfg.CBZE is whether the guest may zero blocks in the"
                      + " mode that it is in",
                  List.of(new Held(Rv64State.MENVCFG_CBZE, 1)),
                  List.of(),
                  List.of(SENVCFG_CBZE))));

  /** A guest's kernel in real S-mode and its programs in real U-mode. */
  public static final Frame SUPERVISOR =
      new Frame(
          "S",
          PrivilegeMode.S,
          List.of(
              holding(
                  "TVM",
                  "mstatus.TVM is 1: satp and fences of translation trap in S",
                  new Held(Rv64State.TVM, 1)),
              holding("TW", "mstatus.TW is 1: WFI traps below M", new Held(Rv64State.TW, 1)),
              holding("TSR", "mstatus.TSR is 1: SRET traps in S", new Held(Rv64State.TSR, 1)),
              COUNTERS,
              FLOATING_POINT,
              carrying(
                  "supervisor",
                  "the supervisor's registers are the guest's: sstatus's fields, stvec, sscratch,"
                      + " sepc, scause, stval, scounteren, senvcfg",
                  Rv64State.SIE,
                  Rv64State.SPIE,
                  Rv64State.SPP,
                  Rv64State.SUM,
                  Rv64State.MXR,
                  Rv64State.STVEC.whole(),
                  Rv64State.SSCRATCH.whole(),
                  Rv64State.SEPC.whole(),
                  Rv64State.SCAUSE.whole(),
                  Rv64State.STVAL.whole(),
                  Rv64State.SCOUNTEREN.whole(),
                  Rv64State.SENVCFG.whole()),
              new Condition(
                  "interrupts",
                  "mideleg delegates the supervisor's three interrupts, and their bits in mie and"
                      + " mip are the guest's",
                  List.of(new Held(Rv64State.MIDELEG.whole(), SUPERVISOR_INTERRUPTS)),
                  List.of(),
                  supervisorInterrupts()),
              new Condition(
                  "SEIP",
                  "the supervisor's line from the interrupt controller is low: the machine gets"
                      + " all external interrupts",
                  List.of(),
                  List.of(new Quiet(Input.LINES, SUPERVISOR_EXTERNAL)),
                  List.of()),
              holding(
                  "STCE",
                  "menvcfg.STCE is 0: STIP is what was written, not a comparison with the clock",
                  new Held(Rv64State.MENVCFG_STCE, 0)),
              holding(
                  "SE",
                  "bit 63 of each mstateen is 0: the state enables of S trap",
                  new Held(ownBit(0), 0),
                  new Held(ownBit(1), 0),
                  new Held(ownBit(2), 0),
                  new Held(ownBit(3), 0)),
              carrying(
                  "ENVCFG",
                  "mstateen0.ENVCFG is the guest's, and with it senvcfg",
                  Rv64State.MSTATEEN_ENVCFG),
              CACHE_INVALIDATION,
              CACHE_CLEANING,
              carrying("CBZE", "menvcfg.CBZE is the guest's", Rv64State.MENVCFG_CBZE)));

  /** Both. */
  public static final List<Frame> ALL = List.of(USER, SUPERVISOR);

  private static Field ownBit(int number) {
    return Rv64State.mstateen(number).bit("SE" + number, 63);
  }

  private static List<Field> supervisorInterrupts() {
    return List.of(
        Rv64State.MIE.bits(1, 1),
        Rv64State.MIE.bits(5, 5),
        Rv64State.MIE.bits(9, 9),
        Rv64State.MIP.bits(1, 1),
        Rv64State.MIP.bits(5, 5),
        Rv64State.MIP.bits(9, 9));
  }
}
