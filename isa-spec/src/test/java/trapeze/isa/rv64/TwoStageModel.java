package trapeze.isa.rv64;

import java.util.Map;

/**
 * Two-stage translation as the manual's prose has it, with loops and without the definitions: what
 * the definition is compared with.
 *
 * <p>PMP allows everything here; entries are where the map has them, all other memory reads as zero
 * below {@link #END} and is absent above.
 */
final class TwoStageModel {
  static final long END = 1L << 40;

  static final int FETCH = 0;
  static final int LOAD = 1;
  static final int STORE = 2;
  static final int LOAD_EXECUTABLE = 3;

  private static final long VALID = 1;
  private static final long READ = 2;
  private static final long WRITE = 4;
  private static final long EXECUTE = 8;
  private static final long USER = 16;
  private static final long ACCESSED = 64;
  private static final long DIRTY = 128;

  /** The registers that count. */
  record Registers(
      long vsatp,
      long hgatp,
      boolean mxr,
      boolean vsSum,
      boolean vsMxr,
      boolean adue,
      boolean vsAdue,
      boolean pbmte,
      boolean vsPbmte) {}

  /** An exception, as the definition reports it. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    final int cause;
    final long guestPhysical;
    final long instruction;

    Fault(int cause, long guestPhysical, long instruction) {
      super(null, null, false, false);
      this.cause = cause;
      this.guestPhysical = guestPhysical;
      this.instruction = instruction;
    }
  }

  /** Physical memory that is not zero, by the addresses of its 8-byte units. */
  final Map<Long, Long> memory;

  private final Registers registers;

  /** Entries that were read, by stage. */
  int virtualReads;

  int guestReads;

  /** Bits of address that the smaller leaf maps; 63 if there is none. */
  int shift = 63;

  TwoStageModel(Registers registers, Map<Long, Long> memory) {
    this.registers = registers;
    this.memory = memory;
  }

  private static int byKind(int kind, int fetch, int load, int store) {
    return kind == FETCH ? fetch : kind == STORE ? store : load;
  }

  /** The physical address of an access in VS ({@code supervisor}) or VU. */
  long translate(long address, int kind, boolean supervisor) throws Fault {
    int mode = (int) (registers.vsatp >>> 60);
    long guestPhysical =
        mode == 0 ? address : walk(address, kind, kind, true, supervisor, mode, registers.vsatp);
    int virtualShift = shift;
    long physical = guest(guestPhysical, kind, kind, 0);
    shift = Math.min(virtualShift, shift);
    return physical;
  }

  private long guest(long address, int checked, int kind, long instruction) throws Fault {
    int mode = (int) (registers.hgatp >>> 60);
    shift = 63;
    if (mode == 0) {
      return address;
    }
    try {
      return walk(address, checked, kind, false, false, mode, registers.hgatp, instruction);
    } catch (Fault fault) {
      int cause = fault.cause;
      boolean isPageFault = cause >= 12;
      throw isPageFault ? new Fault(cause + 8, address, instruction) : new Fault(cause, address, 0);
    }
  }

  private long walk(
      long address,
      int checked,
      int kind,
      boolean first,
      boolean supervisor,
      int mode,
      long atp,
      long... instruction)
      throws Fault {
    int levels = mode - 5;
    int width = 12 + 9 * levels;
    Fault pageFault = new Fault(byKind(kind, 12, 13, 15), 0, 0);
    boolean fits =
        first ? address << 64 - width >> 64 - width == address : address >>> width + 2 == 0;
    if (!fits) {
      throw pageFault;
    }
    boolean implicit = instruction.length > 0 && instruction[0] != 0;
    long table = (atp & (1L << 44) - 1) << 12;
    if (!first) {
      table &= -(1L << 14);
    }
    for (int level = levels - 1; level >= 0; level--) {
      int low = 12 + 9 * level;
      int size = !first && level == levels - 1 ? 11 : 9;
      long at = table + 8 * (address >>> low & (1L << size) - 1);
      long physical = first ? guest(at, LOAD, kind, 0x3000) : at;
      long entry = read(physical, kind);
      if (first) {
        virtualReads++;
      } else {
        guestReads++;
      }
      if ((entry & VALID) == 0 || (entry & (READ | WRITE)) == WRITE || (entry >>> 54 & 0x7f) != 0) {
        throw pageFault;
      }
      if ((entry & (READ | WRITE | EXECUTE)) == 0) {
        if (entry >>> 54 != 0 || (entry & 0xd0) != 0 || level == 0) {
          throw pageFault;
        }
        table = (entry >>> 10 & (1L << 44) - 1) << 12;
        continue;
      }
      checkLeaf(entry, first, pageFault);
      boolean napot = entry < 0;
      long page = entry >>> 10 & (1L << 44) - 1;
      if (napot && (level != 0 || (page & 15) != 8)) {
        throw pageFault;
      }
      int bits = napot ? 16 : low;
      if (!napot && (page << 12 & (1L << bits) - 1) != 0) {
        throw pageFault;
      }
      checkPermission(entry, checked, first, supervisor, implicit, pageFault);
      long wanted = entry | ACCESSED | (checked == STORE ? DIRTY : 0);
      if (wanted != entry) {
        if (!(first ? registers.vsAdue && registers.adue : registers.adue)) {
          throw pageFault;
        }
        long target = first ? guest(at, STORE, kind, 0x3020) : at;
        memory.put(target, wanted);
      }
      shift = bits;
      long inside = (1L << bits) - 1;
      return page << 12 & ~inside | address & inside;
    }
    throw new AssertionError();
  }

  private long read(long physical, int kind) throws Fault {
    if (Long.compareUnsigned(physical, END) >= 0) {
      throw new Fault(byKind(kind, 1, 5, 7), 0, 0);
    }
    return memory.getOrDefault(physical, 0L);
  }

  private void checkLeaf(long entry, boolean first, Fault fault) throws Fault {
    long type = entry >>> 61 & 3;
    boolean has = first ? registers.vsPbmte && registers.pbmte : registers.pbmte;
    if (has ? type == 3 : type != 0) {
      throw fault;
    }
  }

  private void checkPermission(
      long entry, int checked, boolean first, boolean supervisor, boolean implicit, Fault fault)
      throws Fault {
    boolean users = (entry & USER) != 0;
    boolean mayUse = !first || !supervisor ? users : !users || checked != FETCH && registers.vsSum;
    boolean mxr = first ? registers.mxr || registers.vsMxr : registers.mxr && !implicit;
    boolean readable = (entry & READ) != 0 || mxr && (entry & EXECUTE) != 0;
    boolean may =
        switch (checked) {
          case FETCH, LOAD_EXECUTABLE -> (entry & EXECUTE) != 0;
          case LOAD -> readable;
          default -> (entry & WRITE) != 0;
        };
    if (!mayUse || !may) {
      throw fault;
    }
  }
}
