package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.csr;
import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.definition.PrivilegeMode.S;
import static trapeze.isa.definition.PrivilegeMode.U;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.branch;
import static trapeze.isa.ir.Build.cause;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.operand;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.x;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.isa.rv64.Modes.isVirtualUser;
import static trapeze.isa.rv64.Modes.modeIs;
import static trapeze.isa.rv64.Modes.modeIsBelow;
import static trapeze.isa.rv64.Modes.realModeIs;
import static trapeze.isa.rv64.Modes.virtual;

import java.util.List;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.CsrBuilder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Statement;

/** The control registers and instructions of supervisor level (priv:supervisor). */
public final class SupervisorLevel {
  private SupervisorLevel() {}

  /** The bits of {@code mstatus} that {@code sstatus} shows: SD, UXL, MXR, SUM, FS, SPP, ... */
  static final long SSTATUS = 1L << 63 | 3L << 32 | 0xde762L;

  static final Csr SSTATUS_CSR =
      CsrBuilder.view(
              "sstatus", 0x100, "priv:sstatus", MachineLevel.MSTATUS, word(SSTATUS), word(SSTATUS))
          .replacedForGuestBy(VirtualSupervisorLevel.VSSTATUS);

  static final Csr STVEC =
      csr("stvec", 0x105, Rv64State.STVEC)
          .section("priv:stvec")
          .any("BASE", 63, 2)
          .any("MODE", 0, 0)
          .ignoresWriteWhen(MachineLevel::reservedVectorMode)
          .build()
          .replacedForGuestBy(VirtualSupervisorLevel.VSTVEC);

  static final Csr SCOUNTEREN =
      csr("scounteren", 0x106, Rv64State.SCOUNTEREN)
          .section("priv:scounteren")
          .any("HPM", 31, 3)
          .any("IR", 2, 2)
          .any("TM", 1, 1)
          .any("CY", 0, 0)
          .build();

  static final Csr SENVCFG =
      csr("senvcfg", 0x10a, Rv64State.SENVCFG)
          .section("priv:senvcfg")
          .illegalWhen(StateEnable.withheld(Rv64State.MSTATEEN_ENVCFG))
          .any("FIOM", 0, 0)
          .warl("CBIE", 5, 4, "0, 1 or 3; else unchanged", MachineLevel::notTwo)
          .any("CBCFE", 6, 6)
          .any("CBZE", 7, 7)
          .build()
          .refusedToGuestWhen(StateEnable.withheldFromGuests(Rv64State.HSTATEEN_ENVCFG));

  static final Csr SSCRATCH =
      csr("sscratch", 0x140, Rv64State.SSCRATCH)
          .section("priv:sscratch")
          .any("sscratch", 63, 0)
          .build()
          .replacedForGuestBy(VirtualSupervisorLevel.VSSCRATCH);

  static final Csr SEPC =
      csr("sepc", 0x141, Rv64State.SEPC)
          .section("priv:sepc")
          .any("sepc", 63, 1)
          .build()
          .replacedForGuestBy(VirtualSupervisorLevel.VSEPC);

  static final Csr SCAUSE =
      csr("scause", 0x142, Rv64State.SCAUSE)
          .section("priv:scause")
          .any("Interrupt", 63, 63)
          .any("Exception Code", 62, 0)
          .build()
          .replacedForGuestBy(VirtualSupervisorLevel.VSCAUSE);

  static final Csr STVAL =
      csr("stval", 0x143, Rv64State.STVAL)
          .section("priv:stval")
          .any("stval", 63, 0)
          .build()
          .replacedForGuestBy(VirtualSupervisorLevel.VSTVAL);

  /**
   * Below M it exists where M lets it (STCE) and lets {@code time} be read (TM); in VS where HS
   * does so too (priv:norm:henvcfg_stce, priv:norm:hcounteren_acc).
   */
  static final Csr STIMECMP =
      csr("stimecmp", 0x14d, Rv64State.STIMECMP)
          .section("priv:stimecmp")
          .any("stimecmp", 63, 0)
          .illegalWhen(VirtualSupervisorLevel.timerRefused())
          .build()
          .replacedForGuestBy(VirtualSupervisorLevel.VSTIMECMP)
          .refusedToGuestWhen(
              not(
                  and(
                      Rv64State.HENVCFG_STCE.get(),
                      bits(Rv64State.HCOUNTEREN.whole().get(), 1, 1))));

