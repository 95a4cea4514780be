package trapeze.laws;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.HypervisorLevel;
import trapeze.isa.rv64.Rv64;

/** What a hypervisor does with a guest, and what a guest may not do: tried in every mode. */
final class GuestLevel {
  private GuestLevel() {}

  private static final int A = 5;
  private static final int B = 6;
  private static final int C = 7;
  private static final int HSTATUS = 0x600;
  private static final long SPVP = 0x100;
  private static final long HU = 0x200;

  /** Registers that VS's handler leans on, and the roots of the tables, which have their scenes. */
  private static final List<Integer> CORNERSTONES = List.of(0x205, 0x240, 0x280, 0x680);

  private static final List<Csr> CSRS =
      Rv64.SET.csrs().stream()
          .filter(HypervisorLevel::isAdded)
          .filter(each -> !CORNERSTONES.contains(each.address()))
          .toList();

  /** Whose bits say what a guest may do, or what becomes of its traps. */
  private static final List<Integer> WEIGHTY =
      List.of(0x600, 0x602, 0x603, 0x604, 0x605, 0x606, 0x60a, 0x645, 0x200, 0x204, 0x244, 0x24d);

  /** Registers that mean another one in VS. */
  private static final List<Integer> SUBSTITUTED =
      List.of(0x100, 0x104, 0x144, 0x106, 0x10a, 0x141, 0x142, 0x143, 0x14d, 0x180, 0xc01, 0xc00);

  private static final List<Instruction> ACCESSES =
      Stream.of(Statement.GuestLoad.class, Statement.GuestStore.class)
          .flatMap(
              kind ->
                  Rv64.SET.instructions().stream()
                      .filter(each -> Traversal.statements(each.body()).anyMatch(kind::isInstance)))
          .toList();

  private static Draw<Long> value() {
    Draw<Long> bits =
        Draws.integers(0, 23)
            .list(0, 4)
            .map(all -> all.stream().mapToLong(bit -> 1L << bit).reduce(0, (a, b) -> a | b));
    return Draws.frequencyOf(
        Draws.weight(4, bits),
        Draws.weight(2, Draws.of(0L, -1L, 0x444L, 0x4L, 0x40L, 0x400L)),
        Draws.weight(2, Draws.of(SPVP, HU, 0x80L, 0x70_0000L, 0x40_0000L, 0x4_0000L, 0x8_0000L)),
        Draws.weight(1, Draws.longs(-4096, 4096)),
        Draws.weight(1, Draws.of(1L << 61, 7L << 61, 0xb1ffL, 0xf0_b1ffL, 0x100L, 0x6000L)));
  }

  /** One access to a register of the hypervisor's, or to one that a guest has another of. */
  static Draw<Chunk> controlRegister(Mix mix) {
    Draw<Integer> any =
        Mix.orElse(
            HSTATUS,
            CSRS.stream().map(each -> Draws.weight(mix.weight(each), each.address())).toList());
    return Privileged.controlRegister(
        Draws.frequencyOf(
            Draws.weight(2, any),
            Draws.weight(2, Draws.of(WEIGHTY)),
            Draws.weight(1, Draws.of(SUBSTITUTED)),
            Draws.weight(1, Draws.of(0x206, 0x241, 0x281, 0x681, 0xe12, 0x615))),
        value());
  }

  /** Reads one of the registers that are not written by chance, from any mode. */
  static Draw<Chunk> readCornerstone() {
    return Draws.of(CORNERSTONES)
        .map(csr -> new Chunk("read", new Code().csr("csrrs", C, csr, 0).words()));
  }

  /** What of a guest's traps, counters and environment its hypervisor leaves to it; from M. */
  static Draw<Chunk> delegate() {
    return Draws.combine(
            Draws.of(0L, -1L, 0xb1ffL, 0xb0ffL, 0x100L, 0x8L),
            Draws.of(0L, 0x444L, 0x40L, 0x404L),
            Draws.of(0L, 7L, 2L, 5L),
            Draws.of(0L, 7L << 61, 1L << 63, 1L << 61, 1L << 62 | 0xf0),
            Draws.of(0xf0_b5ffL, 0xf0_b1ffL, 0xb0_0000L, 0xf4_b1ffL, 0L, 0x40_0000L))
        .as(
            (exceptions, interrupts, counters, environment, byMachine) -> {
              Code code = new Code().load(A, exceptions).csr("csrrw", 0, 0x602, A);
              code.load(A, interrupts).csr("csrrw", 0, 0x603, A);
              code.load(A, counters).csr("csrrw", 0, 0x606, A).csr("csrrs", 0, 0x306, A);
              code.load(A, environment).csr("csrrs", 0, 0x30a, A).csr("csrrw", 0, 0x60a, A);
              return new Chunk(
                  "leave to the guest", code.load(A, byMachine).csr("csrrw", 0, 0x302, A).words());
            });
  }

  /** A load or store as the guest's, as VS or VU, perhaps lent to U. */
  static Draw<Chunk> access(Mix mix) {
    return access(Addresses.any(mix));
  }

  static Draw<Chunk> access(Draw<Long> addresses) {
    Draw<Code> as =
        Draws.frequencyOf(
                Draws.weight(3, Draws.just("")), Draws.weight(2, Draws.of("csrrs", "csrrc")))
            .flatMap(
                change ->
                    Draws.of(SPVP, SPVP, HU, SPVP | HU)
                        .map(
                            bits ->
                                change.isEmpty()
                                    ? new Code()
                                    : new Code().load(B, bits).csr(change, 0, HSTATUS, B)));
    return Draws.combine(addresses, Draws.of(ACCESSES), (Draw<Long>) RandomGenerator::nextLong, as)
        .as(
            (address, instruction, seed, first) -> {
              Code code = new Code();
              first.words().forEach(code::word);
              Ordinary.accessTo(address, instruction, seed).forEach(code::word);
              return new Chunk("guest's access", code.words());
            });
  }

