package trapeze.laws;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;

/** Instructions of a generated guest that only some mode may execute, tried in every mode. */
final class Privileged {
  private Privileged() {}

  private static final int A = 5;
  private static final int B = 6;
  private static final int C = 7;
  private static final long MPP = 0x1800;

  /** Registers that the handlers lean on: written less often than the others. */
  private static final List<Integer> CORNERSTONES = List.of(0x305, 0x340, 0x105, 0x140, 0x180);

  private static final List<Integer> CSRS =
      Rv64.SET.csrs().stream()
          .map(Csr::address)
          .filter(each -> !CORNERSTONES.contains(each))
          .filter(each -> (each & 0xf) < 8 || each >>> 8 != 0xb && each >>> 8 != 0xc)
          .toList();

  private static final List<Integer> STATUS =
      List.of(
          0x300, 0x100, 0x302, 0x303, 0x304, 0x344, 0x104, 0x144, 0x30a, 0x306, 0x106, 0x14d, 0x141,
          0x341);

  /**
   * Any register but the cornerstones, which tell the handlers where they are and where to save: a
   * guest whose handler saves into code, or lies in data, has changed code without a fence, and law
   * 1 says nothing of such guests. Now and then one that does not exist.
   */
  private static Arbitrary<Integer> csr() {
    return Arbitraries.frequencyOf(
        Tuple.of(10, Arbitraries.of(STATUS)),
        Tuple.of(10, Arbitraries.of(CSRS)),
        Tuple.of(1, Arbitraries.of(0x7c0, 0x5a8, 0xfff, 0x3a1, 0x3a3)));
  }

  /** Values with few bits set, in the places of fields; or none, or all. */
  private static Arbitrary<Long> value() {
    Arbitrary<Long> bits =
        Arbitraries.integers().between(0, 23).list().ofMaxSize(4).map(Privileged::withBits);
    return Arbitraries.frequencyOf(
        Tuple.of(6, bits),
        Tuple.of(2, Arbitraries.just(0L)),
        Tuple.of(2, Arbitraries.of(0L, -1L, MPP, 0x800L, 0x1000L, 0x6000L, 0xe000_0000_0000_0000L)),
        Tuple.of(1, Arbitraries.longs().between(-4096, 4096)),
        Tuple.of(1, Arbitraries.of(0xaaaL, 0x222L, 0xa1fdL, 1L << 61, 1L << 63)));
  }

  private static long withBits(List<Integer> bits) {
    return bits.stream().mapToLong(bit -> 1L << bit).reduce(0, (a, b) -> a | b);
  }

  /** One access to a control register, by any of the six instructions. */
  static Arbitrary<Chunk> controlRegister() {
    return controlRegister(csr());
  }

  /** The same for some registers. */
  static Arbitrary<Chunk> controlRegister(Arbitrary<Integer> csr) {
    Arbitrary<String> kind =
        Arbitraries.of("csrrs", "csrrc", "csrrw", "csrrsi", "csrrci", "csrrwi");
    return Combinators.combine(kind, csr, value(), Arbitraries.of(Ordinary.FREE))
        .as(
            (mnemonic, address, value, rd) -> {
              Code code = new Code();
              if (mnemonic.endsWith("i")) {
                code.put(mnemonic, Operand.RD, rd, Operand.CSR, address, Operand.ZIMM, value & 31);
              } else {
                code.load(B, value).csr(mnemonic, rd, address, value == 0 ? 0 : B);
              }
              return new Chunk("control register", code.words());
            });
  }

  /** Instructions that trap, return, wait or fence. */
  static Arbitrary<Chunk> system() {
    Arbitrary<String> plain =
        Arbitraries.of("ecall", "ebreak", "mret", "sret", "fence.i", "sfence.w.inval");
    Arbitrary<Integer> odd = Arbitraries.of(0, -1, 0x7300_0073, 0x1050_0073 | 1 << 7, 0x0000_2473);
    Arbitrary<Chunk> word =
        Arbitraries.frequencyOf(Tuple.of(6, plain.map(each -> Code.bits(each))), Tuple.of(1, odd))
            .map(bits -> new Chunk("system", List.of(bits)));
    return Arbitraries.frequencyOf(Tuple.of(3, word), Tuple.of(1, fence()));
  }

