package trapeze.laws;

import java.util.List;
import java.util.function.Predicate;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.HypervisorLevel;
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

  private static final List<Csr> CSRS =
      HypervisorLevel.othersOf(Rv64.SET).stream()
          .filter(each -> !CORNERSTONES.contains(each.address()))
          .filter(each -> (each.address() & 0xf) < 8 || !isCounter(each.address()))
          .toList();

  private static boolean isCounter(int address) {
    return address >>> 8 == 0xb || address >>> 8 == 0xc;
  }

  private static final List<Integer> STATUS =
      List.of(
          0x300, 0x100, 0x302, 0x303, 0x304, 0x344, 0x104, 0x144, 0x30a, 0x306, 0x106, 0x14d, 0x141,
          0x341);

  /**
   * Any register but the cornerstones, which tell the handlers where they are and where to save: a
   * guest whose handler saves into code, or lies in data, has changed code without a fence, and law
   * 1 says nothing of such guests. Now and then one that does not exist.
   */
  private static Draw<Integer> csr(Mix mix) {
    return Mix.orElse(
            Draws.of(STATUS),
            List.of(
                Draws.weight(10, weighted(mix, STATUS::contains)),
                Draws.weight(10, weighted(mix, _ -> true)),
                Draws.weight(1, Draws.of(0x7c0, 0x5a8, 0xfff, 0x3a1, 0x3a3))))
        .flatMap(each -> each);
  }

  /** The address of one of those control registers, as often as a mix says. */
  private static Draw<Integer> weighted(Mix mix, Predicate<Integer> those) {
    return Mix.orElse(
        0x300,
        CSRS.stream()
            .filter(each -> those.test(each.address()))
            .map(each -> Draws.weight(mix.weight(each), each.address()))
            .toList());
  }

  /** Values with few bits set, in the places of fields; or none, or all. */
  private static Draw<Long> value() {
    Draw<Long> bits = Draws.integers(0, 23).list(0, 4).map(Privileged::withBits);
    return Draws.frequencyOf(
        Draws.weight(6, bits),
        Draws.weight(2, Draws.just(0L)),
        Draws.weight(2, Draws.of(0L, -1L, MPP, 0x800L, 0x1000L, 0x6000L, 0xe000_0000_0000_0000L)),
        Draws.weight(1, Draws.longs(-4096, 4096)),
        Draws.weight(1, Draws.of(0xaaaL, 0x222L, 0xa1fdL, 1L << 61, 1L << 63)));
  }

  private static long withBits(List<Integer> bits) {
    return bits.stream().mapToLong(bit -> 1L << bit).reduce(0, (a, b) -> a | b);
  }

  /** One access to a control register, by any of the six instructions. */
  static Draw<Chunk> controlRegister() {
    return controlRegister(Mix.USUAL);
  }

  static Draw<Chunk> controlRegister(Mix mix) {
    return controlRegister(csr(mix));
  }

  /** The same for some registers. */
  static Draw<Chunk> controlRegister(Draw<Integer> csr) {
    return controlRegister(csr, value());
  }

  /** The same with some values. */
  static Draw<Chunk> controlRegister(Draw<Integer> csr, Draw<Long> values) {
    Draw<String> kind = Draws.of("csrrs", "csrrc", "csrrw", "csrrsi", "csrrci", "csrrwi");
    return Draws.combine(kind, csr, values, Draws.of(Ordinary.FREE))
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
  static Draw<Chunk> system() {
    Draw<String> plain = Draws.of("ecall", "ebreak", "mret", "sret", "fence.i", "sfence.w.inval");
    Draw<Integer> odd = Draws.of(0, -1, 0x7300_0073, 0x1050_0073 | 1 << 7, 0x0000_2473);
    Draw<Chunk> word =
        Draws.frequencyOf(Draws.weight(6, plain.map(each -> Code.bits(each))), Draws.weight(1, odd))
            .map(bits -> new Chunk("system", List.of(bits)));
    return Draws.frequencyOf(Draws.weight(3, word), Draws.weight(1, fence()));
  }

  static Draw<Chunk> fence() {
    return Draws.combine(
            Draws.of("sfence.vma", "sinval.vma"),
            Draws.of(0, A),
            Draws.of(0, B),
            Addresses.data(),
            Draws.integers(0, 4))
        .as(
            (mnemonic, rs1, rs2, address, asid) -> {
              Code code = new Code().load(A, address).load(B, asid);
              code.put(mnemonic, Operand.RS1, rs1, Operand.RS2, rs2);
              return new Chunk("fence", code.words());
            });
  }

  /** Asks a handler to go on in another mode. */
  static Draw<Chunk> request() {
    return Draws.of(3, 1, 0).map(Privileged::request);
  }

  static Chunk request(int mode) {
    Code code = new Code().load(Layout.X_REQUEST, mode).put("ecall");
    return new Chunk("call for mode " + mode, code.words());
  }

  /** Returns from M or S to the next instruction, in another mode. */
  static Draw<Chunk> returnTo() {
    return Draws.of(1, 0, 3).map(Privileged::returnTo);
  }

  static Chunk returnTo(int mode) {
    Code code = new Code().load(B, MPP).csr("csrrc", 0, 0x300, B);
    code.load(B, (long) mode << 11).csr("csrrs", 0, 0x300, B);
    code.put("auipc", Operand.RD, A, Operand.IMM, 0).immediate("addi", A, A, 16);
    return new Chunk("to mode " + mode, code.csr("csrrw", 0, 0x341, A).put("mret").words());
  }

  /** From S, by SRET. */
  static Draw<Chunk> supervisorReturn() {
    return Draws.combine(Draws.of("csrrc", "csrrs"), Draws.of(false, true))
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
  static Draw<Chunk> timer() {
    return Draws.combine(Draws.of(true, false), Draws.integers(0, 12), Draws.of(true, false))
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
  static Draw<Chunk> softwareInterrupt() {
    return Draws.combine(Draws.of(0x2L, 0x20L, 0x200L, 0x222L), Draws.of(0, 1))
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
  static Draw<Chunk> interruptOf(int harts) {
    return Draws.combine(
            Draws.integers(0, harts - 1),
            Draws.frequency(Draws.weight(3, 1), Draws.weight(1, 0)),
            Draws.of(true, false),
            Draws.frequency(Draws.weight(1, true), Draws.weight(4, false)))
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
  static Draw<Chunk> modifiedPrivilege() {
    return Draws.combine(Draws.of(0L, 0x800L), Addresses.data())
        .as(
            (previous, address) -> {
              Code code = new Code().load(A, address).load(B, MPP).csr("csrrc", 0, 0x300, B);
              code.load(B, 0x2_0000 | previous).csr("csrrs", 0, 0x300, B);
              code.immediate("ld", C, A, 0).store("sw", C, A, 0).csr("csrrc", 0, 0x300, B);
              return new Chunk("modified privilege", code.words());
            });
  }

  /** Changes what S sees of U's pages and of pages to be executed. */
  static Draw<Chunk> visibility() {
    return Draws.combine(Draws.of("csrrs", "csrrc"), Draws.of(0x4_0000L, 0x8_0000L, 0xc_0000L))
        .as(
            (change, bits) ->
                new Chunk("visibility", new Code().load(B, bits).csr(change, 0, 0x300, B).words()));
  }

  /** Lets S and U read counters, or not. */
  static Draw<Chunk> counting() {
    return Draws.combine(Draws.integers(0, 7), Draws.integers(0, 7))
        .as(
            (machine, supervisor) -> {
              Code code = new Code().load(A, machine).csr("csrrw", 0, 0x306, A);
              code.load(A, supervisor).csr("csrrw", 0, 0x106, A);
              return new Chunk("counters", code.words());
            });
  }

  /** Reads a counter. */
  static Draw<Chunk> counter() {
    return Draws.of(0xc00, 0xc01, 0xc02)
        .map(csr -> new Chunk("counter", new Code().csr("csrrs", C, csr, 0).words()));
  }

  /** Raises interrupts of all kinds, enables some and delegates some: for whoever comes next. */
  static Draw<Chunk> pending() {
    return Draws.combine(
            Draws.of(0x2L, 0x20L, 0x200L, 0x222L, 0x22L, 0x202L),
            Draws.of(0L, 1L),
            Draws.of(0x2L, 0x20L, 0x200L, 0x222L, 0x22L, 0x202L, 0L),
            Draws.of(0xaaaL, 0x222L, 0xa2aL),
            Draws.of(0, 2))
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
  static Draw<Chunk> protection() {
    return Draws.integers(0, Layout.DATA_PAGES - 1).flatMap(Privileged::protection);
  }

  /** Protects a part of a data page, or the page, or more. */
  static Draw<Chunk> protection(int page) {
    return Draws.combine(
            Draws.integers(0, 3),
            Draws.of(0xffL, 0x1ffL, 0x3ffL, 1L, 0x5L, 0xffffL),
            Draws.frequency(Draws.weight(20, 0), Draws.weight(1, 0x80)),
            Draws.of(0x1f, 0x1b, 0x19, 0x18, 0x17, 0x10, 0x0f, 0x08, 0x1a, 0))
        .as(
            (entry, size, lock, permissions) -> {
              Code code = new Code().load(A, Layout.DATA + page * 0x1000L >>> 2 | size);
              code.csr("csrrw", 0, 0x3b0 + entry, A).load(B, 0xffL << 8 * entry);
              code.csr("csrrc", 0, 0x3a0, B).load(B, (permissions | (long) lock) << 8 * entry);
              return new Chunk("protection", code.csr("csrrs", 0, 0x3a0, B).words());
            });
  }
}
