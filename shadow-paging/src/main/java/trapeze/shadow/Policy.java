package trapeze.shadow;

import java.util.Locale;

/** What becomes of a real address space when its guest turns to another context. */
public enum Policy {
  /** It is emptied: a virtual TLB. There is one space. */
  FLUSH(1),
  /** It is kept until the guest fences it or others need its room. */
  CACHED(64);

  private final int spaces;

  Policy(int spaces) {
    this.spaces = spaces;
  }

  /** How many spaces one virtual hart may have. */
  public int spaces() {
    return spaces;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
