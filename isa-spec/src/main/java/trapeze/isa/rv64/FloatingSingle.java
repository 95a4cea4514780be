package trapeze.isa.rv64;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.fp.FpOperation;

/** Single-precision floating point (unpriv:ext:f). */
public final class FloatingSingle {
  private FloatingSingle() {}

  static final FloatingPoint FORMAT =
      new FloatingPoint(
          "F",
          "s",
          "w",
          "00",
          FpOperation.Kind.SINGLE,
          0x7fc0_0000L,
          new FloatingPoint.Sections(
              "unpriv:sp-ldst",
              "unpriv:single-float-compute",
              "unpriv:fcvt",
              "unpriv:spfloat-comp",
              "unpriv:fclass"));

  static List<Instruction> instructions() {
    return Stream.concat(Stream.of(FORMAT.load(), FORMAT.store()), FORMAT.computations().stream())
        .toList();
  }
}
