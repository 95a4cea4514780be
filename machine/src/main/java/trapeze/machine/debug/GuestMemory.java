package trapeze.machine.debug;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.memory.PhysicalMemory;

/**
 * A board's memory as a debugger sees it, by the translation of one of its harts or by physical
 * address. Reading changes nothing; permissions do not hold a debugger back. The board must be
 * halted.
 *
 * <p>Devices are not read, since that may change them, unless {@link #readDevices} says so.
 */
public final class GuestMemory {
  private static final int PAGE = 4096;

  private final Board board;
  private boolean physical;
  private boolean devices;

  /** The memory of a board. */
  public GuestMemory(Board board) {
    this.board = board;
  }

  /** Whether addresses are physical ones. */
  public boolean isPhysical() {
    return physical;
  }

  /** Says whether addresses are physical ones. */
  public void physical(boolean wanted) {
    physical = wanted;
  }

  /** Whether devices are read and written, with all that this does to them. */
  public boolean readsDevices() {
    return devices;
  }

  /** Says whether devices are read and written, with all that this does to them. */
  public void readDevices(boolean wanted) {
    devices = wanted;
  }

  /**
   * Reads bytes.
   *
   * @return as many as could be read, from the first on; none if the first could not
   */
  public byte[] read(Hart hart, long address, int length) {
    byte[] found = new byte[length];
    int done = 0;
    while (done < length) {
      int bytes = inPage(address + done, length - done);
      byte @Nullable [] part = readInPage(hart, address + done, bytes);
      if (part == null) {
        break;
      }
      System.arraycopy(part, 0, found, done, bytes);
      done += bytes;
    }
    return Arrays.copyOf(found, done);
  }

  /**
   * Writes bytes, all or none, and lets no hart go on with what it remembers of them: decoded
   * instructions, translations, reservations.
   *
   * @return whether all of them are there
   */
  public boolean write(Hart hart, long address, byte[] source) {
    for (int done = 0; done < source.length; done += inPage(address + done, source.length - done)) {
      long at = physicalAddress(hart, address + done);
      int bytes = inPage(address + done, source.length - done);
      if (!board.memory().contains(at, bytes) && !isRegister(at, bytes)) {
        return false;
      }
    }
    for (int done = 0; done < source.length; ) {
      int bytes = inPage(address + done, source.length - done);
      long at = physicalAddress(hart, address + done);
      writeInPage(at, Arrays.copyOfRange(source, done, done + bytes));
      done += bytes;
    }
    for (Hart each : board.harts()) {
      each.fenceI();
      each.fenceAddressTranslation(0, 0, 0, 0);
      each.cancelReservation();
    }
    return true;
  }

  private long physicalAddress(Hart hart, long address) {
    if (physical) {
      return address;
    }
    PageWalk walk = PageWalk.of(hart, address);
    return walk.isMapped() ? walk.physical() : -1;
  }

  private static int inPage(long address, int length) {
    return Math.min(length, PAGE - (int) (address & (PAGE - 1)));
  }

  private byte @Nullable [] readInPage(Hart hart, long address, int length) {
    long at = physicalAddress(hart, address);
    PhysicalMemory memory = board.memory();
    if (memory.contains(at, length)) {
      return memory.read(at, length);
    }
    if (!isRegister(at, length)) {
      return null;
    }
    return bytes(board.bus().read(at, length), length);
  }

  private void writeInPage(long at, byte[] source) {
    PhysicalMemory memory = board.memory();
    if (memory.contains(at, source.length)) {
      memory.write(at, source);
    } else {
      board.bus().write(at, source.length, value(source));
    }
  }

  private boolean isRegister(long at, int length) {
    return devices
        && length <= Long.BYTES
        && Integer.bitCount(length) == 1
        && board.bus().accepts(at, length);
  }

  /** A little-endian value's bytes. */
  private static byte[] bytes(long value, int length) {
    byte[] made = new byte[length];
    for (int i = 0; i < length; i++) {
      made[i] = (byte) (value >>> 8 * i);
    }
    return made;
  }

  private static long value(byte[] bytes) {
    long made = 0;
    for (int i = 0; i < bytes.length; i++) {
      made |= (bytes[i] & 0xffL) << 8 * i;
    }
    return made;
  }
}
