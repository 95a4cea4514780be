package trapeze.console.gdb;

import java.util.List;
import trapeze.isa.definition.Csr;

/**
 * The registers of a hart as gdb wants them described, written from their definitions: names,
 * numbers, widths in bits. Fields of CSRs are left out, since gdb does not assign to what has them.
 */
final class TargetDescription {
  private static final List<String> X =
      List.of(
          "zero ra sp gp tp t0 t1 t2 fp s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11"
              .concat(" t3 t4 t5 t6")
              .split(" "));
  private static final List<String> F =
      List.of(
          "ft0 ft1 ft2 ft3 ft4 ft5 ft6 ft7 fs0 fs1 fa0 fa1 fa2 fa3 fa4 fa5 fa6 fa7 fs2 fs3 fs4 fs5"
              .concat(" fs6 fs7 fs8 fs9 fs10 fs11 ft8 ft9 ft10 ft11")
              .split(" "));

  private final Registers registers;
  private final StringBuilder text = new StringBuilder();

  private TargetDescription(Registers registers) {
    this.registers = registers;
  }

  /** The description of these registers. */
  static String of(Registers registers) {
    return new TargetDescription(registers).write();
  }

  private String write() {
    text.append("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n");
    text.append("<target version=\"1.0\">\n<architecture>riscv:rv64</architecture>\n");
    // No system's conventions: for Linux's, gdb would put a breakpoint behind an ECALL to step it.
    text.append("<osabi>none</osabi>\n");
    feature("cpu");
    for (int i = 0; i < X.size(); i++) {
      register(X.get(i), i, 64, type(X.get(i)));
    }
    register("pc", Registers.PC, 64, "code_ptr");
    end();
    feature("fpu");
    text.append("<union id=\"riscv_double\">");
    text.append("<field name=\"float\" type=\"ieee_single\"/>");
    text.append("<field name=\"double\" type=\"ieee_double\"/></union>\n");
    for (int i = 0; i < F.size(); i++) {
      register(F.get(i), Registers.FIRST_F + i, 64, "riscv_double");
    }
    registers.csrs().forEach((number, csr) -> register(number, csr, true));
    end();
    feature("csr");
    registers.csrs().forEach((number, csr) -> register(number, csr, false));
    end();
    feature("virtual");
    register("priv", Registers.PRIV, 64, "int");
    end();
    return text.append("</target>\n").toString();
  }

  private static String type(String name) {
    return switch (name) {
      case "ra" -> "code_ptr";
      case "sp", "gp", "tp", "fp" -> "data_ptr";
      default -> "int";
    };
  }

  private void feature(String name) {
    text.append("<feature name=\"org.gnu.gdb.riscv.").append(name).append("\">\n");
  }

  private void end() {
    text.append("</feature>\n");
  }

  private void register(String name, int number, int bits, String type) {
    text.append(
        "<reg name=\"%s\" bitsize=\"%d\" regnum=\"%d\" type=\"%s\"/>\n"
            .formatted(name, bits, number, type));
  }

  /**
   * A CSR: gdb wants those of the floating-point unit, which it finds narrow, with its registers.
   */
  private void register(int number, Csr csr, boolean ofFloatingPoint) {
    int bytes = registers.bytes(number);
    if ((bytes == 4) != ofFloatingPoint) {
      return;
    }
    register(csr.name(), number, 8 * bytes, "int");
  }
}
