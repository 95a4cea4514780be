package trapeze.machine;

import java.lang.foreign.Arena;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Device;
import trapeze.machine.memory.PhysicalMemory;

/** One hart with a little memory and one device, for tests. */
public class SmallMachine {
  /** Where memory begins. */
  public static final long BASE = 0x8000_0000L;

  /** How much there is. */
  public static final long SIZE = 0x4_0000;

  /** Where the device is. */
  public static final long DEVICE = 0x1000_0000L;

  /** Its memory. */
  public final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, SIZE);

  /** The registers of its device: one of 32 bits at each multiple of 4. */
  public final int[] registers = new int[4];

  /** Its hart's state. */
  public final HartState state = state();

  /** Its hart. */
  public final Hart hart;

  /** What the clock shows. */
  public long time = 1000;

  /** A machine with an RV64 hart about to start at {@link #BASE}, in M. */
  public SmallMachine() {
    Bus bus = Bus.with(memory).device(DEVICE, new Registers()).build();
    hart = new Hart(state, bus, () -> time);
    state.pc = BASE;
  }

  /** A state with usual choices. */
  public static HartState state() {
    HartState made = new HartState(Rv64State.SPACE);
    made.set(Rv64State.MODE, 3);
    made.set(Rv64State.MISALIGNED, 1);
    made.set(Rv64State.WIDEST_PAGING, 10);
    made.set(Rv64State.ASID_MASK, 0xffff);
    made.set(Rv64State.HAS_SVADU, 1);
    made.set(Rv64State.HAS_SSTC, 1);
    made.set(Rv64State.HAS_TIME, 1);
    return made;
  }

  /** Starts a program. */
  public Assembler at(long address) {
    return new Assembler(memory, address);
  }

  /** Lets every mode do everything with all of memory. */
  public void openProtection() {
    state.set(Rv64State.pmpaddr(0), -1);
    state.set(Rv64State.PMPCFG0, 0x1f);
  }

  /** Puts a page table of Sv39 with one level-2 and one level-1 table at {@code root}. */
  public void mapPage(long root, long virtual, long entry) {
    long middle = root + 0x1000;
    long last = root + 0x2000;
    memory.putLong(root + 8 * (virtual >>> 30 & 511), middle >>> 2 | 1);
    memory.putLong(middle + 8 * (virtual >>> 21 & 511), last >>> 2 | 1);
    memory.putLong(last + 8 * (virtual >>> 12 & 511), entry);
  }

  /** A leaf entry. */
  public static long leaf(long physical, int flags) {
    return physical >>> 12 << 10 | flags;
  }

  private final class Registers implements Device {
    @Override
    public String name() {
      return "registers";
    }

    @Override
    public long size() {
      return 4L * registers.length;
    }

    @Override
    public boolean accepts(long offset, int widthBytes) {
      return widthBytes == 4 && offset % 4 == 0;
    }

    @Override
    public long read(long offset, int widthBytes) {
      return registers[(int) offset / 4] & 0xffff_ffffL;
    }

    @Override
    public void write(long offset, int widthBytes, long value) {
      registers[(int) offset / 4] = (int) value;
    }
  }
}