  /** A write with a mode that does not exist changes nothing (priv:satp). */
  static final Csr SATP =
      csr("satp", 0x180, Rv64State.SATP)
          .section("priv:satp")
          .illegalWhen(and(realModeIs(S), Rv64State.TVM.get()))
          .ignoresWriteWhen(written -> PagingModes.unsupported(bits(written, 63, 60)))
          .any("MODE", 63, 60)
          .warl(
              "ASID",
              59,
              44,
              "the ASID bits that exist",
              (old, written) -> and(written, Rv64State.ASID_MASK.whole().get()))
          .any("PPN", 43, 0)
          .build()
          .replacedForGuestBy(VirtualSupervisorLevel.VSATP)
          .refusedToGuestWhen(Rv64State.VTVM.get());

  /**
   * Waits for an interrupt. In U it traps always: no time bound is given to it. TW makes it illegal
   * in VS and VU too; if TW is clear, it is a virtual instruction in VU, and in VS under VTW
   * (priv:norm:hstatus_vtw_op).
   */
  static final Instruction WFI =
      instruction("wfi", "0001000 00101 00000 000 00000 1110011")
          .in("Machine")
          .section("priv:wfi")
          .requires(not(or(realModeIs(U), and(modeIsBelow(PrivilegeMode.M), Rv64State.TW.get()))))
          .refusedToGuestWhen(and(virtual(), or(modeIs(U), Rv64State.VTW.get())))
          .does(cause(Effect.WAIT_FOR_INTERRUPT));

  /** Orders this hart's accesses behind earlier writes to page tables. */
  static final Instruction SFENCE_VMA = translationFence("sfence.vma", "0001001", "Supervisor");

  /** The same without ordering, between the two fences that follow. */
  static final Instruction SINVAL_VMA = translationFence("sinval.vma", "0001011", "Svinval");

  static final Instruction SFENCE_W_INVAL = ordering("sfence.w.inval", "00000");

  static final Instruction SFENCE_INVAL_IR = ordering("sfence.inval.ir", "00001");

  /** The chapter's registers. */
  public static List<Csr> csrs() {
    return List.of(
        SSTATUS_CSR, STVEC, SCOUNTEREN, SENVCFG, SSCRATCH, SEPC, SCAUSE, STVAL, STIMECMP, SATP);
  }

  /** The chapter's instructions. */
  public static List<Instruction> instructions() {
    return List.of(WFI, SFENCE_VMA, SINVAL_VMA, SFENCE_W_INVAL, SFENCE_INVAL_IR);
  }

  private static Instruction translationFence(String name, String function, String extension) {
    return instruction(name, function + " rs2 rs1 000 00000 1110011")
        .in(extension)
        .section("priv:sfence.vma")
        .syntax("rs1, rs2")
        .requires(not(or(realModeIs(U), and(realModeIs(S), Rv64State.TVM.get()))))
        .refusedToGuestWhen(and(virtual(), or(modeIs(U), Rv64State.VTVM.get())))
        .does(
            branch(
                virtual(),
                List.of(fences(Effect.FENCE_GUEST_TRANSLATION)),
                List.of(fences(Effect.FENCE_ADDRESS_TRANSLATION))));
  }

  /** Fences what the operands name: an address in {@code rs1}, an ASID in {@code rs2}. */
  static Statement fences(Effect effect) {
    return cause(
        effect,
        zeroExtend(isNotZero(operand(RS1)), 64),
        x(RS1),
        zeroExtend(isNotZero(operand(RS2)), 64),
        and(x(RS2), zeroExtend(Rv64State.ASID_MASK.whole().get(), 64)));
  }

  private static Instruction ordering(String name, String selector) {
    return instruction(name, "0001100 " + selector + " 00000 000 00000 1110011")
        .in("Svinval")
        .section("priv:svinval")
        .requires(not(realModeIs(U)))
        .refusedToGuestWhen(isVirtualUser());
  }
}
