package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.cause;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.operand;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.shiftLeft;
import static trapeze.isa.ir.Build.signExtend;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.x;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;
import static trapeze.isa.rv64.Modes.modeIs;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * What a hypervisor does to its guest's memory: loads and stores that act as the guest's own
 * (priv:hlsv), and fences of both stages of its translation (priv:hfence.vma, priv:svinval).
 *
 * <p>In a guest all of them are virtual instructions; in U, and in HS where TVM is against it,
 * illegal ones.
 */
public final class GuestMemory {
  private GuestMemory() {}

  static final Instruction HLV_B = loads("hlv.b", "0110000 00000", 8, true, false);
  static final Instruction HLV_BU = loads("hlv.bu", "0110000 00001", 8, false, false);
  static final Instruction HLV_H = loads("hlv.h", "0110010 00000", 16, true, false);
  static final Instruction HLV_HU = loads("hlv.hu", "0110010 00001", 16, false, false);
  static final Instruction HLV_W = loads("hlv.w", "0110100 00000", 32, true, false);
  static final Instruction HLV_WU = loads("hlv.wu", "0110100 00001", 32, false, false);
  static final Instruction HLV_D = loads("hlv.d", "0110110 00000", 64, true, false);
  static final Instruction HLVX_HU = loads("hlvx.hu", "0110010 00011", 16, false, true);
  static final Instruction HLVX_WU = loads("hlvx.wu", "0110100 00011", 32, false, true);

  static final Instruction HSV_B = stores("hsv.b", "0110001", 8);
  static final Instruction HSV_H = stores("hsv.h", "0110011", 16);
  static final Instruction HSV_W = stores("hsv.w", "0110101", 32);
  static final Instruction HSV_D = stores("hsv.d", "0110111", 64);

  static final Instruction HFENCE_VVMA = fencesTranslation("hfence.vvma", "0010001", "H");
  static final Instruction HFENCE_GVMA = fencesPhysical("hfence.gvma", "0110001", "H");
  static final Instruction HINVAL_VVMA = fencesTranslation("hinval.vvma", "0010011", "Svinval");
  static final Instruction HINVAL_GVMA = fencesPhysical("hinval.gvma", "0110011", "Svinval");

  static List<Instruction> instructions() {
    return List.of(
        HLV_B,
        HLV_BU,
        HLV_H,
        HLV_HU,
        HLV_W,
        HLV_WU,
        HLV_D,
        HLVX_HU,
        HLVX_WU,
        HSV_B,
        HSV_H,
        HSV_W,
        HSV_D,
        HFENCE_VVMA,
        HFENCE_GVMA,
        HINVAL_VVMA,
        HINVAL_GVMA);
  }

  private static Instruction loads(
      String name, String function, int width, boolean signed, boolean executable) {
    Local loaded = new Local("loaded", width);
    return access(name, function + " rs1 100 rd 1110011")
        .syntax("rd, (rs1)")
        .does(
            new Statement.GuestLoad(loaded, width / 8, x(RS1), executable),
            set(RD, signed ? signExtend(value(loaded), 64) : zeroExtend(value(loaded), 64)));
  }

  private static Instruction stores(String name, String function, int width) {
    return access(name, function + " rs2 rs1 100 00000 1110011")
        .syntax("rs2, (rs1)")
        .does(new Statement.GuestStore(width / 8, x(RS1), bits(x(RS2), width - 1, 0)));
  }

  private static Instruction access(String name, String encoding) {
    Expression forbidden =
        and(modeIs(PrivilegeMode.U), not(Modes.virtual()), not(Rv64State.HU.get()));
    return instruction(name, encoding)
        .in("H")
        .section("priv:norm:hlsv_op")
        .requires(and(Modes.hasHypervisor(), not(forbidden)))
        .refusedToGuestWhen(Modes.virtual());
  }

  private static Instruction fencesTranslation(String name, String function, String extension) {
    return fence(name, function, extension, not(Modes.realModeIs(PrivilegeMode.U)))
        .does(SupervisorLevel.fences(Effect.FENCE_GUEST_TRANSLATION));
  }

  private static Instruction fencesPhysical(String name, String function, String extension) {
    Expression forbidden =
        or(
            Modes.realModeIs(PrivilegeMode.U),
            and(Modes.realModeIs(PrivilegeMode.S), Rv64State.TVM.get()));
    return fence(name, function, extension, not(forbidden))
        .does(
            cause(
                Effect.FENCE_GUEST_PHYSICAL,
                zeroExtend(isNotZero(operand(RS1)), 64),
                shiftLeft(x(RS1), constant(2, 6)),
                zeroExtend(isNotZero(operand(RS2)), 64),
                and(x(RS2), zeroExtend(Rv64State.VMID_MASK.whole().get(), 64))));
  }

  private static Instruction fence(
      String name, String function, String extension, Expression allowed) {
    return instruction(name, function + " rs2 rs1 000 00000 1110011")
        .in(extension)
        .section("priv:hfence.vma")
        .syntax("rs1, rs2")
        .requires(and(Modes.hasHypervisor(), allowed))
        .refusedToGuestWhen(Modes.virtual());
  }
}
