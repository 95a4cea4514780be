package trapeze.isa.rv64;

import static trapeze.isa.definition.CsrBuilder.computed;
import static trapeze.isa.definition.CsrBuilder.csr;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.notEqual;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Modes.hasHypervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Statement;

/** The control registers of machine level (priv:machine). */
public final class MachineLevel {
  private MachineLevel() {}

  /** What {@code misa} tells: the letters of the extensions; MXL says 64 bits. */
  private static final Expression ISA = or(word(2L << 62), Extensions.letters());

  /** Exceptions that can be delegated: all but ECALL from M (priv:medeleg). */
  static final long DELEGABLE_EXCEPTIONS = 0xb3ff;

  /** The same of the hypervisor extension: ECALL from VS, guest-page faults, code 22. */
  static final long DELEGABLE_GUEST_EXCEPTIONS = 0xf0_0400;

  /** Interrupts that can be delegated: the supervisor's three. */
  static final long DELEGABLE_INTERRUPTS = 0x222;

  /** Interrupts that exist: external, timer and software, for M and S. */
  static final long INTERRUPTS = 0xaaa;

  /** The interrupts of VS, which the hypervisor extension adds: VSSI, VSTI and VSEI. */
  static final long GUEST_INTERRUPTS = 0x444;

  static final Csr MSTATUS =
      csr("mstatus", 0x300, Rv64State.MSTATUS)
          .section("priv:mstatus")
          .any("SIE", 1, 1)
          .any("MIE", 3, 3)
          .any("SPIE", 5, 5)
          .constant("UBE", 6, 6, 0)
          .any("MPIE", 7, 7)
          .any("SPP", 8, 8)
          .constant("VS", 10, 9, 0)
          .warl("MPP", 12, 11, "U, S or M; else unchanged", MachineLevel::notTwo)
          .any("FS", 14, 13)
          .constant("XS", 16, 15, 0)
          .any("MPRV", 17, 17)
          .any("SUM", 18, 18)
          .any("MXR", 19, 19)
          .any("TVM", 20, 20)
          .any("TW", 21, 21)
          .any("TSR", 22, 22)
          .constant("UXL", 33, 32, 2)
          .constant("SXL", 35, 34, 2)
          .constant("SBE", 36, 36, 0)
          .constant("MBE", 37, 37, 0)
          .warl("GVA", 38, 38, "with H", withHypervisor())
          .warl("MPV", 39, 39, "with H", withHypervisor())
          .computed("SD", 63, 63, "whether FS is Dirty", Rv64State.FS.is(3))
          .build();

  static final Csr MEDELEG =
      csr("medeleg", 0x302, Rv64State.MEDELEG)
          .section("priv:medeleg")
          .masked("synchronous exceptions", DELEGABLE_EXCEPTIONS, "all but ECALL from M")
          .warl("ECALL from VS", 10, 10, "with H", withHypervisor())
          .warl("guest-page faults, virtual instruction", 23, 20, "with H", withHypervisor())
          .build();

  static final Csr MIDELEG =
      csr("mideleg", 0x303, Rv64State.MIDELEG)
          .section("priv:medeleg")
          .masked("interrupts", DELEGABLE_INTERRUPTS, "SSI, STI and SEI")
          .computed(
              "interrupts of VS",
              10,
              0,
              "read-only 1 with H",
              select(hasHypervisor(), constant(GUEST_INTERRUPTS, 11), constant(0, 11)))
          .build();

  static final Csr MIE =
      csr("mie", 0x304, Rv64State.MIE)
          .section("priv:mie")
          .masked("interrupts", INTERRUPTS, "MSI, MTI, MEI, SSI, STI and SEI")
          .warl("VSSIE", 2, 2, "with H", withHypervisor())
          .warl("VSTIE", 6, 6, "with H", withHypervisor())
          .warl("VSEIE", 10, 10, "with H", withHypervisor())
          .build();

  static final Csr MTVEC =
      csr("mtvec", 0x305, Rv64State.MTVEC)
          .section("priv:mtvec")
          .any("BASE", 63, 2)
          .any("MODE", 0, 0)
          .ignoresWriteWhen(MachineLevel::reservedVectorMode)
          .build();

  static final Csr MCOUNTEREN =
      csr("mcounteren", 0x306, Rv64State.MCOUNTEREN)
          .section("priv:mcounteren")
          .any("HPM", 31, 3)
          .any("IR", 2, 2)
          .any("TM", 1, 1)
          .any("CY", 0, 0)
          .build();

