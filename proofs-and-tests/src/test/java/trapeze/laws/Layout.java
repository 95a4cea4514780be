package trapeze.laws;

/**
 * Where things are in the memory of a generated guest, and which registers mean something.
 *
 * <p>Page 0 holds the trap handlers and what they save, two pages the program, the pages behind
 * them data; page tables lie in the second MiB, and the second half of memory is data again.
 */
final class Layout {
  private Layout() {}

  static final long BASE = 0x8000_0000L;
  static final long SIZE = 4L << 20;

  static final long MACHINE_VECTORS = BASE;
  static final long SUPERVISOR_VECTORS = BASE + 0x80;
  static final long MACHINE_HANDLER = BASE + 0x100;
  static final long SUPERVISOR_HANDLER = BASE + 0x300;
  static final long MACHINE_SAVE = BASE + 0x800;
  static final long SUPERVISOR_SAVE = BASE + 0x880;

  /** Bytes between what one hart's handlers save and the next one's. */
  static final long SAVES = 0x100;

  /** How many harts have come to the end of the program. */
  static final long ENDED = BASE + 0xf00;

  static final long PROGRAM = BASE + 0x1000;

  /** Every chunk of a program has a slot of its own, so that a handler knows where to go on. */
  static final int SLOT = 1 << 7;

  static final int SLOTS = 0x2000 / SLOT - 1;

  static final long DATA = BASE + 0x3000;
  static final int DATA_PAGES = 13;

  /** Sixteen pages that one guest entry maps together (Svnapot). */
  static final long CONTIGUOUS = BASE + 0x1_0000;

  /** The frames that they are. */
  static final long CONTIGUOUS_FRAMES = BASE + 0x2_0000;

  static final long TABLES = BASE + 0x10_0000;
  static final long MORE_DATA = BASE + 0x20_0000;

  static final long GIGAPAGE_ALIAS = 0xc000_0000L;
  static final long HIGH_ALIAS = 0xffff_ffff_c000_0000L;
  static final long TERAPAGE_ALIAS = 0x80_0000_0000L;
  static final long PETAPAGE_ALIAS = 1L << 48;

  static final long FINISHER = 0x10_0000L;
  static final long CLINT = 0x200_0000L;
  static final long UART = 0x1000_0000L;

  /** Start of the program: handlers reckon from it. */
  static final int X_PROGRAM = 8;

  /** What an ECALL asks for: the mode to go on in. */
  static final int X_REQUEST = 17;

  /** Number of the present slot. */
  static final int X_SLOT = 28;

  /** The handlers' own. */
  static final int X_HANDLER = 31;

  /** Whether generated code may write a register. */
  static boolean isFree(int register) {
    return register != X_PROGRAM
        && register != X_REQUEST
        && register != X_SLOT
        && register != X_HANDLER;
  }
}
