package trapeze.laws;

import java.util.List;
import trapeze.isa.ir.Operand;

/**
 * The two stages of a guest's address translation: their tables, entries into VS and VU, changes.
 */
final class GuestPaging {
  private GuestPaging() {}

  private static final int A = 5;
  private static final int B = 6;
  private static final int C = 7;
  private static final int HSTATUS = 0x600;
  private static final int HGATP = 0x680;
  private static final int VSATP = 0x280;
  private static final long MPP = 0x1800;
  private static final long MPV = 1L << 39;
  private static final long SPV = 0x80;
  private static final long SPP = 0x100;

  /** Low and high bits of G-stage entries; the first allow everything. */
  private static final List<Long> ENTRIES =
      List.of(
          0xdfL,
          0xdfL,
          0xd7L,
          0x5fL,
          0x1fL,
          0x57L,
          0x17L,
          0x53L,
          0xd3L,
          0xd9L,
          0xdbL,
          0xffL,
          0xcfL,
          0xd5L,
          0x00L,
          0x01L,
          1L << 61 | 0xdf,
          1L << 60 | 0xdf,
          1L << 63 | 0xdf);

  static Draw<Long> entry() {
    return Draws.oneOf(Draws.of(ENTRIES.subList(0, 3)), Draws.of(ENTRIES));
  }

  private static Draw<Integer> codeEntry() {
    return Draws.frequency(
        Draws.weight(20, 0xdf),
        Draws.weight(1, 0x1f),
        Draws.weight(1, 0xdb),
        Draws.weight(1, 0xd7),
        Draws.weight(1, 0xcf));
  }

  /** Those of the pages of VS-stage tables: a walk reads them, and writes A and D there. */
  private static Draw<Long> tableEntry() {
    return Draws.frequency(
        Draws.weight(24, 0xdfL),
        Draws.weight(2, 0x1fL),
        Draws.weight(2, 0xd3L),
        Draws.weight(1, 0x53L),
        Draws.weight(1, 0xd9L),
        Draws.weight(1, 0xcfL),
        Draws.weight(1, 0L));
  }

  static Draw<GuestTables> tables() {
    return Draws.combine(
            codeEntry(),
            entry().list(1, Layout.DATA_PAGES),
            entry().list(1, 7),
            Draws.integers(0, Layout.DATA_PAGES - 1).list(Layout.DATA_PAGES, Layout.DATA_PAGES),
            tableEntry().list(1, 8 * Paging.SPACES))
        .as(GuestTables::new);
  }

  /** Which tables a guest has: {@code hgatp} and {@code vsatp}, from M or HS. */
  static Chunk stages(int guest, int space) {
    return stages(guest, space, 0);
  }

  /**
   * The same with the low two bits of the root's page number, which are to be read as 0.
   *
   * @param low 0 to 3
   */
  private static Chunk stages(int guest, int space, int low) {
    Code code = new Code().load(A, guest < 0 ? 0 : GuestTables.hgatp(guest) | low);
    code.csr("csrrw", 0, HGATP, A).load(A, space < 0 ? 0 : PageTables.satp(space));
    code.csr("csrrw", 0, VSATP, A);
    return new Chunk("guest %d in space %d".formatted(guest, space), code.words());
  }

  /** Into a guest, from M by MRET. */
  static Chunk byMachineReturn(int mode) {
    Code code = new Code().load(B, MPP).csr("csrrc", 0, 0x300, B);
    code.load(B, MPV | (long) mode << 11).csr("csrrs", 0, 0x300, B);
    return new Chunk("guest's mode %d by mret".formatted(mode), on(code, 0x341, "mret").words());
  }

  /** Into a guest, from HS or M by SRET. */
  static Chunk bySupervisorReturn(int mode) {
    Code code = new Code().load(B, SPV).csr("csrrs", 0, HSTATUS, B);
    code.load(B, SPP).csr(mode == 0 ? "csrrc" : "csrrs", 0, 0x100, B);
    return new Chunk("guest's mode %d by sret".formatted(mode), on(code, 0x141, "sret").words());
  }

  /** Goes on with the next instruction by a return. */
  private static Code on(Code code, int epc, String instruction) {
    code.put("auipc", Operand.RD, A, Operand.IMM, 0).immediate("addi", A, A, 16);
    return code.csr("csrrw", 0, epc, A).put(instruction);
  }

  /** Into some guest, from wherever the program is. */
  static Draw<List<Chunk>> enter(Mix mix) {
    return Draws.combine(mix.guest(), mix.space(), mix.guestMode())
        .as(GuestPaging::enter)
        .flatMap(each -> each);
  }

  /** Into this guest, from M or by way of HS. */
  static Draw<List<Chunk>> enter(int guest, int space, int mode) {
    return Draws.frequency(Draws.weight(39, 0), Draws.weight(1, 3))
        .map(low -> stages(guest, space, low))
        .flatMap(tables -> enter(tables, mode));
  }

