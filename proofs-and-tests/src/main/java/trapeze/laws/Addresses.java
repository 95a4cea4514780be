package trapeze.laws;

import java.util.List;

/** Addresses that a generated guest uses: its data under all names, devices, and nothing at all. */
final class Addresses {
  private Addresses() {}

  private static final List<Long> MISSES =
      List.of(
          0L,
          0x7fff_fffcL,
          Layout.BASE + Layout.SIZE - 4,
          Layout.BASE + Layout.SIZE,
          0x4000_0000L,
          0xffff_ffff_8000_3000L,
          0x0100_0000_8000_3000L,
          0x40_8000_3000L,
          -8L);

  private static final List<Long> REGISTERS =
      List.of(
          Layout.CLINT,
          Layout.CLINT + 0x4000,
          Layout.CLINT + 0xbff8,
          Layout.UART,
          Layout.UART + 5,
          0xc00_0028L,
          0xc00_2000L,
          0xc20_1004L,
          0x1000_1000L,
          0x1000_1070L,
          0x10_1000L);

  private static final List<Long> WINDOWS =
      List.of(
          Layout.DATA,
          Layout.MORE_DATA,
          Layout.CONTIGUOUS,
          Layout.MORE_DATA + 0x1f_f000,
          Layout.BASE + 0x40_0000,
          Layout.BASE + 0x60_0000,
          Layout.GIGAPAGE_ALIAS + 0x3000,
          Layout.HIGH_ALIAS + 0x3000,
          Layout.TERAPAGE_ALIAS + Layout.DATA,
          Layout.PETAPAGE_ALIAS + Layout.DATA);

  /** An offset in a page, most often aligned. */
  private static Draw<Integer> offset(Mix mix) {
    Draw<Integer> aligned = Draws.integers(0, 511).map(each -> each * 8);
    return Mix.orElse(
            aligned,
            List.of(
                Draws.weight(mix.weight("aligned"), aligned),
                Draws.weight(mix.weight("misaligned"), Draws.integers(0, 4095)),
                Draws.weight(mix.weight("page-end"), Draws.of(0xff8, 0xffc, 0xffd, 0xffe, 0xfff))))
        .flatMap(each -> each);
  }

  /** A place in one data page, or in the megapage (-1) or the gigapage (-2). */
  static Draw<Long> page(int page) {
    long base =
        switch (page) {
          case -2 -> Layout.GIGAPAGE_ALIAS + 0x3000;
          case -1 -> Layout.MORE_DATA;
          default -> Layout.DATA + page * 0x1000L;
        };
    return offset(Mix.USUAL).map(offset -> base + offset);
  }

  /** A place in data pages, by their own address or by another. */
  static Draw<Long> data() {
    return data(Mix.USUAL);
  }

  private static Draw<Long> data(Mix mix) {
    Draw<Long> pages =
        Draws.combine(
                Draws.integers(0, Layout.DATA_PAGES - 2),
                Draws.frequency(
                    Draws.weight(5, 0), Draws.weight(2, 2), Draws.weight(1, 6), Draws.weight(1, 9)))
            .as((page, alias) -> WINDOWS.get(alias) + page * 0x1000L);
    Draw<Long> windows = Draws.of(WINDOWS);
    return Draws.combine(
            Draws.frequencyOf(Draws.weight(3, pages), Draws.weight(2, windows)), offset(mix))
        .as((base, offset) -> base + offset);
  }

  /** Any address worth an access. */
  static Draw<Long> any() {
    return any(Mix.USUAL);
  }

  /** The same, as often as a mix says. */
  static Draw<Long> any(Mix mix) {
    return Mix.orElse(
            data(mix),
            List.of(
                Draws.weight(mix.weight("data"), data(mix)),
                Draws.weight(mix.weight("device"), Draws.of(REGISTERS)),
                Draws.weight(mix.weight("nowhere"), Draws.of(MISSES))))
        .flatMap(each -> each);
  }
}
