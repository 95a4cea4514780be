package trapeze.machine.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import trapeze.machine.memory.PhysicalMemory;

/** A program that a hart can start in: firmware, a kernel, a bare program. */
public sealed interface GuestImage permits ElfImage, LinuxImage, FlatBinary {
  /** What messages call it, such as the path that the user gave. */
  String name();

  /**
   * Copies the image into memory.
   *
   * @param lowest address from which memory is free. An image linked to fixed addresses goes there
   *     whatever this is; any other goes to the first address from here on that suits it
   * @return where it is and where it starts
   * @throws BadImage if it does not fit
   */
  Loaded loadInto(PhysicalMemory memory, long lowest);

  /**
   * An image in memory.
   *
   * @param entry physical address of its first instruction
   * @param range from its first byte to its last, memory that it expects zeroed included
   */
  record Loaded(long entry, AddressRange range) {}

  /**
   * Reads an image and finds its kind from its contents.
   *
   * @throws BadImage if it cannot be read, or is no guest for this machine
   */
  static GuestImage load(Path path) {
    return of(Payload.load(path));
  }

  /**
   * Finds an image's kind from its contents: ELF, Linux {@code Image}, and anything else is a flat
   * binary.
   *
   * @throws BadImage if it is no guest for this machine
   */
  static GuestImage of(Payload payload) {
    byte[] contents = payload.contents();
    if (contents.length == 0) {
      throw new BadImage(payload.name(), "is empty");
    }
    if (startsWith(contents, 0, "\177ELF")) {
      return ElfImage.of(payload);
    }
    if (startsWith(contents, LinuxImage.MAGIC_OFFSET, LinuxImage.MAGIC)) {
      return LinuxImage.of(payload);
    }
    refuseKnownStrangers(payload);
    return new FlatBinary(payload);
  }

  private static void refuseKnownStrangers(Payload payload) {
    byte[] contents = payload.contents();
    if (startsWith(contents, LinuxImage.MAGIC_OFFSET, "ARM\144")) {
      throw new BadImage(payload.name(), "is a kernel for Arm, not for RISC-V");
    }
    if (startsWith(contents, 0, "MZ") && startsWith(contents, 4, "zimg")) {
      throw new BadImage(
          payload.name(), "is a compressed EFI kernel; give the Image that is inside it");
    }
    if (startsWith(contents, 0, "\037\213")
        || startsWith(contents, 0, "\3757zXZ")
        || startsWith(contents, 0, "(\265/\375")) {
      throw new BadImage(payload.name(), "is compressed; unpack it first");
    }
    if (startsWith(contents, 0, "070701")) {
      throw new BadImage(payload.name(), "is a cpio archive; give it as the initrd");
    }
    if (startsWith(contents, 0, "\320\015\376\355")) {
      throw new BadImage(payload.name(), "is a device tree, not a program");
    }
  }

  private static boolean startsWith(byte[] contents, int offset, String latin) {
    byte[] magic = latin.getBytes(StandardCharsets.ISO_8859_1);
    return contents.length >= offset + magic.length
        && Arrays.equals(contents, offset, offset + magic.length, magic, 0, magic.length);
  }

  /** A view of the contents for reading little-endian fields at absolute offsets. */
  static ByteBuffer littleEndian(Payload payload) {
    return ByteBuffer.wrap(payload.contents()).order(ByteOrder.LITTLE_ENDIAN);
  }
}
