package trapeze.machine.load;

import trapeze.machine.memory.PhysicalMemory;

/**
 * Bytes that are memory as it should be, started at the first.
 *
 * @param payload the bytes
 */
public record FlatBinary(Payload payload) implements GuestImage {
  @Override
  public String name() {
    return payload.name();
  }

  @Override
  public Loaded loadInto(PhysicalMemory memory, long lowest) {
    int length = payload.contents().length;
    if (!memory.contains(lowest, length)) {
      throw new BadImage(
          name(),
          "%d bytes at 0x%x do not fit %s; give the guest more memory"
              .formatted(length, lowest, memory));
    }
    memory.write(lowest, payload.contents());
    return new Loaded(lowest, new AddressRange(lowest, lowest + length));
  }
}
