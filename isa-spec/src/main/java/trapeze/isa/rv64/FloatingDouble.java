package trapeze.isa.rv64;

import static trapeze.isa.ir.Operand.RS1;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.fp.FpOperation;

/** Double-precision floating point, and conversion from and to singles (unpriv:ext:d). */
public final class FloatingDouble {
  private FloatingDouble() {}

  static final FloatingPoint FORMAT =
      new FloatingPoint(
          "D",
          "d",
          "d",
          "01",
          FpOperation.Kind.DOUBLE,
          0x7ff8_0000_0000_0000L,
          new FloatingPoint.Sections(
              "unpriv:fld_fsd",
              "unpriv:fl-compute",
              "unpriv:fl-convert-mv",
              "unpriv:fl-compare",
              "unpriv:fl-class"));

  static final Instruction FLD = FORMAT.load();
  static final Instruction FSD = FORMAT.store();

  static final Instruction FCVT_S_D =
      FORMAT
          .define("fcvt.s.d", "01000 00 00001 rs1 rm rd 1010011")
          .section("unpriv:fcvt-sd-ds")
          .syntax("fd, fs1, rm")
          .does(FloatingSingle.FORMAT.toFloat("DOUBLE_TO_%s", FORMAT.unboxed(RS1)));

  /** Exact, whatever the rounding mode, so assembly does not show it. */
  static final Instruction FCVT_D_S =
      FORMAT
          .define("fcvt.d.s", "01000 01 00000 rs1 rm rd 1010011")
          .section("unpriv:fcvt-sd-ds")
          .syntax("fd, fs1")
          .does(FORMAT.toFloat("SINGLE_TO_%s", FloatingSingle.FORMAT.unboxed(RS1)));

  static List<Instruction> instructions() {
    return Stream.concat(Stream.of(FLD, FSD, FCVT_S_D, FCVT_D_S), FORMAT.computations().stream())
        .toList();
  }
}