  private static Draw<List<Chunk>> enter(Chunk tables, int mode) {
    return Draws.of(
        List.of(Privileged.request(3), tables, byMachineReturn(mode)),
        List.of(Privileged.request(3), tables, bySupervisorReturn(mode)),
        List.of(Privileged.request(3), tables, Privileged.request(1), bySupervisorReturn(mode)),
        List.of(Privileged.request(3), tables, Privileged.request(4 | mode)));
  }

  /** Changes an entry of the G-stage from M and fences what the manual asks for, or more. */
  static Draw<Chunk> change(Mix mix) {
    return Draws.combine(
            mix.pagedGuest(), Draws.integers(-2 - 8 * Paging.SPACES, Layout.DATA_PAGES - 1))
        .flatAs(GuestPaging::change);
  }

  /**
   * Changes a data page's entry; or that of the megapage (-1), the gigapage (-2), or of a page of
   * VS-stage tables (-3 and less).
   */
  static Draw<Chunk> change(int guest, int page) {
    return change(guest, page, entry());
  }

  /** The same with one of these entries. */
  static Draw<Chunk> change(int guest, int page, Draw<Long> entries) {
    return Draws.combine(
            Draws.integers(0, Layout.DATA_PAGES - 1),
            entries,
            page < -2 ? Draws.of("all", "guest") : Draws.of("all", "address", "guest", "both"))
        .as(
            (frame, flags, width) -> {
              int table = -3 - page;
              long at =
                  page < -2
                      ? GuestTables.tableEntry(guest, table)
                      : page == -2
                          ? GuestTables.gigapageEntry(guest)
                          : page == -1
                              ? GuestTables.megapageEntry(guest)
                              : GuestTables.dataEntry(guest, page);
              long address =
                  page == -2
                      ? Layout.GIGAPAGE_ALIAS + frame * 0x1000L
                      : page == -1
                          ? Layout.MORE_DATA + frame * 0x8000L
                          : Layout.DATA + page * 0x1000L;
              long physical =
                  page < -2
                      ? Layout.TABLES + table * 0x1000L
                      : page == -2
                          ? Layout.BASE
                          : page == -1 ? Layout.MORE_DATA : Layout.DATA + frame * 0x1000L;
              boolean byGuest = width.equals("guest") || width.equals("both");
              boolean byAddress = width.equals("address") || width.equals("both");
              // Only a mode that may fence may change anything.
              Code code = new Code().csr("csrrs", C, HGATP, 0).load(A, at);
              code.load(B, PageTables.leaf(physical, flags)).store("sd", B, A, 0);
              code.load(A, address >>> 2).load(C, guest + 1);
              code.register("hfence.gvma", 0, byAddress ? A : 0, byGuest ? C : 0);
              if (page < -2) {
                // What was read there by walks of the VS-stage is to be forgotten too.
                code.load(A, GuestTables.hgatp(guest)).csr("csrrw", 0, HGATP, A);
                code.register("hfence.vvma", 0, 0, 0);
              }
              return new Chunk("change %d of guest %d".formatted(page, guest), code.words());
            });
  }

  /** Changes an entry of the VS-stage from M, and fences it for one guest, and for HS. */
  static Draw<Chunk> changeSpace(int guest, int space, int page) {
    return changeSpace(guest, space, page, Paging.entry());
  }

  /** The same with one of these entries. */
  static Draw<Chunk> changeSpace(int guest, int space, int page, Draw<Long> entries) {
    return Draws.combine(
            Draws.integers(0, Layout.DATA_PAGES - 1),
            entries,
            Draws.of("all", "address", "space", "both"))
        .as(
            (frame, flags, width) -> {
              boolean bySpace = width.equals("space") || width.equals("both");
              boolean byAddress = width.equals("address") || width.equals("both");
              long physical = Layout.DATA + frame * 0x1000L;
              long entry = PageTables.leaf(physical, bySpace ? flags & ~0x20L : flags);
              Code code = new Code().load(A, guest < 0 ? 0 : GuestTables.hgatp(guest));
              code.csr("csrrw", 0, HGATP, A).load(A, PageTables.dataEntry(space, page));
              code.load(B, entry).store("sd", B, A, 0);
              code.load(A, Layout.DATA + page * 0x1000L).load(C, space + 1);
              code.register("hfence.vvma", 0, byAddress ? A : 0, bySpace ? C : 0);
              code.register("sfence.vma", 0, byAddress ? A : 0, bySpace ? C : 0);
              return new Chunk(
                  "change %d of space %d of guest %d".formatted(page, space, guest), code.words());
            });
  }

  /** Fences of both stages, of some of what there is. */
  static Draw<Chunk> fence() {
    return Draws.combine(
            Draws.of("hfence.vvma", "hfence.gvma", "hinval.vvma", "hinval.gvma"),
            Draws.of(0, A),
            Draws.of(0, B),
            Addresses.data(),
            Draws.integers(0, 4))
        .as(
            (mnemonic, rs1, rs2, address, number) -> {
              boolean isPhysical = mnemonic.endsWith("gvma");
              Code code = new Code().load(A, isPhysical ? address >>> 2 : address);
              code.load(B, number).register(mnemonic, 0, rs1, rs2);
              return new Chunk("guest's fence", code.words());
            });
  }
}
