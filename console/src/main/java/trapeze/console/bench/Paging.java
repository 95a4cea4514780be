package trapeze.console.bench;

import java.util.Locale;

/** How the guest's RAM is mapped. */
public enum Paging {
  /** Sv39 with pages of 4 KiB. */
  SMALL,
  /** Sv39 with pages of 1 GiB. */
  LARGE,
  /** Not at all. */
  OFF;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
