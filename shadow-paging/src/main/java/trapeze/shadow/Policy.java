package trapeze.shadow;

import java.util.Locale;

/**
 * What becomes of a real address space when its guest turns to another context, and what is entered
 * into it.
 */
public enum Policy {
  /** It is emptied: a virtual TLB. There is one space. */
  FLUSH(1, false),
  /** It is kept until the guest fences it or others need its room. */
  CACHED(64, false),
  /**
   * The same; and with a page of 4 KiB those are entered whose entries in the guest's table are in
   * the same 64 bytes and differ in nothing but the page.
   */
  AHEAD(64, true);

  private final int spaces;
  private final boolean looksAhead;

  Policy(int spaces, boolean looksAhead) {
    this.spaces = spaces;
    this.looksAhead = looksAhead;
  }

  /** How many spaces one virtual hart may have. */
  public int spaces() {
    return spaces;
  }

  /** Whether pages are entered that have not been asked for. */
  public boolean looksAhead() {
    return looksAhead;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
