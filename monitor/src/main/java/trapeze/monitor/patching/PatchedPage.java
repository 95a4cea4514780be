package trapeze.monitor.patching;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import trapeze.machine.board.Hardware;

/** A page of the guest's kernel of which the real machine executes a patched copy. */
final class PatchedPage {
  private static final int WORDS = 4096 / Long.BYTES;

  /** Guest-virtual address at which the copy is executed. */
  final long address;

  /** Guest-physical address of the guest's own frame. */
  final long guestFrame;

  /** Host-physical address of the same. */
  final long original;

  /** Host-physical address of the copy. */
  final long copy;

  /** Stubs by the address of the instruction that they stand for. */
  final Map<Long, Stub> stubs = new HashMap<>();

  /** Loads from the page that were interpreted. */
  int reads;

  private final long[] expected = new long[WORDS];

  /** Copies a page. */
  PatchedPage(long address, long guestFrame, long original, long copy, Hardware hardware) {
    this.address = address;
    this.guestFrame = guestFrame;
    this.original = original;
    this.copy = copy;
    Arrays.setAll(expected, i -> hardware.read(original + (long) Long.BYTES * i));
    for (int i = 0; i < WORDS; i++) {
      hardware.write(copy + (long) Long.BYTES * i, expected[i]);
    }
  }

  /** Whether the guest's frame still holds what was copied. */
  boolean isCurrent(Hardware hardware) {
    for (int i = 0; i < WORDS; i++) {
      if (hardware.read(original + (long) Long.BYTES * i) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
