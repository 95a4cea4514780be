package trapeze.laws;

import java.util.List;
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

  static Draw<Long> entry() {
    return Draws.oneOf(Draws.of(ENTRIES.subList(0, 6)), Draws.of(ENTRIES));
  }

  private static Draw<Integer> programEntry() {
    return Draws.frequency(
        Draws.weight(6, 0xcf),
        Draws.weight(6, 0xdf),
        Draws.weight(1, 0xcb),
        Draws.weight(1, 0x0f),
        Draws.weight(1, 0xc9));
  }

  static Draw<PageTables> tables() {
    return Draws.combine(
            programEntry(),
            entry().list(1, Layout.DATA_PAGES),
            entry().list(1, 7),
            Draws.integers(0, Layout.DATA_PAGES - 1).list(Layout.DATA_PAGES, Layout.DATA_PAGES))
        .as(PageTables::new);
  }

  /** Turns to another address space and mode, from M: the register {@code satp} and a return. */
  static Draw<Chunk> enter() {
    return enter(Mix.USUAL);
  }

  static Draw<Chunk> enter(Mix mix) {
    return Draws.combine(mix.space(), mix.below()).as(Paging::enter);
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
  static Draw<Chunk> turn() {
    return turn(Mix.USUAL);
  }

  static Draw<Chunk> turn(Mix mix) {
    return mix.space()
        .map(
            space -> {
              Code code = new Code().load(A, space < 0 ? 0 : PageTables.satp(space));
              return new Chunk("turn to space " + space, code.csr("csrrw", 0, 0x180, A).words());
            });
  }

  /** Overwrites a word of tables, handlers or program, and does not fence. */
  static Draw<Chunk> overwrite() {
    Draw<Long> tables = Draws.longs(0, SPACES * 8 * 512 - 1).map(each -> Layout.TABLES + 8 * each);
    Draw<Long> used =
        Draws.combine(Draws.integers(0, SPACES - 1), Draws.integers(-3, Layout.DATA_PAGES - 1))
            .as(PageTables::dataEntry);
    Draw<Long> program = Draws.longs(0, 0x5ff).map(each -> Layout.BASE + 8 * each);
    Draw<Long> frames =
        Draws.oneOf(
            Draws.longs(0, 0x3ff).map(each -> Layout.BASE + each * 0x1000),
            Draws.longs(0, 0xf_ffff_ffffL).map(each -> each << 12));
    return Draws.combine(Draws.oneOf(tables, used, used, program), frames, entry())
        .as(
            (at, frame, flags) -> {
              Code code = new Code().load(A, at).load(B, PageTables.leaf(frame, flags));
              return new Chunk("overwrite", code.store("sd", B, A, 0).words());
            });
  }

  /** Makes a data page's entry valid from M, if it is not, and does not fence. */
  static Draw<Chunk> validate(int space, int page) {
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
  static Draw<Chunk> change() {
    return Draws.combine(Draws.integers(0, SPACES - 1), Draws.integers(-2, Layout.DATA_PAGES - 1))
        .flatAs(Paging::change);
  }

  /** Changes a data page's entry, or that of the megapage (-1) or the gigapage (-2). */
  static Draw<Chunk> change(int space, int page) {
    return Draws.combine(
            Draws.integers(0, Layout.DATA_PAGES - 1),
            entry(),
            Draws.of("all", "address", "space", "both"))
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
