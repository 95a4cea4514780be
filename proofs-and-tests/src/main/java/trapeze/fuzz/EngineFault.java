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
  SFENCE_DEAF("SFENCE.VMA forgets nothing", () -> DeafToFences::new),
  HLVX_READS(true, "HLVX.WU asks for R, not for X", () -> defining("hlvx.wu", "hlv.wu")),
  SRET_KEEPS_SPV(true, "SRET leaves SPV", EngineFault::sretKeepsSpv),
  VS_SUM_IGNORED(true, "SUM of vsstatus counts for nothing", GuestFault::sumIgnored),
  MXR_IGNORED(true, "MXR of HS counts for nothing in a guest", GuestFault::outerMxrIgnored),
  GVA_UNTOLD(true, "GVA is not set where HLV faults", GuestFault::guestAddressUntold),
  HTVAL_IN_BYTES(true, "htval and mtval2 hold bytes", GuestFault::addressInBytes),
  VIRTUAL_ILLEGAL(true, "a virtual instruction is illegal", GuestFault::virtualIsIllegal),
  HGATP_UNALIGNED(
      true, "the root in hgatp may lie at any page", () -> of(GuestFault.rootAnywhere())),
  SRET_UNHINDERED(
      true, "SRET in VU, or under VTSR, is executed", () -> of(GuestFault.returnUnhindered())),
  HFENCE_DEAF(true, "HFENCE.GVMA forgets nothing", () -> GuestFault.DeafToGuestFences::new);

  private final boolean ofGuests;
  private final String about;
  private final Supplier<HartFactory> harts;

  EngineFault(String about, Supplier<HartFactory> harts) {
    this(false, about, harts);
  }

  EngineFault(boolean ofGuests, String about, Supplier<HartFactory> harts) {
    this.ofGuests = ofGuests;
    this.about = about;
    this.harts = harts;
  }

  /** Whether only a machine with the hypervisor extension has it. */
  boolean isOfGuests() {
    return ofGuests;
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
        ofGuests ? mix.withHypervisor() : mix,
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

  private static HartFactory sretKeepsSpv() {
    return of(
        Variant.of(Rv64.SET)
            .instruction(
                "sret", usual -> Variant.with(usual, Variant.without(usual.body(), Rv64State.SPV)))
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
