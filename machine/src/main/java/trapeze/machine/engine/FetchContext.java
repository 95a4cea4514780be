package trapeze.machine.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import trapeze.machine.engine.translate.TranslatedCode;

/** Translations of instruction addresses that hold in one context, straight to decoded pages. */
final class FetchContext extends TranslationContext {
  private static final int ENTRIES = 256;
  private static final int PAGE_SHIFT = 12;
  private static final int LINKS = 1024;

  private final long[] pages = new long[ENTRIES];
  private final @Nullable CodePage[] codes = new CodePage[ENTRIES];

  /** By address; none before the first. */
  private @Nullable Link @Nullable [] links;

  /** Changes whenever a translation comes or goes. */
  private int epoch;

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
    epoch++;
  }

  /** The code that an address leads to, if that is known to hold still. */
  @Nullable Link link(long pc, long generation) {
    @Nullable Link[] known = links;
    Link link = known == null ? null : known[linkIndex(pc)];
    return link != null
            && link.pc() == pc
            && link.epoch() == epoch
            && link.generation() == generation
        ? link
        : null;
  }

  /** Keeps where an address leads as things stand. */
  void keepLink(long pc, long generation, TranslatedCode code, long base, int valid) {
    @Nullable Link[] known = links;
    if (known == null) {
      known = new Link[LINKS];
      links = known;
    }
    known[linkIndex(pc)] = new Link(pc, epoch, generation, code, base, valid);
  }

  private static int linkIndex(long pc) {
    return (int) (pc >>> 1 ^ pc >>> 11) & (LINKS - 1);
  }

  @Override
  void clearEntries() {
    Arrays.fill(codes, null);
    links = null;
    epoch++;
  }

  @Override
  void clear(long address) {
    codes[index(address)] = null;
    epoch++;
  }
}
