package trapeze.laws;

import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Environment;
import trapeze.machine.device.Bus;
import trapeze.machine.engine.Reservation;
import trapeze.machine.memory.PhysicalMemory;

/** The surroundings of a reference hart: memory a byte at a time, devices, one reservation. */
final class ReferenceAccess implements Environment {
  private static final int PAGE = 4096;
  private static final int LOAD_MISALIGNED = 4;
  private static final int STORE_MISALIGNED = 6;

  private final ReferenceHart hart;
  private final Bus bus;
  private final PhysicalMemory memory;
  private Reservation reserved = Reservation.NONE;

  ReferenceAccess(ReferenceHart hart) {
    this.hart = hart;
    this.bus = hart.bus();
    this.memory = bus.memory();
  }

  /** A part of an access, inside one page. */
  private record Part(long address, long physical, int bytes) {}

  private Part[] parts(long address, int bytes, AccessKind kind, int misaligned) {
    if ((address & bytes - 1) != 0 && hart.state.get(Rv64State.MISALIGNED) == 0) {
      throw hart.raisedBy(kind, misaligned, address);
    }
    int first = (int) Math.min(bytes, PAGE - (address & PAGE - 1));
    Part one = new Part(address, hart.translated(address, first, kind), first);
    if (first == bytes) {
      return new Part[] {one};
    }
    long next = address + first;
    Part[] both = {one, new Part(next, hart.translated(next, bytes - first, kind), bytes - first)};
    for (Part part : both) {
      requireMemory(part, kind);
    }
    return both;
  }

  private void requireMemory(Part part, AccessKind kind) {
    if (!memory.contains(part.physical, part.bytes)) {
      throw hart.accessFault(part.address, kind);
    }
  }

  private void requireDevice(Part part, AccessKind kind) {
    boolean isWhole = Integer.bitCount(part.bytes) == 1;
    if (!isWhole || !bus.accepts(part.physical, part.bytes)) {
      throw hart.accessFault(part.address, kind);
    }
  }

  private long read(long physical, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | memory.getByte(physical + i) & 0xff;
    }
    return value;
  }

  private void write(long physical, int bytes, long value) {
    hart.writes(physical, bytes);
    for (int i = 0; i < bytes; i++) {
      memory.putByte(physical + i, (byte) (value >>> 8 * i));
    }
  }

  @Override
  public long load(long address, int bytes) {
    return load(address, bytes, AccessKind.READ);
  }

  @Override
  public long guestLoad(long address, int bytes, boolean executable) {
    hart.actsAsGuest(true);
    try {
      return load(address, bytes, executable ? AccessKind.READ_EXECUTABLE : AccessKind.READ);
    } finally {
      hart.actsAsGuest(false);
    }
  }

  @Override
  public void guestStore(long address, int bytes, long value) {
    hart.actsAsGuest(true);
    try {
      store(address, bytes, value);
    } finally {
      hart.actsAsGuest(false);
    }
  }

  private long load(long address, int bytes, AccessKind kind) {
    long value = 0;
    int done = 0;
    for (Part part : parts(address, bytes, kind, LOAD_MISALIGNED)) {
      if (!memory.contains(part.physical, part.bytes)) {
        if (kind == AccessKind.READ_EXECUTABLE) {
          throw hart.accessFault(part.address, kind);
        }
        requireDevice(part, kind);
        return bus.read(part.physical, part.bytes);
      }
      value |= read(part.physical, part.bytes) << 8 * done;
      done += part.bytes;
    }
    return value;
  }

  @Override
  public void store(long address, int bytes, long value) {
    int done = 0;
    for (Part part : parts(address, bytes, AccessKind.WRITE, STORE_MISALIGNED)) {
      if (!memory.contains(part.physical, part.bytes)) {
        requireDevice(part, AccessKind.WRITE);
        bus.write(part.physical, part.bytes, value);
        return;
      }
      write(part.physical, part.bytes, value >>> 8 * done);
      done += part.bytes;
    }
  }

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    Part part = parts(address, bytes, AccessKind.WRITE, STORE_MISALIGNED)[0];
    boolean isMemory = memory.contains(part.physical, bytes);
    if (!isMemory) {
      requireDevice(part, AccessKind.WRITE);
    }
    long old = isMemory ? read(part.physical, bytes) : bus.read(part.physical, bytes);
    long combined = operator.combine(old, operand, bytes);
    if (isMemory) {
      write(part.physical, bytes, combined);
    } else {
      bus.write(part.physical, bytes, bytes == 4 ? combined & 0xffff_ffffL : combined);
    }
    return old;
  }

  @Override
  public long loadReserved(long address, int bytes) {
    Part part = parts(address, bytes, AccessKind.READ, LOAD_MISALIGNED)[0];
    requireMemory(part, AccessKind.READ);
    long value = read(part.physical, bytes);
    reserved = new Reservation(part.physical, bytes, value, 0);
    return value;
  }

  @Override
  public long storeConditional(long address, int bytes, long value) {
    Part part = parts(address, bytes, AccessKind.WRITE, STORE_MISALIGNED)[0];
    requireMemory(part, AccessKind.WRITE);
    boolean isReserved =
        reserved.equals(new Reservation(part.physical, bytes, read(part.physical, bytes), 0));
    reserved = Reservation.NONE;
    boolean failed = hart.fails(isReserved);
    if (!failed) {
      write(part.physical, bytes, value);
    }
    return failed ? 1 : 0;
  }

  @Override
  public boolean hasPhysical(long address) {
    hart.readsEntry(address);
    return memory.contains(address, 8);
  }

  @Override
  public long readPhysical(long address) {
    hart.readsEntry(address);
    return memory.getLong(address);
  }

  @Override
  public void writePhysical(long address, long value) {
    write(address, 8, value);
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    boolean isExpected = memory.getLong(address) == expected;
    if (isExpected) {
      write(address, 8, value);
    }
    return isExpected;
  }

  @Override
  public long input(Input input) {
    return hart.input(input);
  }

  @Override
  public void effect(Effect effect, long... arguments) {
    if (effect == Effect.CANCEL_RESERVATION) {
      reserved = Reservation.NONE;
    }
    hart.effect(effect, arguments);
  }

  @Override
  public long instructionBits() {
    return hart.instructionBits();
  }
}
