package trapeze.laws;

import static trapeze.laws.Pitfall.CALLS;
import static trapeze.laws.Pitfall.DEVICES;
import static trapeze.laws.Pitfall.OUTSIDE;
import static trapeze.laws.Pitfall.PORTIONS;
import static trapeze.laws.Pitfall.PRIVILEGE;

import java.util.List;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;

/** Faults on the way into a guest's trap handler and back. */
final class TrapFaults {
  private TrapFaults() {}

  private static final long SUPERVISOR = 1;
  private static final long MACHINE = 3;

  static final List<Fault> ALL =
      List.of(
          Fault.ofDefinitions(
              CALLS,
              "a reflected ECALL keeps the real cause, 8",
              () ->
                  new Stepping() {
                    @Override
                    public long execute(Hart hart, long packed, long pc) {
                      try {
                        return super.execute(hart, packed, pc);
                      } catch (TrapSignal raised) {
                        throw isCall(raised.cause()) ? raised.carrying(8, 0) : raised;
                      }
                    }
                  }),
          entering(
              CALLS,
              "the pc of a reflected ECALL is that of the next instruction",
              (hart, cause, value, interrupt, handler) -> {
                boolean call = isCall(cause) && interrupt == 0;
                add(hart, handler == MACHINE ? Rv64State.MEPC : Rv64State.SEPC, call ? 4 : 0);
              }),
          entering(
              PRIVILEGE,
              "MPP says U, whatever mode a trap came from",
              (hart, cause, value, interrupt, handler) -> {
                if (handler == MACHINE) {
                  Altered.set(hart, Rv64State.MPP, 0);
                }
              }),
          entering(
              PRIVILEGE,
              "SPP says S, whatever mode a trap came from",
              (hart, cause, value, interrupt, handler) -> {
                if (handler == SUPERVISOR) {
                  Altered.set(hart, Rv64State.SPP, 1);
                }
              }),
          entering(
              PRIVILEGE,
              "a trap leaves interrupts enabled",
              (hart, cause, value, interrupt, handler) -> {
                boolean machine = handler == MACHINE;
                Field enabled = machine ? Rv64State.MIE_BIT : Rv64State.SIE;
                Field before = machine ? Rv64State.MPIE : Rv64State.SPIE;
                Altered.set(hart, enabled, Altered.get(hart, before));
              }),
          entering(
              PRIVILEGE,
              "the cause of an interrupt looks like an exception's",
              (hart, cause, value, interrupt, handler) ->
                  hart.state.set(handler == MACHINE ? Rv64State.MCAUSE : Rv64State.SCAUSE, cause)),
          returning(PRIVILEGE, "MRET leaves MPP as it is", "mret", Rv64State.MPP),
          returning(PRIVILEGE, "SRET leaves SPP as it is", "sret", Rv64State.SPP),
          returning(PRIVILEGE, "MRET leaves MIE as it is", "mret", Rv64State.MIE_BIT),
          returning(PRIVILEGE, "SRET leaves SIE as it is", "sret", Rv64State.SIE),
          returning(PORTIONS, "MRET leaves MPRV set", "mret", Rv64State.MPRV),
          returning(PORTIONS, "SRET leaves MPRV set", "sret", Rv64State.MPRV),
          trapping(
              DEVICES,
              "the trap value is not written",
              (definitions, hart, cause, value, interrupt) ->
                  definitions.enter(hart, cause, 0, interrupt)),
          trapping(
              PRIVILEGE,
              "delegation is ignored",
              (definitions, hart, cause, value, interrupt) ->
                  Altered.with(
                      hart,
                      Rv64State.MEDELEG,
                      0,
                      () -> definitions.enter(hart, cause, value, interrupt))),
          trapping(
              PRIVILEGE,
              "what is delegated goes to S from M too",
              (definitions, hart, cause, value, interrupt) ->
                  Altered.with(
                      hart,
                      Rv64State.MODE,
                      Math.min(SUPERVISOR, Altered.mode(hart)),
                      () -> definitions.enter(hart, cause, value, interrupt))),
          trapping(
              OUTSIDE,
              "an access outside of memory is reported as a page fault",
              (definitions, hart, cause, value, interrupt) -> {
                boolean access = interrupt == 0 && (cause == 5 || cause == 7);
                return definitions.enter(hart, access ? cause + 8 : cause, value, interrupt);
              }),
          trapping(
              OUTSIDE,
              "an access outside of memory is the guest's end",
              (definitions, hart, cause, value, interrupt) -> {
                if (interrupt == 0 && (cause == 5 || cause == 7)) {
                  throw new IllegalStateException("nothing is at %x".formatted(value));
                }
                return definitions.enter(hart, cause, value, interrupt);
              }),
          trapping(
              OUTSIDE,
              "misaligned atomics raise an access fault",
              (definitions, hart, cause, value, interrupt) -> {
                boolean misaligned = cause == 6 && interrupt == 0;
                return definitions.enter(hart, misaligned ? 7 : cause, value, interrupt);
              }),
          trapping(
              DEVICES,
              "an instruction that crosses into a missing page has the value of its start",
              (definitions, hart, cause, value, interrupt) -> {
                boolean fetch = interrupt == 0 && (cause == 12 || cause == 1);
                return definitions.enter(hart, cause, fetch ? hart.state.pc : value, interrupt);
              }),
          trapping(
              PORTIONS,
              "an access that crosses into a missing page has the value of its start",
              (definitions, hart, cause, value, interrupt) -> {
                boolean data = interrupt == 0 && (cause == 13 || cause == 15 || cause == 7);
                boolean second = data && (value & 0xfff) == 0;
                return definitions.enter(
                    hart, cause, second ? start(hart, value) : value, interrupt);
              }));

