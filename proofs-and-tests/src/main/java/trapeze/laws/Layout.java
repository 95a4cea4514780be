package trapeze.laws;

/**
 * Where things are in the memory of a generated guest, and which registers mean something.
 *
 * <p>Page 0 holds the trap handlers and what they save, two pages the program, the pages behind
 * them data; page tables lie in the second MiB, and the second half of memory is data again.
 */
public final class Layout {
  private Layout() {}

  public static final long BASE = 0x8000_0000L;
  public static final long SIZE = 4L << 20;

  public static final long MACHINE_VECTORS = BASE;
  public static final long SUPERVISOR_VECTORS = BASE + 0x80;

  /** VS's, where there is the hypervisor extension; S's handler is HS's then. */
  public static final long VIRTUAL_VECTORS = BASE + 0xc0;

  public static final long MACHINE_HANDLER = BASE + 0x100;
  public static final long SUPERVISOR_HANDLER = BASE + 0x300;
  public static final long VIRTUAL_HANDLER = BASE + 0x500;
  public static final long MACHINE_SAVE = BASE + 0x800;
  public static final long SUPERVISOR_SAVE = BASE + 0x880;
  public static final long VIRTUAL_SAVE = BASE + 0x8c0;

  /** Bytes between what one hart's handlers save and the next one's. */
  public static final long SAVES = 0x100;

  /** How many harts have come to the end of the program. */
  public static final long ENDED = BASE + 0xf00;

  public static final long PROGRAM = BASE + 0x1000;

  /** Every chunk of a program has a slot of its own, so that a handler knows where to go on. */
  public static final int SLOT = 1 << 7;

  public static final int SLOTS = 0x2000 / SLOT - 1;

  public static final long DATA = BASE + 0x3000;
  public static final int DATA_PAGES = 13;

  /** Sixteen pages that one guest entry maps together (Svnapot). */
  public static final long CONTIGUOUS = BASE + 0x1_0000;

  /** The frames that they are. */
  public static final long CONTIGUOUS_FRAMES = BASE + 0x2_0000;

  public static final long TABLES = BASE + 0x10_0000;

  /** G-stage tables, 64 KiB for each guest. */
  public static final long GUEST_TABLES = BASE + 0x14_0000;

  public static final long MORE_DATA = BASE + 0x20_0000;

  public static final long GIGAPAGE_ALIAS = 0xc000_0000L;
  public static final long HIGH_ALIAS = 0xffff_ffff_c000_0000L;
  public static final long TERAPAGE_ALIAS = 0x80_0000_0000L;
  public static final long PETAPAGE_ALIAS = 1L << 48;

  public static final long FINISHER = 0x10_0000L;
  public static final long CLINT = 0x200_0000L;
  public static final long UART = 0x1000_0000L;

  /** Start of the program: handlers reckon from it. */
  public static final int X_PROGRAM = 8;

  /** What an ECALL asks for: the mode to go on in; bit 2 set for that mode of a guest. */
  public static final int X_REQUEST = 17;

  /** Number of the present slot. */
  public static final int X_SLOT = 28;

  /** The handlers' own. */
  public static final int X_HANDLER = 31;

  /** Whether generated code may write a register. */
  public static boolean isFree(int register) {
    return register != X_PROGRAM
        && register != X_REQUEST
        && register != X_SLOT
        && register != X_HANDLER;
  }
}
