package trapeze.fuzz;

import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.set;

import java.util.List;
import java.util.function.UnaryOperator;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.Raises;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.laws.Altered;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.engine.Engine;
import trapeze.proofs.Variant;

/** Faults of what a hypervisor's guest meets: each a machine whose definitions answer otherwise. */
final class GuestFault {
  private GuestFault() {}

  private static HartFactory with(Altered definitions) {
    Engine engine = definitions.engine();
    return (state, bus, clock) -> new Hart(engine, state, bus, clock);
  }

  /** SUM of {@code vsstatus} counts for nothing (priv:vsstatus). */
  static HartFactory sumIgnored() {
    return with(
        new Altered() {
          @Override
          public long translate(Hart hart, long address, long kind, long mode) {
            return with(
                hart, Rv64State.VS_SUM, 0, () -> super.translate(hart, address, kind, mode));
          }

          @Override
          public long bothStagesPermissions(Hart hart, long mode) {
            return with(hart, Rv64State.VS_SUM, 0, () -> super.bothStagesPermissions(hart, mode));
          }
        });
  }

  /** MXR of HS counts for nothing in a guest (priv:norm:vsstatus_mxr_vm). */
  static HartFactory outerMxrIgnored() {
    return with(
        new Altered() {
          @Override
          public long translate(Hart hart, long address, long kind, long mode) {
            return mode < 4
                ? super.translate(hart, address, kind, mode)
                : with(hart, Rv64State.MXR, 0, () -> super.translate(hart, address, kind, mode));
          }

          @Override
          public long bothStagesPermissions(Hart hart, long mode) {
            return with(hart, Rv64State.MXR, 0, () -> super.bothStagesPermissions(hart, mode));
          }
        });
  }

  private static HartFactory entering(UnaryOperator<Trap> wrongly) {
    return with(
        new Altered() {
          @Override
          public void takeTrap(Hart hart, Trap trap) {
            super.takeTrap(hart, wrongly.apply(trap));
          }
        });
  }

  /** GVA stays clear where it is HS or M that acts as the guest (priv:norm:hstatus_gva_op). */
  static HartFactory guestAddressUntold() {
    return entering(
        trap ->
            new Trap(
                trap.interrupt(),
                trap.cause(),
                trap.value(),
                trap.guestPhysical(),
                trap.instruction(),
                false));
  }

  /** {@code htval} and {@code mtval2} hold an address in bytes (priv:norm:htval_val). */
  static HartFactory addressInBytes() {
    return entering(
        trap ->
            new Trap(
                trap.interrupt(),
                trap.cause(),
                trap.value(),
                trap.guestPhysical() << 2,
                trap.instruction(),
                trap.guestVirtual()));
  }

  /** A virtual instruction is an illegal one (priv:norm:H_cause_virtual_instruction). */
  static HartFactory virtualIsIllegal() {
    return entering(
        trap ->
            trap.is(ExceptionCause.VIRTUAL_INSTRUCTION)
                ? Trap.exception(ExceptionCause.ILLEGAL_INSTRUCTION, trap.value())
                : trap);
  }

  /** The root of the G-stage may lie at any page (priv:norm:hgatp_ppn_op). */
  static InstructionSet rootAnywhere() {
    return Variant.of(Rv64.SET)
        .write("hgatp", written -> List.of(set(Rv64State.HGATP_PPN, bits(written, 43, 0))))
        .set();
  }

  /** SRET in VU, or under VTSR, is executed (priv:norm:hstatus_vtsr_op). */
  static InstructionSet returnUnhindered() {
    return Variant.of(Rv64.SET)
        .instruction(
            "sret",
            usual ->
                Variant.with(
                    usual, usual.body().stream().filter(each -> !isRefusal(each)).toList()))
        .set();
  }

  /** Whether it raises a virtual-instruction exception. */
  private static boolean isRefusal(Statement statement) {
    return statement instanceof Statement.If(var _, var then, var _)
        && then.equals(List.of(Raises.virtualInstruction()));
  }

  /** HFENCE.GVMA forgets nothing (priv:hfence.vma). */
  static final class DeafToGuestFences extends Hart {
    DeafToGuestFences(HartState state, Bus bus, Clock clock) {
      super(state, bus, clock);
    }

    @Override
    public void fenceGuestPhysical(long hasAddress, long address, long hasVmid, long vmid) {}
  }
}
