package trapeze.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.laws.Mix;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;
import trapeze.proofs.Variant;

/** Faults of the engine, to see that they are found: of a definition, or of what is kept. */
enum EngineFault {
  SLTU_SIGNED("SLTU compares as SLT does", () -> defining("sltu", "slt")),
  DIVUW_SIGNED("DIVUW divides as DIVW does", () -> defining("divuw", "divw")),
  FMAX_FMIN("FMAX.D gives the lesser", () -> defining("fmax.d", "fmin.d")),
  AMOMAXU_SIGNED("AMOMAXU.W compares as AMOMAX.W does", () -> defining("amomaxu.w", "amomax.w")),
  MRET_KEEPS_MPRV("MRET leaves MPRV", EngineFault::mretKeepsMprv),
  FENCE_I_DEAF("FENCE.I forgets nothing", () -> DeafToFenceI::new),
  SFENCE_DEAF("SFENCE.VMA forgets nothing", () -> DeafToFences::new);

  private final String about;
  private final Supplier<HartFactory> harts;

  EngineFault(String about, Supplier<HartFactory> harts) {
    this.about = about;
    this.harts = harts;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String about() {
    return about;
  }

  /** The reference evaluator as it is, and an interpreter with the fault. */
  Pairing pairing(Mix mix) {
    HartFactory faulty = harts.get();
    return new Pairing(
        "reference",
        "the reference evaluator and an interpreter with a fault: " + about,
        mix,
        Pairing.Limits.NONE,
        () ->
            new MachinePair(
                Machine.REFERENCE, List.of(Machine.bare("faulty interpreter", faulty))));
  }

  private static HartFactory of(InstructionSet set) {
    Engine engine = Engine.of(set);
    return (state, bus, clock) -> new Hart(engine, state, bus, clock);
  }

  private static HartFactory defining(String name, String as) {
    return of(
        Variant.of(Rv64.SET)
            .instruction(name, usual -> Variant.with(usual, Rv64.SET.instruction(as).body()))
            .set());
  }

  private static HartFactory mretKeepsMprv() {
    return of(
        Variant.of(Rv64.SET)
            .instruction(
                "mret", usual -> Variant.with(usual, Variant.without(usual.body(), Rv64State.MPRV)))
            .set());
  }

  private static final class DeafToFenceI extends Hart {
    DeafToFenceI(HartState state, Bus bus, Clock clock) {
      super(state, bus, clock);
    }

    @Override
    public void fenceI() {}
  }

  private static final class DeafToFences extends Hart {
    DeafToFences(HartState state, Bus bus, Clock clock) {
      super(state, bus, clock);
    }

    @Override
    public void fenceAddressTranslation(long hasAddress, long address, long hasAsid, long asid) {}
  }
}
