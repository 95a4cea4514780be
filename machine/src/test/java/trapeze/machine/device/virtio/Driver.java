package trapeze.machine.device.virtio;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import trapeze.machine.memory.PhysicalMemory;

/** A guest's side of a virtio transport, in its own memory, for tests. */
final class Driver {
  static final long RAM = 0x8000_0000L;
  static final int RAM_SIZE = 1 << 20;
  static final int QUEUE_SIZE = 8;

  static final int NEXT = 1;
  static final int WRITE = 2;
  static final int INDIRECT = 4;

  /** Free memory for buffers; the queues are below it. */
  static final long BUFFERS = RAM + 0x4_0000;

  final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), RAM, RAM_SIZE);
  final List<Long> stored = new ArrayList<>();
  final VirtioMmio transport;
  boolean interrupt;

  record Buffer(long address, int length, boolean write) {
    static Buffer readable(long address, int length) {
      return new Buffer(address, length, false);
    }

    static Buffer writable(long address, int length) {
      return new Buffer(address, length, true);
    }
  }

  Driver(VirtioDevice device) {
    transport =
        new VirtioMmio(
            device, memory, level -> interrupt = level, (address, length) -> stored.add(address));
  }

  int read(int register) {
    return (int) transport.read(register, 4);
  }

  void write(int register, int value) {
    transport.write(register, 4, value);
  }

  static long descriptors(int queue) {
    return RAM + 0x1_0000 * queue;
  }

  static long available(int queue) {
    return descriptors(queue) + 0x1000;
  }

  static long used(int queue) {
    return descriptors(queue) + 0x2000;
  }

  /** Agrees on every feature, starts every queue and the device. */
  Driver start(int queues) {
    write(0x70, 1);
    write(0x70, 3);
    for (int select = 0; select < 2; select++) {
      write(0x14, select);
      write(0x24, select);
      write(0x20, read(0x10));
    }
    write(0x70, 0xb);
    for (int queue = 0; queue < queues; queue++) {
      write(0x30, queue);
      write(0x38, QUEUE_SIZE);
      write(0x80, (int) descriptors(queue));
      write(0x90, (int) available(queue));
      write(0xa0, (int) used(queue));
      write(0x44, 1);
    }
    write(0x70, 0xf);
    return this;
  }

  void descriptor(long table, int index, long address, int length, int flags, int next) {
    long at = table + 16L * index;
    memory.putLong(at, address);
    memory.putInt(at + 8, length);
    memory.putShort(at + 12, (short) flags);
    memory.putShort(at + 14, (short) next);
  }

  /** Writes a chain into a table from index 0 on. */
  void chain(long table, Buffer... buffers) {
    for (int i = 0; i < buffers.length; i++) {
      int flags = (buffers[i].write() ? WRITE : 0) | (i + 1 < buffers.length ? NEXT : 0);
      descriptor(table, i, buffers[i].address(), buffers[i].length(), flags, i + 1);
    }
  }

  /** Makes the chain at a head available without a notification. */
  void offer(int queue, int head) {
    long available = available(queue);
    int index = memory.getShort(available + 2) & 0xffff;
    memory.putShort(available + 4 + 2L * (index % QUEUE_SIZE), (short) head);
    memory.putShort(available + 2, (short) (index + 1));
  }

  /** Sends one request and returns how many bytes of it the device says it wrote. */
  int request(int queue, Buffer... buffers) {
    chain(descriptors(queue), buffers);
    offer(queue, 0);
    int before = usedIndex(queue);
    write(0x50, queue);
    if (usedIndex(queue) != (before + 1 & 0xffff)) {
      throw new AssertionError("the request was not completed");
    }
    return memory.getInt(used(queue) + 8 + 8L * (before % QUEUE_SIZE));
  }

  int usedIndex(int queue) {
    return memory.getShort(used(queue) + 2) & 0xffff;
  }

  boolean needsReset() {
    return (read(0x70) & 0x40) != 0;
  }
}
