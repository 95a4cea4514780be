package trapeze.machine.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Translations of instruction addresses that hold in one context, straight to decoded pages. */
final class FetchContext extends TranslationContext {
  private static final int ENTRIES = 256;
  private static final int PAGE_SHIFT = 12;

  private final long[] pages = new long[ENTRIES];
  private final @Nullable CodePage[] codes = new CodePage[ENTRIES];

  private static int index(long address) {
    return (int) (address >>> PAGE_SHIFT) & (ENTRIES - 1);
  }

  /** The decoded page that an address lies in, if its translation is known. */
  @Nullable CodePage find(long address) {
    int i = index(address);
    return pages[i] == (address & PhysicalPath.PAGE_MASK) ? codes[i] : null;
  }

  void enter(long address, CodePage code) {
    int i = index(address);
    pages[i] = address & PhysicalPath.PAGE_MASK;
    codes[i] = code;
  }

  @Override
  void clearEntries() {
    Arrays.fill(codes, null);
  }

  @Override
  void clear(long address) {
    codes[index(address)] = null;
  }
}
