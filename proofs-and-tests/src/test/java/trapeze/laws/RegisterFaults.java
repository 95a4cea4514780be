package trapeze.laws;

import static trapeze.laws.Pitfall.FLOATING_POINT;
import static trapeze.laws.Pitfall.PORTIONS;
import static trapeze.laws.Pitfall.PRIVILEGE;
import static trapeze.laws.Pitfall.REGISTERS;
import static trapeze.laws.Pitfall.TIME;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongBiFunction;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** Faults in the emulation of control registers. */
final class RegisterFaults {
  private RegisterFaults() {}

  private static final int SSTATUS = 0x100;
  private static final int SIE = 0x104;
  private static final int SEPC = 0x141;
  private static final int STIMECMP = 0x14d;
  private static final int SATP = 0x180;
  private static final int MSTATUS = 0x300;
  private static final int MEDELEG = 0x302;
  private static final int MEPC = 0x341;
  private static final int MIP = 0x344;
  private static final int PMPCFG1 = 0x3a1;
  private static final int PMPCFG3 = 0x3a3;
  private static final int PMPADDR0 = 0x3b0;
  private static final int CYCLE = 0xc00;
  private static final int TIMER = 0xc01;
  private static final int INSTRET = 0xc02;
  private static final long ALL_COUNTERS = 7;
  private static final long LOCKS = 0x8080_8080_8080_8080L;
  private static final long SD = 1L << 63;
  private static final long CALL_FROM_M = 1 << 11;

  static final List<Fault> ALL =
      List.of(
          executing(
              REGISTERS,
              "a register that does not exist reads as 0",
              (hart, packed, usual) ->
                  Altered.csr(packed) >= 0 && !exists(Altered.csr(packed))
                      ? zero(hart, packed)
                      : usual.getAsLong()),
          executing(
              REGISTERS,
              "an odd pmpcfg reads as 0",
              (hart, packed, usual) -> {
                int csr = Altered.csr(packed);
                boolean odd = csr == PMPCFG1 || csr == PMPCFG3;
                return odd && Altered.mode(hart) == 3 ? zero(hart, packed) : usual.getAsLong();
              }),
          executing(
              REGISTERS,
              "an access whose rs1 is x0 is taken for a write",
              (hart, packed, usual) -> {
                boolean readOnly = Altered.csr(packed) >>> 10 == 3;
                if (readOnly && Altered.isOnlyRead(packed)) {
                  throw hart.raiseForInstruction(2);
                }
                return usual.getAsLong();
              }),
          written(
              REGISTERS,
              "mepc keeps bit 0",
              MEPC,
              (hart, source) ->
                  hart.state.set(Rv64State.MEPC, hart.state.get(Rv64State.MEPC) | source & 1)),
          written(
              REGISTERS,
              "sepc loses bit 1, as if there were no compressed instructions",
              SEPC,
              (hart, source) ->
                  hart.state.set(Rv64State.SEPC, hart.state.get(Rv64State.SEPC) & ~3L)),
          written(
              REGISTERS,
              "medeleg delegates calls from M",
              MEDELEG,
              (hart, source) ->
                  hart.state.set(
                      Rv64State.MEDELEG, hart.state.get(Rv64State.MEDELEG) | source & CALL_FROM_M)),
          written(
              REGISTERS,
              "MPP takes the mode that does not exist",
              MSTATUS,
              (hart, source) -> {
                if ((source & Rv64State.MPP.mask()) == 0x1000) {
                  Altered.set(hart, Rv64State.MPP, 2);
                }
              }),
          read(
              REGISTERS,
              "sie shows all of mie",
              SIE,
              (hart, value) -> hart.state.get(Rv64State.MIE)),
          read(
              REGISTERS,
              "sstatus shows all of mstatus",
              SSTATUS,
              (hart, value) -> hart.readCsr(MSTATUS)),
          read(FLOATING_POINT, "SD is never shown", SSTATUS, (hart, value) -> value & ~SD),
          accessing(
              REGISTERS,
              "TVM does not keep S from satp",
              SATP,
              (hart, usual) -> Altered.with(hart, Rv64State.TVM, 0, usual)),
          executing(
              REGISTERS,
              "a locked entry's address can be written",
              (hart, packed, usual) ->
                  Altered.csr(packed) >= PMPADDR0 && Altered.csr(packed) < PMPADDR0 + 8
                      ? Altered.with(
                          hart,
                          Rv64State.PMPCFG0,
                          hart.state.get(Rv64State.PMPCFG0) & ~LOCKS,
                          usual)
                      : usual.getAsLong()),
          executing(
              PRIVILEGE,
              "S may use machine level's registers",
              (hart, packed, usual) ->
                  Altered.csr(packed) >>> 8 == 3 && Altered.mode(hart) == 1
                      ? Altered.with(hart, Rv64State.MODE, 3, usual)
                      : usual.getAsLong()),
          executing(
              PRIVILEGE,
              "U may use supervisor level's registers",
              (hart, packed, usual) ->
                  Altered.csr(packed) >>> 8 == 1 && Altered.mode(hart) == 0
                      ? Altered.with(hart, Rv64State.MODE, 1, usual)
                      : usual.getAsLong()),
          counting(
              "mcounteren is not looked at",
              (hart, usual) -> Altered.with(hart, Rv64State.MCOUNTEREN, ALL_COUNTERS, usual)),
          counting(
              "scounteren is not looked at",
              (hart, usual) -> Altered.with(hart, Rv64State.SCOUNTEREN, ALL_COUNTERS, usual)),
          read(TIME, "time is one tick behind", TIMER, (hart, value) -> value - 1),
          read(TIME, "instret counts the instruction that reads it", INSTRET, (_, v) -> v + 1),
          read(TIME, "cycle does not count traps", CYCLE, (hart, v) -> v - hart.traps()),
          accessing(
              TIME,
              "stimecmp can be used though STCE is clear",
              STIMECMP,
              (hart, usual) -> Altered.with(hart, Rv64State.MENVCFG_STCE, 1, usual)),
          executing(
              PORTIONS,
              "setting bits of mip writes the line of SEIP back",
              (hart, packed, usual) -> {
                long line = hart.lines() & InterruptCause.SUPERVISOR_EXTERNAL.bit();
                boolean modifies = Altered.csr(packed) == MIP && !Altered.isOnlyRead(packed);
                long next = usual.getAsLong();
                if (modifies && Altered.name(packed).charAt(4) != 'w') {
                  hart.state.set(Rv64State.MIP, hart.state.get(Rv64State.MIP) | line);
                }
                return next;
              }),
          executing(
              FLOATING_POINT,
              "floating point works though FS is Off",
              (hart, packed, usual) ->
                  Altered.csr(packed) < 0 && Altered.get(hart, Rv64State.FS) == 0
                      ? Altered.with(hart, Rv64State.FS, 3, usual)
                      : usual.getAsLong()),
          executing(
              FLOATING_POINT,
              "fcsr can be used though FS is Off",
              (hart, packed, usual) ->
                  Altered.csr(packed) > 0 && Altered.csr(packed) < 4
                      ? Altered.with(
                          hart, Rv64State.FS, Math.max(1, Altered.get(hart, Rv64State.FS)), usual)
                      : usual.getAsLong()));