  static Arbitrary<Chunk> fence() {
    return Combinators.combine(
            Arbitraries.of("sfence.vma", "sinval.vma"),
            Arbitraries.of(0, A),
            Arbitraries.of(0, B),
            Addresses.data(),
            Arbitraries.integers().between(0, 4))
        .as(
            (mnemonic, rs1, rs2, address, asid) -> {
              Code code = new Code().load(A, address).load(B, asid);
              code.put(mnemonic, Operand.RS1, rs1, Operand.RS2, rs2);
              return new Chunk("fence", code.words());
            });
  }

  /** Asks a handler to go on in another mode. */
  static Arbitrary<Chunk> request() {
    return Arbitraries.of(3, 1, 0).map(Privileged::request);
  }

  static Chunk request(int mode) {
    Code code = new Code().load(Layout.X_REQUEST, mode).put("ecall");
    return new Chunk("call for mode " + mode, code.words());
  }

  /** Returns from M or S to the next instruction, in another mode. */
  static Arbitrary<Chunk> returnTo() {
    return Arbitraries.of(1, 0, 3)
        .map(
            mode -> {
              Code code = new Code().load(B, MPP).csr("csrrc", 0, 0x300, B);
              code.load(B, (long) mode << 11).csr("csrrs", 0, 0x300, B);
              code.put("auipc", Operand.RD, A, Operand.IMM, 0).immediate("addi", A, A, 16);
              return new Chunk(
                  "to mode " + mode, code.csr("csrrw", 0, 0x341, A).put("mret").words());
            });
  }

  /** From S, by SRET. */
  static Arbitrary<Chunk> supervisorReturn() {
    return Combinators.combine(Arbitraries.of("csrrc", "csrrs"), Arbitraries.of(false, true))
        .as(
            (change, modified) -> {
              Code code = new Code().load(B, 0x100).csr(change, 0, 0x100, B);
              if (modified) {
                code.load(B, 0x2_0000).csr("csrrs", 0, 0x300, B);
              }
              code.put("auipc", Operand.RD, A, Operand.IMM, 0).immediate("addi", A, A, 16);
              return new Chunk("return from S", code.csr("csrrw", 0, 0x141, A).put("sret").words());
            });
  }

