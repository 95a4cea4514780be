package trapeze.monitor.patching;

import trapeze.machine.board.Hardware;

/** Instructions in physical memory, which the hardware reads and writes 64 bits at a time. */
final class Frames {
  private final Hardware hardware;

  Frames(Hardware hardware) {
    this.hardware = hardware;
  }

  /** 16 bits at an even address. */
  int half(long address) {
    return (int) (hardware.read(address & -8) >>> shift(address)) & 0xffff;
  }

  /** 32 bits at an even address. */
  int word(long address) {
    return half(address) | half(address + 2) << 16;
  }

  /** Writes 32 bits each, from an even address on. */
  void write(long address, int... words) {
    for (int i = 0; i < words.length; i++) {
      half(address + 4L * i, words[i] & 0xffff);
      half(address + 4L * i + 2, words[i] >>> 16);
    }
  }

  private void half(long address, int value) {
    long others = hardware.read(address & -8) & ~(0xffffL << shift(address));
    hardware.write(address & -8, others | (long) value << shift(address));
  }

  private static int shift(long address) {
    return (int) (address & 7) * Byte.SIZE;
  }
}
