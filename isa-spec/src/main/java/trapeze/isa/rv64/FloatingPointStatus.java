package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.csr;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.branch;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.zeroExtend;

import java.util.List;
import java.util.Optional;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Csr.FieldRule;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * The floating-point control and status register and its two views (unpriv:fcsr). There is no
 * access while FS is Off, and a write makes it Dirty.
 */
public final class FloatingPointStatus {
  private FloatingPointStatus() {}

  /** With V set, HS's FS and that of VS are both in effect (priv:norm:vsstatus_fs_op). */
  static final Expression OFF = or(Rv64State.FS.is(0), and(Modes.virtual(), Rv64State.VS_FS.is(0)));

  static final Csr FFLAGS =
      csr("fflags", 0x001, Rv64State.FFLAGS)
          .section("unpriv:fcsr")
          .any("NV", 4, 4)
          .any("DZ", 3, 3)
          .any("OF", 2, 2)
          .any("UF", 1, 1)
          .any("NX", 0, 0)
          .illegalWhen(OFF)
          .thenOnWrite(dirty())
          .build();

  static final Csr FRM =
      csr("frm", 0x002, Rv64State.FRM)
          .section("unpriv:fcsr")
          .any("frm", 2, 0)
          .illegalWhen(OFF)
          .thenOnWrite(dirty())
          .build();

  static final Csr FCSR = fcsr();

  /** The chapter's registers. */
  public static List<Csr> csrs() {
    return List.of(FFLAGS, FRM, FCSR);
  }

  /** The floating-point state has been changed (priv:fs, priv:norm:vsstatus_fs_op). */
  static Statement dirty() {
    Statement dirty = set(Rv64State.FS, constant(3, 2));
    return branch(
        Modes.virtual(), List.of(dirty, set(Rv64State.VS_FS, constant(3, 2))), List.of(dirty));
  }

  private static Csr fcsr() {
    Local written = new Local("written", 64);
    Routine read =
        new Routine(
            "read_fcsr",
            List.of(),
            64,
            List.of(
                give(
                    zeroExtend(
                        concatenate(Rv64State.FRM.whole().get(), Rv64State.FFLAGS.whole().get()),
                        64))));
    Routine write =
        new Routine(
            "write_fcsr",
            List.of(written),
            0,
            List.of(
                set(Rv64State.FFLAGS, bits(value(written), 4, 0)),
                set(Rv64State.FRM, bits(value(written), 7, 5)),
                dirty()));
    return new Csr(
        "fcsr",
        0x003,
        "unpriv:fcsr",
        Optional.of(OFF),
        read,
        read,
        write,
        List.of(
            new FieldRule("frm", 7, 5, "any value"), new FieldRule("fflags", 4, 0, "any value")));
  }
}