  private static boolean isCall(long cause) {
    return cause >= ExceptionCause.ECALL_FROM_U.code() && cause <= 11;
  }

  private static void add(Hart hart, StateVariable variable, long amount) {
    hart.state.set(variable, hart.state.get(variable) + amount);
  }

  /** Where the access of the instruction at the pc begins. */
  private static long start(Hart hart, long otherwise) {
    try {
      long packed = hart.engine().decoder().applyAsLong((int) hart.instructionBits());
      boolean simple = List.of("ld", "lw", "lh", "sd", "sw", "sh").contains(Altered.name(packed));
      long base = hart.state.x[(int) Altered.operand(packed, Operand.RS1)];
      return simple ? base + Altered.operand(packed, Operand.IMM) : otherwise;
    } catch (TrapSignal unreadable) {
      return otherwise;
    }
  }

  /** What is done when a trap has been entered. */
  @FunctionalInterface
  private interface Entered {
    void by(Hart hart, long cause, long value, long interrupt, long handler);
  }

  private static Fault entering(Pitfall pitfall, String name, Entered entered) {
    return trapping(
        pitfall,
        name,
        (definitions, hart, cause, value, interrupt) -> {
          definitions.enter(hart, cause, value, interrupt);
          entered.by(hart, cause, value, interrupt, Altered.mode(hart));
          return 0;
        });
  }

  /** Definitions of which the entry into a trap can be asked for by an expression. */
  private interface Entry {
    long enter(Hart hart, long cause, long value, long interrupt);
  }

  /** Enters a trap in another way; what it gives means nothing. */
  @FunctionalInterface
  private interface Entering {
    long enter(Entry usual, Hart hart, long cause, long value, long interrupt);
  }

  private static Fault trapping(Pitfall pitfall, String name, Entering entering) {
    return Fault.ofDefinitions(
        pitfall,
        name,
        () ->
            new Altered() {
              @Override
              public void takeTrap(
                  Hart hart,
                  long cause,
                  long value,
                  long interrupt,
                  long guestPhysical,
                  long instruction,
                  long guestVirtual) {
                entering.enter(this::usually, hart, cause, value, interrupt);
              }

              private long usually(Hart hart, long cause, long value, long interrupt) {
                super.takeTrap(hart, cause, value, interrupt, 0, 0, 0);
                return 0;
              }
            });
  }

  /** A return that leaves a field as it is. */
  private static Fault returning(Pitfall pitfall, String name, String mnemonic, Field field) {
    return Fault.ofDefinitions(
        pitfall,
        name,
        () ->
            new Stepping() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                long before = get(hart, field);
                long next = super.execute(hart, packed, pc);
                if (name(packed).equals(mnemonic)) {
                  set(hart, field, before);
                }
                return next;
              }
            });
  }
}
