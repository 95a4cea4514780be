package trapeze.laws;

import static trapeze.laws.Pitfall.INSTANCES;
import static trapeze.laws.Pitfall.PRIVILEGE;
import static trapeze.laws.Pitfall.TRAPPING;

import java.util.List;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** Faults in the emulation of what only some modes may execute, under some conditions. */
final class PrivilegeFaults {
  private PrivilegeFaults() {}

  private static final long U = 0;
  private static final long S = 1;
  private static final long M = 3;

  static final List<Fault> ALL =
      List.of(
          inMode(PRIVILEGE, "MRET works in S", "mret", S, M),
          inMode(PRIVILEGE, "SRET works in U", "sret", U, S),
          inMode(TRAPPING, "WFI waits in the guest's U", "wfi", U, S),
          inMode(TRAPPING, "SFENCE.VMA works in the guest's U", "sfence.vma", U, S),
          despite(INSTANCES, "TW does not keep S from WFI", "wfi", Rv64State.TW),
          despite(INSTANCES, "TSR does not keep S from SRET", "sret", Rv64State.TSR),
          Fault.ofDefinitions(
              TRAPPING,
              "WFI goes on at once",
              () ->
                  new Stepping() {
                    @Override
                    public long execute(Hart hart, long packed, long pc) {
                      long next = super.execute(hart, packed, pc);
                      if (name(packed).equals("wfi")) {
                        hart.endWait();
                      }
                      return next;
                    }
                  }),
          Fault.ofDefinitions(
              Pitfall.FENCES,
              "SFENCE.VMA with an address in x0 fences that address",
              () ->
                  new Stepping() {
                    @Override
                    public long execute(Hart hart, long packed, long pc) {
                      boolean fence = name(packed).equals("sfence.vma");
                      boolean all = operand(packed, Operand.RS1) == 0;
                      long one = PackedInstruction.with(packed, Operand.RS1, 2);
                      return super.execute(hart, fence && all ? one : packed, pc);
                    }
                  }));

  /** An instruction that works in a mode as it does in another. */
  private static Fault inMode(Pitfall pitfall, String name, String mnemonic, long mode, long as) {
    return Fault.ofDefinitions(
        pitfall,
        name,
        () ->
            new Stepping() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                return name(packed).equals(mnemonic) && mode(hart) == mode
                    ? with(hart, Rv64State.MODE, as, () -> super.execute(hart, packed, pc))
                    : super.execute(hart, packed, pc);
              }
            });
  }

  /** An instruction for which a bit of mstatus is not looked at. */
  private static Fault despite(Pitfall pitfall, String name, String mnemonic, Field field) {
    return Fault.ofDefinitions(
        pitfall,
        name,
        () ->
            new Stepping() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                return name(packed).equals(mnemonic)
                    ? with(hart, field, 0, () -> super.execute(hart, packed, pc))
                    : super.execute(hart, packed, pc);
              }
            });
  }
}
