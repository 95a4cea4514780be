package trapeze.isa.rv64;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import trapeze.isa.state.HartState;

/**
 * Page tables of both stages and the registers that they are used with, at random, but such that a
 * walk often gets far: entries point at a few tables, and only some of their bits are odd.
 */
final class RandomTables {
  /** Tables are in the first pages of memory: the G-stage's, then the VS-stage's. */
  private static final int PAGES = 64;

  private static final int INDICES = 4;

  private final Random random;
  private final Map<Long, Long> memory = new HashMap<>();
  private final TwoStageModel.Registers registers;
  private final int virtualMode;
  private final int guestMode;

  RandomTables(Random random) {
    this.random = random;
    virtualMode = random.nextInt(6) == 0 ? 0 : 8 + random.nextInt(3);
    guestMode = random.nextInt(6) == 0 ? 0 : 8 + random.nextInt(3);
    registers =
        new TwoStageModel.Registers(
            (long) virtualMode << 60 | 32,
            (long) guestMode << 60 | 4,
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextInt(3) > 0,
            random.nextInt(3) > 0,
            random.nextBoolean(),
            random.nextBoolean());
    // The G-stage leads the low pages to themselves, mostly, so that VS-stage tables are found.
    for (int page = 0; page < PAGES; page++) {
      for (int index = 0; index < INDICES; index++) {
        boolean isGuests = page < 32;
        memory.put(page * 4096L + 8 * index, entry(isGuests));
        memory.put(page * 4096L + 8 * (511 - index), entry(isGuests));
      }
    }
  }

  private long entry(boolean isGuests) {
    int kind = random.nextInt(100);
    if (kind < 3) {
      return random.nextLong();
    }
    if (kind < 60) {
      int page = isGuests ? 8 + random.nextInt(24) : 32 + random.nextInt(32);
      long odd = random.nextInt(60) == 0 ? 1L << random.nextInt(64) : 0;
      return (long) page << 10 | 1 | (random.nextInt(4) == 0 ? 32 : 0) | odd;
    }
    long flags = 1 | random.nextInt(8) << 1 | random.nextInt(16) << 4;
    if (random.nextInt(3) > 0) {
      flags |= isGuests ? 0xde : 0xce;
    } else if (random.nextBoolean()) {
      flags |= 2;
    }
    long page =
        switch (random.nextInt(8)) {
          case 0 -> random.nextInt(PAGES);
          case 1 -> 8 | random.nextInt(4) << 4;
          case 2 -> random.nextLong() & (1L << 44) - 1;
          case 3 -> (long) random.nextInt(8) << 18;
          default -> 0;
        };
    long napot = random.nextInt(8) == 0 ? Long.MIN_VALUE : 0;
    long type = random.nextInt(8) == 0 ? (long) random.nextInt(4) << 61 : 0;
    return page << 10 | flags | napot | type;
  }

  /** An address that often stays in the entries that there are. */
  long address() {
    long address = 0;
    for (int level = 0; level < 5; level++) {
      int index = random.nextInt(INDICES);
      index = random.nextInt(8) == 0 ? 511 - index : index;
      address |= (long) index << 12 + 9 * level;
    }
    address |= random.nextInt(4096);
    int width = virtualMode == 0 ? 41 + 9 * random.nextInt(3) : 12 + 9 * (virtualMode - 5);
    return switch (random.nextInt(12)) {
      case 0 -> address;
      case 1 -> address | random.nextLong() << random.nextInt(63);
      default ->
          virtualMode == 0 ? address & (1L << width) - 1 : address << 64 - width >> 64 - width;
    };
  }

  Map<Long, Long> memory() {
    return memory;
  }

  TwoStageModel.Registers registers() {
    return registers;
  }

  HartState state() {
    HartState state = new HartState(Rv64State.SPACE);
    state.set(Rv64State.HAS_HYPERVISOR, 1);
    state.set(Rv64State.PMPCFG0, 0x1f);
    state.set(Rv64State.pmpaddr(0), -1L >>> 10);
    state.set(Rv64State.VSATP, registers.vsatp());
    state.set(Rv64State.HGATP, registers.hgatp());
    state.set(Rv64State.MSTATUS, registers.mxr() ? Rv64State.MXR.mask() : 0);
    state.set(
        Rv64State.VSSTATUS,
        (registers.vsSum() ? Rv64State.VS_SUM.mask() : 0)
            | (registers.vsMxr() ? Rv64State.VS_MXR.mask() : 0));
    state.set(
        Rv64State.MENVCFG,
        (registers.adue() ? Rv64State.MENVCFG_ADUE.mask() : 0)
            | (registers.pbmte() ? Rv64State.MENVCFG_PBMTE.mask() : 0));
    state.set(
        Rv64State.HENVCFG,
        (registers.vsAdue() ? Rv64State.HENVCFG_ADUE.mask() : 0)
            | (registers.vsPbmte() ? Rv64State.HENVCFG_PBMTE.mask() : 0));
    return state;
  }

  @Override
  public String toString() {
    return registers.toString();
  }
}
