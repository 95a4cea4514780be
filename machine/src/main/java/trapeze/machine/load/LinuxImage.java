package trapeze.machine.load;

import trapeze.machine.memory.PhysicalMemory;

/**
 * A Linux kernel in the flat {@code Image} format (Linux, "Boot image header in RISC-V Linux").
 *
 * <p>It runs from any address that is {@code textOffset} past a multiple of 2 MiB, is entered at
 * its first byte, and owns {@code imageSize} bytes from there.
 *
 * @param payload the file
 * @param textOffset bytes from the start of RAM to the kernel
 * @param imageSize bytes of memory that the kernel takes, its zeroed data included
 */
public record LinuxImage(Payload payload, long textOffset, long imageSize) implements GuestImage {
  /** Where in the file the magic is, in bytes. */
  static final int MAGIC_OFFSET = 56;

  /** The header's second magic number; the first is deprecated. */
  static final String MAGIC = "RSC\005";

  private static final int HEADER_SIZE = 64;
  private static final int TEXT_OFFSET = 8;
  private static final int IMAGE_SIZE = 16;
  private static final int FLAGS = 24;
  private static final long BIG_ENDIAN = 1;
  private static final long ALIGNMENT = 2 << 20;

  static LinuxImage of(Payload payload) {
    int length = payload.contents().length;
    if (length < HEADER_SIZE) {
      throw new BadImage(
          payload.name(), "truncated in the Image header, after %d bytes".formatted(length));
    }
    var header = GuestImage.littleEndian(payload);
    if ((header.getLong(FLAGS) & BIG_ENDIAN) != 0) {
      throw new BadImage(payload.name(), "is a big-endian kernel; give a little-endian one");
    }
    long textOffset = header.getLong(TEXT_OFFSET);
    // A kernel so old that its size is 0 takes what the file has.
    long imageSize = Math.max(header.getLong(IMAGE_SIZE), length);
    if (textOffset < 0 || textOffset > Integer.MAX_VALUE) {
      throw new BadImage(
          payload.name(),
          "text offset 0x%x at byte %d of the header makes no sense; the file is damaged"
              .formatted(textOffset, TEXT_OFFSET));
    }
    return new LinuxImage(payload, textOffset, imageSize);
  }

  @Override
  public String name() {
    return payload.name();
  }

  @Override
  public Loaded loadInto(PhysicalMemory memory, long lowest) {
    long start = alignUp(memory.base()) + textOffset;
    if (start < lowest) {
      start += alignUp(lowest - start);
    }
    if (!memory.contains(start, imageSize)) {
      throw new BadImage(
          name(),
          "the kernel takes 0x%x bytes at 0x%x, which do not fit %s; give the guest more memory"
              .formatted(imageSize, start, memory));
    }
    memory.write(start, payload.contents());
    return new Loaded(start, new AddressRange(start, start + imageSize));
  }

  private static long alignUp(long address) {
    return (address + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