  private static boolean exists(int csr) {
    return Rv64.SET.csrs().stream().anyMatch(each -> each.address() == csr);
  }

  private static long zero(Hart hart, long packed) {
    Altered.result(hart, packed, 0);
    return hart.state.pc + 4;
  }

  /** Executes an instruction in another way. */
  @FunctionalInterface
  private interface Executing {
    long execute(Hart hart, long packed, LongSupplier usual);
  }

  private static Fault executing(Pitfall pitfall, String name, Executing executing) {
    return Fault.ofDefinitions(
        pitfall,
        name,
        () ->
            new Stepping() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                return executing.execute(hart, packed, () -> super.execute(hart, packed, pc));
              }
            });
  }

  /** Does an access in other circumstances. */
  @FunctionalInterface
  private interface Circumstances {
    long execute(Hart hart, LongSupplier usual);
  }

  private static Fault accessing(Pitfall pitfall, String name, int csr, Circumstances in) {
    return executing(
        pitfall,
        name,
        (hart, packed, usual) ->
            Altered.csr(packed) == csr ? in.execute(hart, usual) : usual.getAsLong());
  }

  private static Fault counting(String name, Circumstances in) {
    return executing(
        TIME,
        name,
        (hart, packed, usual) ->
            Altered.csr(packed) >>> 5 == CYCLE >>> 5 ? in.execute(hart, usual) : usual.getAsLong());
  }

  /** A register that is read as something else than its value. */
  private static Fault read(
      Pitfall pitfall, String name, int csr, ToLongBiFunction<Hart, Long> as) {
    return executing(
        pitfall,
        name,
        (hart, packed, usual) -> {
          long next = usual.getAsLong();
          if (Altered.csr(packed) == csr) {
            Altered.result(hart, packed, as.applyAsLong(hart, Altered.result(hart, packed)));
          }
          return next;
        });
  }

  /** A register that holds something else when it has been written, or bits of it set. */
  private static Fault written(
      Pitfall pitfall, String name, int csr, ObjLongConsumer<Hart> change) {
    return executing(
        pitfall,
        name,
        (hart, packed, usual) -> {
          boolean writes = Altered.csr(packed) == csr && Altered.name(packed).charAt(4) != 'c';
          long source = writes ? Altered.source(hart, packed) : 0;
          long next = usual.getAsLong();
          if (writes) {
            change.accept(hart, source);
          }
          return next;
        });
  }
}
