package trapeze.machine.engine;

import java.lang.foreign.Arena;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.PhysicalMemory;

/** A hart in HS with a guest's tables of both stages, which tests fill by hand. */
final class GuestTables {
  static final long BASE = 0x8000_0000L;
  static final long SIZE = 64L << 20;
  static final int SV39 = 8;

  /** V, R, W, X, A, D; the G-stage adds U. */
  static final long LEAF = 0xcf;

  static final long USER = 0x10;

  final PhysicalMemory memory;
  final Hart hart;
  private long nextTable = BASE + (32L << 20);

  GuestTables() {
    memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, SIZE);
    HartState state = new HartState(Rv64.SET.state());
    hart = new Hart(state, Bus.with(memory).build(), () -> 0);
    state.set(Rv64State.HAS_HYPERVISOR, 1);
    state.set(Rv64State.ASID_MASK, 0xffff);
    state.set(Rv64State.VMID_MASK, 0x3fff);
    state.set(Rv64State.MISALIGNED, 1);
    state.set(Rv64State.MODE, 1);
    state.set(Rv64State.HSTATUS, Rv64State.SPVP.mask());
    state.set(Rv64State.PMPCFG0, 0x1f);
    state.set(Rv64State.pmpaddr(0), -1L >>> 10);
  }

  /** A zeroed table; the root of a G-stage takes four pages. */
  long table(int pages) {
    long at = nextTable + (pages * 4096L - 1) & -(pages * 4096L);
    nextTable = at + pages * 4096L;
    return at;
  }

  /** Maps an address by a leaf at a level, 0 the lowest, of a tree of so many levels. */
  void map(long root, int levels, int leafLevel, boolean isGuests, long address, long leaf) {
    long table = root;
    for (int level = levels - 1; level > leafLevel; level--) {
      long at = slot(table, level, isGuests && level == levels - 1, address);
      if (memory.getLong(at) == 0) {
        memory.putLong(at, table(1) >>> 2 | 1);
      }
      table = memory.getLong(at) >>> 10 << 12;
    }
    memory.putLong(slot(table, leafLevel, isGuests && leafLevel == levels - 1, address), leaf);
  }

  static long slot(long table, int level, boolean isWide, long address) {
    long index = address >>> 12 + 9 * level & (isWide ? 0x7ff : 0x1ff);
    return table + 8 * index;
  }

  static long leaf(long physical, long flags) {
    return physical >>> 2 | flags;
  }
}
