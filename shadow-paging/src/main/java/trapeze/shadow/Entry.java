package trapeze.shadow;

/** Page-table entries of the real machine (priv:sv39). */
final class Entry {
  private Entry() {}

  static final long VALID = 1;
  static final long READ = 1 << 1;
  static final long WRITE = 1 << 2;
  static final long EXECUTE = 1 << 3;
  static final long USER = 1 << 4;
  static final long ACCESSED = 1 << 6;
  static final long DIRTY = 1 << 7;

  /**
   * Left to software by the hardware: the table below this pointer maps a part of one guest page,
   * so that a fence for any address in it drops all of it.
   */
  static final long FRAGMENT = 1 << 8;

  /** Left to software: this page is one sixteenth of a guest's 64 KiB page (Svnapot). */
  static final long CONTIGUOUS = 1 << 9;

  private static final long FRAME = 0x003f_ffff_ffff_fc00L;

  static long pointer(long frame, boolean fragment) {
    return frame >>> 2 | VALID | (fragment ? FRAGMENT : 0);
  }

  /**
   * It is never global: a pitfall of the field's. A and D are set: what they hold back is not W.
   */
  static long leaf(long frame, long permissions, boolean user) {
    return frame >>> 2 | permissions | VALID | (user ? USER : 0) | ACCESSED | DIRTY;
  }

  /** A page of a guest all of which is in the real U-mode. */
  static long leaf(long frame, long permissions) {
    return leaf(frame, permissions, true);
  }

  static boolean isValid(long entry) {
    return (entry & VALID) != 0;
  }

  static boolean isLeaf(long entry) {
    return (entry & (READ | WRITE | EXECUTE)) != 0;
  }

  static boolean isWritable(long entry) {
    return (entry & WRITE) != 0;
  }

  static boolean isFragment(long entry) {
    return (entry & FRAGMENT) != 0;
  }

  static boolean isContiguous(long entry) {
    return (entry & CONTIGUOUS) != 0;
  }

  static long frame(long entry) {
    return (entry & FRAME) << 2;
  }
}
