package trapeze.isa.rv64;

import static trapeze.isa.ir.Operand.RS1;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.fp.FpOperation;

/**
 * Half-precision floating point (unpriv:ext:zfh). Zfhmin is the part that moves and converts
 * (unpriv:norm:zfhmin).
 */
public final class FloatingHalf {
  private FloatingHalf() {}

  static final FloatingPoint FORMAT =
      new FloatingPoint(
          "Zfh",
          "h",
          "h",
          "10",
          FpOperation.Kind.HALF,
          0x7e00,
          new FloatingPoint.Sections(
              "unpriv:norm:fsh_flh_op",
              "unpriv:norm:Zfh_computational_instrs",
              "unpriv:half-prec-conv-and-mv",
              "unpriv:norm:Zfh_compare_instrs",
              "unpriv:norm:fclass-h_op"));

  private static final Set<String> MINIMAL =
      Set.of("flh", "fsh", "fmv.x.h", "fmv.h.x", "fcvt.s.h", "fcvt.h.s", "fcvt.d.h", "fcvt.h.d");

  static final Instruction FCVT_H_S = narrows("fcvt.h.s", "00000", FloatingSingle.FORMAT);
  static final Instruction FCVT_H_D = narrows("fcvt.h.d", "00001", FloatingDouble.FORMAT);
  static final Instruction FCVT_S_H = widens("fcvt.s.h", FloatingSingle.FORMAT);
  static final Instruction FCVT_D_H = widens("fcvt.d.h", FloatingDouble.FORMAT);

  private static Instruction narrows(String name, String from, FloatingPoint wide) {
    return FORMAT
        .define(name, "01000 %s " + from + " rs1 rm rd 1010011")
        .section("unpriv:half-prec-flpt-to-flpt-conv")
        .syntax("fd, fs1, rm")
        .does(FORMAT.toFloat(wide.kind() + "_TO_%s", wide.unboxed(RS1)));
  }

  /** Exact, whatever the rounding mode, so assembly does not show it. */
  private static Instruction widens(String name, FloatingPoint wide) {
    return wide.define(name, "01000 %s 00010 rs1 rm rd 1010011")
        .section("unpriv:half-prec-flpt-to-flpt-conv")
        .syntax("fd, fs1")
        .does(wide.toFloat("HALF_TO_%s", FORMAT.unboxed(RS1)));
  }

  static List<Instruction> instructions() {
    return Stream.concat(
            Stream.of(FORMAT.load(), FORMAT.store(), FCVT_S_H, FCVT_H_S, FCVT_D_H, FCVT_H_D),
            FORMAT.computations().stream())
        .map(each -> each.in(MINIMAL.contains(each.name()) ? "Zfhmin" : "Zfh"))
        .toList();
  }
}
