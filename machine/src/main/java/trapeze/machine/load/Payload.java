package trapeze.machine.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import trapeze.machine.memory.PhysicalMemory;

/**
 * Bytes to put into memory, with the name to call them by: an initial RAM disk, a device tree, or a
 * file that is still to be recognised as a {@link GuestImage}.
 *
 * @param name what messages call it, such as the path that the user gave
 * @param contents the bytes, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is asked of a payload
public record Payload(String name, byte[] contents) {
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  /**
   * Reads a file.
   *
   * @throws BadImage if it cannot be read
   */
  public static Payload load(Path path) {
    String name = path.toString();
    try {
      if (Files.isDirectory(path)) {
        throw new BadImage(name, "is a directory; give a file");
      }
      long size = Files.size(path);
      if (size > LARGEST) {
        throw new BadImage(name, "%d bytes are too many for an image".formatted(size));
      }
      return new Payload(name, Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      throw new BadImage(name, "no such file; check the path");
    } catch (AccessDeniedException e) {
      throw new BadImage(name, "may not be read; check its permissions");
    } catch (IOException e) {
      throw new BadImage(name, "cannot be read (%s)".formatted(e.getMessage()));
    }
  }

  /**
   * Reads a resource that is built into Trapeze.
   *
   * @param near a class whose module and package the resource's name is relative to
   * @throws BadImage if there is none of that name
   */
  public static Payload ofResource(Class<?> near, String resource) {
    try (InputStream stream = near.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new BadImage(resource, "not built into this copy of Trapeze; build it again");
      }
      return new Payload(resource, stream.readAllBytes());
    } catch (IOException e) {
      throw new BadImage(resource, "cannot be read (%s)".formatted(e.getMessage()));
    }
  }

  /**
   * Copies the bytes into memory, as high as they fit.
   *
   * @param floor lowest address they may take
   * @param ceiling address that they must end at or below
   * @param alignment of the start, in bytes, a power of two
   * @return where they are
   * @throws BadImage if there is not so much room
   */
  public AddressRange placeBelow(PhysicalMemory memory, long floor, long ceiling, long alignment) {
    long start = (ceiling - contents.length) & -alignment;
    if (start < floor || !memory.contains(start, contents.length)) {
      throw new BadImage(
          name,
          "%d bytes do not fit between 0x%x and 0x%x; give the guest more memory"
              .formatted(contents.length, floor, ceiling));
    }
    memory.write(start, contents);
    return new AddressRange(start, start + contents.length);
  }
}
