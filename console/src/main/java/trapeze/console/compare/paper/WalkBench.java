package trapeze.console.compare.paper;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;

/**
 * One load by a real hart without any cache of translations, over page tables of 4 KiB pages: every
 * memory reference of its page walk is seen.
 */
final class WalkBench {
  private static final long BASE = VirtRegion.RAM_BASE;
  private static final long SIZE = 16L << 20;
  private static final long PAGE = 4096;

  /** Where tables of the second stage, of the first, and what is loaded lie. */
  private static final long SECOND_TABLES = BASE + (8L << 20);

  private static final long FIRST_TABLES = BASE + (1L << 20);
  private static final long LOADED = BASE + (4L << 20);

  private static final long ADDRESS = 0x4012_3000L;
  private static final long VALUE = 0x5ca1ab1eL;

  private static final int VALID = 1;
  private static final int LEAF = 0xcf; // D, A, X, W, R, V
  private static final int USER = 0x10;
  private static final int FIRST_LEVELS = 3; // of Sv39
  private static final int LOAD = 5 << 15 | 3 << 12 | 6 << 7 | 0x03; // ld x6, 0(x5)
  private static final int PMPADDR0 = 0x3b0;
  private static final int PMPCFG0 = 0x3a0;
  private static final int EVERYTHING = 0x1f; // NAPOT, X, W, R

  private final PhysicalMemory memory;
  private long nextFirst = FIRST_TABLES;
  private long nextSecond = SECOND_TABLES;
  private long firstStage;
  private long secondStage;

  private WalkBench(PhysicalMemory memory) {
    this.memory = memory;
  }

  /**
   * References of one walk.
   *
   * @param first to tables of the first stage
   * @param second to tables of the second stage
   */
  record References(long first, long second) {
    long all() {
      return first + second;
    }
  }

  /**
   * Counts the references of one walk.
   *
   * @param first levels of the first stage, 3 to 5
   * @param second levels of the second stage, 3 to 5; 0 if there is none
   * @return nothing if the load did not find what it should: the machine has no such translation
   */
  static Optional<References> count(int first, int second) {
    try (Arena arena = Arena.ofConfined()) {
      PhysicalMemory memory = PhysicalMemory.allocate(arena, BASE, SIZE);
      return new WalkBench(memory).walk(first, second);
    }
  }

  private Optional<References> walk(int first, int second) {
    Board.Configuration usual = Board.Configuration.USUAL;
    Board board =
        new Board(
            usual.with(usual.implementation().withHypervisor(second != 0)),
            memory,
            HartFactory.REAL,
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    memory.putLong(LOADED, VALUE);
    Hart hart = board.harts().getFirst();
    hart.writeCsr(PMPADDR0, -1L);
    hart.writeCsr(PMPCFG0, EVERYTHING);
    hart.state.set(Rv64State.MODE, PrivilegeMode.S.code());
    long root = table(false, 1);
    map(root, first, ADDRESS, LOADED, LEAF, false);
    if (second == 0) {
      hart.state.set(Rv64State.SATP, atp(root, first));
    } else {
      long guestRoot = table(true, 4);
      for (long page = FIRST_TABLES; page < nextFirst; page += PAGE) {
        map(guestRoot, second, page, page, LEAF | USER, true);
      }
      map(guestRoot, second, LOADED, LOADED, LEAF | USER, true);
      hart.state.set(Rv64State.VIRTUAL, 1);
      hart.state.set(Rv64State.VSATP, atp(root, first));
      hart.state.set(Rv64State.HGATP, atp(guestRoot, second));
    }
    hart.state.x[5] = ADDRESS;
    hart.observe((address, _, _, walk) -> see(address, walk));
    boolean done = hart.execute(new Decoder(Rv64.SET).decode(LOAD)) == null;
    return done && hart.state.x[6] == VALUE
        ? Optional.of(new References(firstStage, secondStage))
        : Optional.empty();
  }

  private void see(long address, boolean walk) {
    if (walk && address >= SECOND_TABLES) {
      secondStage++;
    } else if (walk) {
      firstStage++;
    }
  }

  private static long atp(long root, int levels) {
    return (long) (AddressTranslation.SV39 + levels - FIRST_LEVELS) << 60 | root >>> 12;
  }

  /** Pages for a table, which are zero. */
  private long table(boolean second, int pages) {
    long at = second ? nextSecond : nextFirst;
    if (second) {
      nextSecond += pages * PAGE;
    } else {
      nextFirst += pages * PAGE;
    }
    return at;
  }

  /** Enters a page, and the tables that lead to it; a root of the second stage has 2 bits more. */
  private void map(long root, int levels, long address, long to, int bits, boolean second) {
    long at = root;
    for (int level = levels - 1; level > 0; level--) {
      long slot = slot(at, address, level, second && level == levels - 1);
      if (memory.getLong(slot) == 0) {
        memory.putLong(slot, table(second, 1) >>> 12 << 10 | VALID);
      }
      at = memory.getLong(slot) >>> 10 << 12;
    }
    memory.putLong(slot(at, address, 0, false), to >>> 12 << 10 | bits);
  }

  private static long slot(long table, long address, int level, boolean wide) {
    return table + 8 * (address >>> 12 + 9 * level & (wide ? 0x7ff : 0x1ff));
  }
}
