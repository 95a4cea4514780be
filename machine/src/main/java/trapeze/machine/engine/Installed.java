package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;
import trapeze.machine.engine.generate.Region;
import trapeze.machine.engine.translate.TranslatedCode;

/**
 * Translated code, and the decoded pages that it was made from.
 *
 * @param code the code
 * @param span the pages
 */
record Installed(TranslatedCode code, Span span) {

  /** Neighbouring pages as they were at one moment; none where nothing was known. */
  static final class Span {
    final @Nullable CodePage[] pages = new CodePage[Region.PAGES];
    final int[] versions = new int[Region.PAGES];

    /** Takes a page in as it is. */
    void add(int index, CodePage page) {
      pages[index] = page;
      versions[index] = page.version;
    }

    /** Forgets the pages without a bit. */
    void keepOnly(int wanted) {
      for (int i = 0; i < pages.length; i++) {
        pages[i] = (wanted >> i & 1) == 0 ? null : pages[i];
      }
    }

    /** Whether a page is the one that was taken in, and as it was. */
    boolean has(int index, CodePage page) {
      return pages[index] == page && versions[index] == page.version;
    }
  }
}