  /** Enables interrupts, sets a timer that is nearly due, and perhaps waits for it. */
  static Arbitrary<Chunk> timer() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 12),
            Arbitraries.of(true, false))
        .as(
            (machine, ticks, waits) -> {
              Code code = new Code().csr("csrrs", A, 0xc01, 0).immediate("addi", A, A, ticks);
              if (machine) {
                code.load(B, Layout.CLINT + 0x4000).store("sd", A, B, 0);
              } else {
                code.csr("csrrw", 0, 0x14d, A);
              }
              code.load(B, machine ? 0x80 : 0x20).csr("csrrs", 0, machine ? 0x304 : 0x104, B);
              code.put(
                  "csrrsi", Operand.CSR, machine ? 0x300 : 0x100, Operand.ZIMM, machine ? 8 : 2);
              return new Chunk("timer", (waits ? code.put("wfi") : code).words());
            });
  }

  /** Interrupts that software raises. */
  static Arbitrary<Chunk> softwareInterrupt() {
    return Combinators.combine(Arbitraries.of(0x2L, 0x20L, 0x200L, 0x222L), Arbitraries.of(0, 1))
        .as(
            (pending, line) -> {
              Code code = new Code().load(A, Layout.CLINT).load(B, line).store("sw", B, A, 0);
              code.load(B, pending).csr("csrrs", 0, 0x344, B);
              code.load(B, 0xaaa).csr("csrrs", 0, 0x304, B);
              code.put("csrrsi", Operand.CSR, 0x300, Operand.ZIMM, 8);
              return new Chunk("software interrupt", code.words());
            });
  }

  /** Interrupts one of several harts, or takes that back; perhaps listens, perhaps waits. */
  static Arbitrary<Chunk> interruptOf(int harts) {
    return Combinators.combine(
            Arbitraries.integers().between(0, harts - 1),
            Arbitraries.frequency(Tuple.of(3, 1), Tuple.of(1, 0)),
            Arbitraries.of(true, false),
            Arbitraries.frequency(Tuple.of(1, true), Tuple.of(4, false)))
        .as(
            (hart, line, listens, waits) -> {
              Code code = new Code().load(A, Layout.CLINT + 4L * hart).load(B, line);
              code.store("sw", B, A, 0);
              if (listens) {
                code.load(B, 8).csr("csrrs", 0, 0x304, B).csr("csrrs", 0, 0x300, B);
              }
              return new Chunk("interrupt", (waits ? code.put("wfi") : code).words());
            });
  }

  /** Loads and stores as another mode would. */
  static Arbitrary<Chunk> modifiedPrivilege() {
    return Combinators.combine(Arbitraries.of(0L, 0x800L), Addresses.data())
        .as(
            (previous, address) -> {
              Code code = new Code().load(A, address).load(B, MPP).csr("csrrc", 0, 0x300, B);
              code.load(B, 0x2_0000 | previous).csr("csrrs", 0, 0x300, B);
              code.immediate("ld", C, A, 0).store("sw", C, A, 0).csr("csrrc", 0, 0x300, B);
              return new Chunk("modified privilege", code.words());
            });
  }

  /** Changes what S sees of U's pages and of pages to be executed. */
  static Arbitrary<Chunk> visibility() {
    return Combinators.combine(
            Arbitraries.of("csrrs", "csrrc"), Arbitraries.of(0x4_0000L, 0x8_0000L, 0xc_0000L))
        .as(
            (change, bits) ->
                new Chunk("visibility", new Code().load(B, bits).csr(change, 0, 0x300, B).words()));
  }

  /** Lets S and U read counters, or not. */
  static Arbitrary<Chunk> counting() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 7), Arbitraries.integers().between(0, 7))
        .as(
            (machine, supervisor) -> {
              Code code = new Code().load(A, machine).csr("csrrw", 0, 0x306, A);
              code.load(A, supervisor).csr("csrrw", 0, 0x106, A);
              return new Chunk("counters", code.words());
            });
  }

  /** Reads a counter. */
  static Arbitrary<Chunk> counter() {
    return Arbitraries.of(0xc00, 0xc01, 0xc02)
        .map(csr -> new Chunk("counter", new Code().csr("csrrs", C, csr, 0).words()));
  }

  /** Raises interrupts of all kinds, enables some and delegates some: for whoever comes next. */
  static Arbitrary<Chunk> pending() {
    return Combinators.combine(
            Arbitraries.of(0x2L, 0x20L, 0x200L, 0x222L, 0x22L, 0x202L),
            Arbitraries.of(0L, 1L),
            Arbitraries.of(0x2L, 0x20L, 0x200L, 0x222L, 0x22L, 0x202L, 0L),
            Arbitraries.of(0xaaaL, 0x222L, 0xa2aL),
            Arbitraries.of(0, 2))
        .as(
            (raised, software, delegated, enabled, supervisor) -> {
              Code code = new Code().load(A, Layout.CLINT).load(B, software).store("sw", B, A, 0);
              code.load(B, delegated).csr("csrrw", 0, 0x303, B);
              code.load(B, raised).csr("csrrw", 0, 0x344, B);
              code.put("csrrsi", Operand.CSR, 0x100, Operand.ZIMM, supervisor);
              return new Chunk("pending", code.load(B, enabled).csr("csrrw", 0, 0x304, B).words());
            });
  }

  /** The console's interrupt, for S: it has room for letters. */
  static Chunk consoleInterrupt() {
    Code code = new Code().load(A, 0xc00_0000L).load(B, 1).store("sw", B, A, 40);
    code.load(A, 0xc00_2080L).load(B, 1 << 10).store("sw", B, A, 0);
    code.load(A, Layout.UART).load(B, 2).store("sb", B, A, 1);
    return new Chunk("console's interrupt", code.words());
  }

  /** Protects a part of the data, sometimes less than a page. */
  static Arbitrary<Chunk> protection() {
    return Arbitraries.integers().between(0, Layout.DATA_PAGES - 1).flatMap(Privileged::protection);
  }

  /** Protects a part of a data page, or the page, or more. */
  static Arbitrary<Chunk> protection(int page) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 3),
            Arbitraries.of(0xffL, 0x1ffL, 0x3ffL, 1L, 0x5L, 0xffffL),
            Arbitraries.frequency(Tuple.of(20, 0), Tuple.of(1, 0x80)),
            Arbitraries.of(0x1f, 0x1b, 0x19, 0x18, 0x17, 0x10, 0x0f, 0x08, 0x1a, 0))
        .as(
            (entry, size, lock, permissions) -> {
              Code code = new Code().load(A, Layout.DATA + page * 0x1000L >>> 2 | size);
              code.csr("csrrw", 0, 0x3b0 + entry, A).load(B, 0xffL << 8 * entry);
              code.csr("csrrc", 0, 0x3a0, B).load(B, (permissions | (long) lock) << 8 * entry);
              return new Chunk("protection", code.csr("csrrs", 0, 0x3a0, B).words());
            });
  }
}
