package trapeze.shadow;

import java.util.Locale;

/**
 * What becomes of a real address space when its guest turns to another context or fences it, and
 * what is entered into it.
 */
public enum Policy {
  /** It is emptied: a virtual TLB. There is one space. */
  FLUSH(1),
  /** It is kept until the guest fences it or others need its room. */
  CACHED(64),
  /**
   * The same; and with a page of 4 KiB those are entered whose entries in the guest's table are in
   * the same 64 bytes and differ in nothing but the page.
   */
  AHEAD(64),
  /**
   * It is kept through fences too: the guest's tables that it was made from cannot be written
   * without an exit, and what is derived from an entry goes when that is changed.
   */
  WRITE_PROTECTED(64);

  private final int spaces;

  Policy(int spaces) {
    this.spaces = spaces;
  }

  /** How many spaces one virtual hart may have. */
  public int spaces() {
    return spaces;
  }

  /** Whether pages are entered that have not been asked for. */
  public boolean looksAhead() {
    return this == AHEAD;
  }

  /** Whether the guest's tables are protected from being written. */
  public boolean protectsTables() {
    return this == WRITE_PROTECTED;
  }

  /** The policy for who cannot protect tables. */
  public Policy withoutProtection() {
    return protectsTables() ? CACHED : this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
