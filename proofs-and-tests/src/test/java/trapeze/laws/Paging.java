package trapeze.laws;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import trapeze.isa.ir.Operand;

/** Address spaces of a generated guest: their tables, switches between them, changes and fences. */
final class Paging {
  private Paging() {}

  static final int SPACES = 3;

  private static final int A = 5;
  private static final int B = 6;
  private static final int C = 7;
  private static final long GLOBAL = 0x20;

  /** Low and high bits of entries; the first allow everything to S, or to U. */
  private static final List<Long> ENTRIES =
      List.of(
          0xcfL,
          0xdfL,
          0xc7L,
          0xd7L,
          0x47L,
          0x57L,
          0x07L,
          0x17L,
          0x43L,
          0x53L,
          0xc3L,
          0xd3L,
          0xc9L,
          0xd9L,
          0xe7L,
          0xf7L,
          0xc5L,
          0x00L,
          0x02L,
          0x01L,
          1L << 61 | 0xd7,
          1L << 61 | 0xcf,
          1L << 61 | 0xdf,
          1L << 60 | 0xd7,
          1L << 63 | 0xd7);

  static Arbitrary<Long> entry() {
    return Arbitraries.oneOf(Arbitraries.of(ENTRIES.subList(0, 6)), Arbitraries.of(ENTRIES));
  }

  private static Arbitrary<Integer> programEntry() {
    return Arbitraries.frequency(
        Tuple.of(6, 0xcf),
        Tuple.of(6, 0xdf),
        Tuple.of(1, 0xcb),
        Tuple.of(1, 0x0f),
        Tuple.of(1, 0xc9));
  }

  static Arbitrary<PageTables> tables() {
    return Combinators.combine(
            programEntry(),
            entry().list().ofMinSize(1).ofMaxSize(Layout.DATA_PAGES),
            entry().list().ofMinSize(1).ofMaxSize(7),
            Arbitraries.integers()
                .between(0, Layout.DATA_PAGES - 1)
                .list()
                .ofMinSize(Layout.DATA_PAGES)
                .ofMaxSize(Layout.DATA_PAGES))
        .as(PageTables::new);
  }

  /** Turns to another address space and mode, from M: the register {@code satp} and a return. */
  static Arbitrary<Chunk> enter() {
    return Combinators.combine(Arbitraries.integers().between(-1, SPACES - 1), Arbitraries.of(1, 0))
        .as(Paging::enter);
  }

  static Chunk enter(int space, int mode) {
    Code code = new Code();
    code.load(A, space < 0 ? 0 : PageTables.satp(space));
    code.csr("csrrw", 0, 0x180, A).load(B, 0x1800).csr("csrrc", 0, 0x300, B);
    code.load(B, (long) mode << 11).csr("csrrs", 0, 0x300, B);
    code.put("auipc", Operand.RD, A, Operand.IMM, 0).immediate("addi", A, A, 16);
    code.csr("csrrw", 0, 0x341, A).put("mret");
    return new Chunk("space %d in mode %d".formatted(space, mode), code.words());
  }

  /** Turns to another address space in the same mode. */
  static Arbitrary<Chunk> turn() {
    return Arbitraries.integers()
        .between(-1, SPACES - 1)
        .map(
            space -> {
              Code code = new Code().load(A, space < 0 ? 0 : PageTables.satp(space));
              return new Chunk("turn to space " + space, code.csr("csrrw", 0, 0x180, A).words());
            });
  }

  /** Overwrites a word of tables, handlers or program, and does not fence. */
  static Arbitrary<Chunk> overwrite() {
    Arbitrary<Long> tables =
        Arbitraries.longs().between(0, SPACES * 8 * 512 - 1).map(each -> Layout.TABLES + 8 * each);
    Arbitrary<Long> used =
        Combinators.combine(
                Arbitraries.integers().between(0, SPACES - 1),
                Arbitraries.integers().between(-3, Layout.DATA_PAGES - 1))
            .as(PageTables::dataEntry);
    Arbitrary<Long> program =
        Arbitraries.longs().between(0, 0x5ff).map(each -> Layout.BASE + 8 * each);
    Arbitrary<Long> frames =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 0x3ff).map(each -> Layout.BASE + each * 0x1000),
            Arbitraries.longs().between(0, 0xf_ffff_ffffL).map(each -> each << 12));
    return Combinators.combine(Arbitraries.oneOf(tables, used, used, program), frames, entry())
        .as(
            (at, frame, flags) -> {
              Code code = new Code().load(A, at).load(B, PageTables.leaf(frame, flags));
              return new Chunk("overwrite", code.store("sd", B, A, 0).words());
            });
  }

  /** Makes a data page's entry valid from M, if it is not, and does not fence. */
  static Arbitrary<Chunk> validate(int space, int page) {
    return entry()
        .map(
            flags -> {
              Code code = new Code().csr("csrrs", C, 0x180, 0);
              code.load(A, PageTables.dataEntry(space, page)).immediate("ld", B, A, 0);
              code.immediate("andi", B, B, 1).load(C, PageTables.leaf(Layout.DATA, flags));
              code.put("bne", Operand.RS1, B, Operand.RS2, 0, Operand.IMM, 8);
              return new Chunk(
                  "validate %d of space %d".formatted(page, space),
                  code.store("sd", C, A, 0).words());
            });
  }

  /** Changes an entry from M and fences what the manual asks for, or more. */
  static Arbitrary<Chunk> change() {
    return Combinators.combine(
            Arbitraries.integers().between(0, SPACES - 1),
            Arbitraries.integers().between(-2, Layout.DATA_PAGES - 1))
        .flatAs(Paging::change);
  }

  /** Changes a data page's entry, or that of the megapage (-1) or the gigapage (-2). */
  static Arbitrary<Chunk> change(int space, int page) {
    return Combinators.combine(
            Arbitraries.integers().between(0, Layout.DATA_PAGES - 1),
            entry(),
            Arbitraries.of("all", "address", "space", "both"))
        .as(
            (frame, flags, width) -> {
              long at =
                  switch (page) {
                    case -2 -> PageTables.gigapageEntry(space);
                    case -1 -> PageTables.megapageEntry(space);
                    default -> PageTables.dataEntry(space, page);
                  };
              long address =
                  switch (page) {
                    case -2 -> Layout.GIGAPAGE_ALIAS + frame * 0x1000L;
                    case -1 -> Layout.MORE_DATA + frame * 0x8000L;
                    default -> Layout.DATA + page * 0x1000L;
                  };
              long physical =
                  switch (page) {
                    case -2 -> Layout.BASE;
                    case -1 -> Layout.MORE_DATA;
                    default -> Layout.DATA + frame * 0x1000L;
                  };
              boolean bySpace = width.equals("space") || width.equals("both");
              boolean byAddress = width.equals("address") || width.equals("both");
              // A mode that may not fence may not change anything either.
              Code code = new Code().csr("csrrs", C, 0x180, 0).load(A, at);
              code.load(B, PageTables.leaf(physical, bySpace ? flags & ~GLOBAL : flags));
              code.store("sd", B, A, 0).load(A, address).load(C, space + 1);
              code.register("sfence.vma", 0, byAddress ? A : 0, bySpace ? C : 0);
              return new Chunk("change %s of space %d".formatted(page, space), code.words());
            });
  }
}