  static final Csr MENVCFG =
      csr("menvcfg", 0x30a, Rv64State.MENVCFG)
          .section("priv:menvcfg")
          .any("FIOM", 0, 0)
          .warl("CBIE", 5, 4, "0, 1 or 3; else unchanged", MachineLevel::notTwo)
          .any("CBCFE", 6, 6)
          .any("CBZE", 7, 7)
          .warl("ADUE", 61, 61, "with Svadu", ifImplemented(Rv64State.HAS_SVADU.whole().get()))
          .any("PBMTE", 62, 62)
          .warl("STCE", 63, 63, "with Sstc", ifImplemented(Rv64State.HAS_SSTC.whole().get()))
          .thenOnWrite(withheld())
          .build();

  static final Csr MSCRATCH =
      csr("mscratch", 0x340, Rv64State.MSCRATCH)
          .section("priv:mscratch")
          .any("mscratch", 63, 0)
          .build();

  static final Csr MEPC =
      csr("mepc", 0x341, Rv64State.MEPC).section("priv:mepc").any("mepc", 63, 1).build();

  static final Csr MCAUSE =
      csr("mcause", 0x342, Rv64State.MCAUSE)
          .section("priv:mcause")
          .any("Interrupt", 63, 63)
          .any("Exception Code", 62, 0)
          .build();

  static final Csr MTVAL =
      csr("mtval", 0x343, Rv64State.MTVAL).section("priv:mtval").any("mtval", 63, 0).build();

  /** The chapter's registers; those of interrupts, counters and protection have their own. */
  public static List<Csr> csrs() {
    List<Csr> all =
        new ArrayList<>(
            List.of(
                fixed("mvendorid", 0xf11, "priv:mvendorid", 0),
                fixed("marchid", 0xf12, "priv:marchid", 0),
                fixed("mimpid", 0xf13, "priv:mimpid", 0),
                computed(
                        "mhartid",
                        0xf14,
                        "the number of this hart",
                        Rv64State.HART_ID.whole().get())
                    .section("priv:mhartid")
                    .build(),
                fixed("mconfigptr", 0xf15, "priv:mconfigptr", 0),
                computed("misa", 0x301, "64 bits, and the extensions' letters", ISA)
                    .section("priv:misa")
                    .build(),
                // No trigger exists, which is what these say (debug:tselect).
                fixed("tselect", 0x7a0, "debug:tselect", 0),
                fixed("tdata1", 0x7a1, "debug:tselect", 0),
                fixed("tdata2", 0x7a2, "debug:tselect", 0),
                fixed("tdata3", 0x7a3, "debug:tselect", 0)));
    all.addAll(
        List.of(
            MSTATUS,
            MEDELEG,
            MIDELEG,
            MIE,
            MTVEC,
            MCOUNTEREN,
            MENVCFG,
            MSCRATCH,
            MEPC,
            MCAUSE,
            MTVAL));
    return all;
  }

  /** A register that always reads as one value; a legal write changes nothing. */
  static Csr fixed(String name, int address, String section, long always) {
    return computed(name, address, "read-only " + always, word(always)).section(section).build();
  }

  /** What M takes back, HS loses: it is then read-only zero in {@code henvcfg}. */
  private static Statement withheld() {
    long leave =
        Rv64State.MENVCFG_ADUE.mask()
            | Rv64State.MENVCFG_PBMTE.mask()
            | Rv64State.MENVCFG_STCE.mask();
    return when(
        hasHypervisor(),
        set(
            Rv64State.HENVCFG,
            and(
                Rv64State.HENVCFG.whole().get(),
                or(Rv64State.MENVCFG.whole().get(), word(~leave)))));
  }

  /** Any value with the hypervisor extension, without it what it always was, which is 0. */
  static BinaryOperator<Expression> withHypervisor() {
    return (old, written) -> select(hasHypervisor(), written, old);
  }

  /** A vector mode of 2 or 3 is reserved: such a write is ignored. */
  static Expression reservedVectorMode(Expression written) {
    return notEqual(and(written, word(2)), word(0));
  }

  /** Two bits of which 2 is no legal value. */
  static Expression notTwo(Expression old, Expression written) {
    return select(equal(written, constant(2, 2)), old, written);
  }

  private static BinaryOperator<Expression> ifImplemented(Expression exists) {
    return (old, written) -> and(written, exists);
  }
}
