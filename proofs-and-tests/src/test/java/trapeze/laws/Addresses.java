package trapeze.laws;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

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
  private static Arbitrary<Integer> offset() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.integers().between(0, 511).map(each -> each * 8)),
        Tuple.of(2, Arbitraries.integers().between(0, 4095)),
        Tuple.of(1, Arbitraries.of(0xff8, 0xffc, 0xffd, 0xffe, 0xfff)));
  }

  /** A place in one data page, or in the megapage (-1) or the gigapage (-2). */
  static Arbitrary<Long> page(int page) {
    long base =
        switch (page) {
          case -2 -> Layout.GIGAPAGE_ALIAS + 0x3000;
          case -1 -> Layout.MORE_DATA;
          default -> Layout.DATA + page * 0x1000L;
        };
    return offset().map(offset -> base + offset);
  }

  /** A place in data pages, by their own address or by another. */
  static Arbitrary<Long> data() {
    Arbitrary<Long> pages =
        Combinators.combine(
                Arbitraries.integers().between(0, Layout.DATA_PAGES - 2),
                Arbitraries.frequency(
                    Tuple.of(5, 0), Tuple.of(2, 2), Tuple.of(1, 6), Tuple.of(1, 9)))
            .as((page, alias) -> WINDOWS.get(alias) + page * 0x1000L);
    Arbitrary<Long> windows = Arbitraries.of(WINDOWS);
    return Combinators.combine(
            Arbitraries.frequencyOf(Tuple.of(3, pages), Tuple.of(2, windows)), offset())
        .as((base, offset) -> base + offset);
  }

  /** Any address worth an access. */
  static Arbitrary<Long> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, data()),
        Tuple.of(2, Arbitraries.of(REGISTERS)),
        Tuple.of(1, Arbitraries.of(MISSES)));
  }
}