  /** Asks a handler to go on in a guest's mode, or in HS or U. */
  static Draw<Chunk> request() {
    return Draws.of(5, 4, 1, 0).map(Privileged::request);
  }

  /** Loads and stores of M's as a guest's, by MPRV and MPV. */
  static Draw<Chunk> modifiedPrivilege() {
    return Draws.combine(Draws.of(0L, 0x800L), Addresses.data())
        .as(
            (previous, address) -> {
              Code code = new Code().load(A, address).load(B, 0x1800).csr("csrrc", 0, 0x300, B);
              code.load(B, 1L << 39 | 0x2_0000 | previous).csr("csrrs", 0, 0x300, B);
              code.immediate("ld", C, A, 0).store("sw", C, A, 0).csr("csrrc", 0, 0x300, B);
              return new Chunk("modified privilege, guest's", code.words());
            });
  }

  /** Raises a guest's interrupts, from M or HS, delegated or not, and enables some. */
  static Draw<Chunk> interrupts() {
    return Draws.combine(
            Draws.of(0x4L, 0x40L, 0x400L, 0x444L, 0x44L, 0L),
            Draws.of(0x444L, 0x444L, 0L, 0x4L, 0x440L),
            Draws.of(0x444L, 0x446L, 0x40L, 0x666L),
            Draws.of(0, 2))
        .as(
            (raised, delegated, enabled, listens) -> {
              Code code = new Code().load(A, delegated).csr("csrrw", 0, 0x603, A);
              code.load(A, raised).csr("csrrw", 0, 0x645, A);
              code.load(A, enabled).csr("csrrs", 0, 0x304, A).csr("csrrs", 0, 0x604, A);
              code.put("csrrsi", Operand.CSR, 0x200, Operand.ZIMM, listens);
              return new Chunk("guest's interrupts", code.words());
            });
  }

  /** A guest's timer that is nearly due, by its own clock; set by M. */
  static Draw<Chunk> timer() {
    return Draws.combine(
            Draws.integers(0, 25), Draws.of(0L, 0L, 100L, -1000L), Draws.of(0x40L, 0x444L, 0L))
        .as(
            (ticks, delta, delegated) -> {
              Code code = new Code().load(A, 1L << 63).csr("csrrs", 0, 0x30a, A);
              code.csr("csrrs", 0, 0x60a, A).load(A, delta).csr("csrrw", 0, 0x605, A);
              code.csr("csrrs", B, 0xc01, 0)
                  .register("add", A, A, B)
                  .immediate("addi", A, A, ticks);
              code.csr("csrrw", 0, 0x24d, A).load(A, delegated).csr("csrrw", 0, 0x603, A);
              code.load(A, 0x40).csr("csrrs", 0, 0x304, A);
              code.put("csrrsi", Operand.CSR, 0x200, Operand.ZIMM, 2);
              return new Chunk("guest's timer", code.words());
            });
  }

  /** What its hypervisor, or M, may take from a guest, and an instruction that each is about. */
  enum Hindrance {
    READ_TABLES(HSTATUS, 1 << 20, Code.bits("csrrs", Operand.RD, C, Operand.CSR, 0x180)),
    FENCE(HSTATUS, 1 << 20, Code.bits("sfence.vma")),
    INVALIDATE(HSTATUS, 1 << 20, Code.bits("sinval.vma")),
    WAIT(HSTATUS, 1 << 21, Code.bits("wfi")),
    RETURN(HSTATUS, 1 << 22, Code.bits("sret")),
    WAIT_BY_MACHINE(0x300, 1 << 21, Code.bits("wfi")),
    FENCE_BY_MACHINE(0x300, 1 << 20, Code.bits("hfence.gvma")),
    READ_TABLES_BY_MACHINE(0x300, 1 << 20, Code.bits("csrrs", Operand.RD, C, Operand.CSR, 0x680)),
    TIME(0x606, 2, Code.bits("csrrs", Operand.RD, C, Operand.CSR, 0xc01)),
    TIME_BY_MACHINE(0x306, 2, Code.bits("csrrs", Operand.RD, C, Operand.CSR, 0xc01)),
    CYCLES_BY_GUEST(0x106, 1, Code.bits("csrrs", Operand.RD, C, Operand.CSR, 0xc00)),
    COMPARE(0x60a, 1L << 63, Code.bits("csrrs", Operand.RD, C, Operand.CSR, 0x14d)),
    FLOAT(0x200, 0x6000, Code.bits("fmv.x.d", Operand.RD, C, Operand.RS1, 1)),
    FLOAT_BY_HYPERVISOR(0x100, 0x6000, Code.bits("fmv.d.x", Operand.RD, 1, Operand.RS1, C)),
    ZERO(0x60a, 0x80, Code.bits("cbo.zero", Operand.RS1, A)),
    FLUSH(0x60a, 0x40, Code.bits("cbo.clean", Operand.RS1, A)),
    INVALIDATE_BLOCK(0x60a, 0x30, Code.bits("cbo.inval", Operand.RS1, A));

    private final int csr;
    private final long bits;
    private final int word;

    Hindrance(int csr, long bits, int word) {
      this.csr = csr;
      this.bits = bits;
      this.word = word;
    }

    Chunk change(String change) {
      return new Chunk("hinder", new Code().load(A, bits).csr(change, 0, csr, A).words());
    }

    Chunk attempt() {
      return new Chunk("hindered", new Code().load(A, Layout.DATA).word(word).words());
    }
  }
}
