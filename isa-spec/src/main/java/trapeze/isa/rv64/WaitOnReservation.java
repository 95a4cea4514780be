package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;

import java.util.List;
import trapeze.isa.definition.Instruction;

/**
 * Waiting until another hart writes to the reservation set (unpriv:ext:zawrs).
 *
 * <p>Implementation choice: the wait ends at once. The manual lets an implementation end a stall
 * for any reason, so that software loops around it anyway; a wait that has ended within the bounded
 * time is legal whatever {@code mstatus.TW} holds.
 */
public final class WaitOnReservation {
  private WaitOnReservation() {}

  static final Instruction WRS_NTO =
      instruction("wrs.nto", "000000001101 00000 000 00000 1110011")
          .in("Zawrs")
          .section("unpriv:norm:Zawrs_wrs-nto_stall_exec");

  static final Instruction WRS_STO =
      instruction("wrs.sto", "000000011101 00000 000 00000 1110011")
          .in("Zawrs")
          .section("unpriv:norm:Zawrs_wrs-sto_stall_duration");

  static List<Instruction> instructions() {
    return List.of(WRS_NTO, WRS_STO);
  }
}
