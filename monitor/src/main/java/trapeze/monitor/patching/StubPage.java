package trapeze.monitor.patching;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** A page of stubs, at addresses where the guest has nothing. */
final class StubPage {
  static final int SIZE = 4096;

  /** Guest-virtual address of the page. */
  final long address;

  /** Host-physical address of its frame. */
  final long frame;

  private final BitSet used = new BitSet(SIZE / Integer.BYTES);
  private final List<Stub> stubs = new ArrayList<>();

  StubPage(long address, long frame) {
    this.address = address;
    this.frame = frame;
  }

  /** An address with room behind it for so many words, of those that somebody accepts. */
  OptionalLong room(int words, LongPredicate accepts) {
    for (int i = 0; i + words <= SIZE / Integer.BYTES; i++) {
      int next = used.nextSetBit(i);
      if ((next < 0 || next >= i + words) && accepts.test(address + 4L * i)) {
        return OptionalLong.of(address + 4L * i);
      }
    }
    return OptionalLong.empty();
  }

  void add(Stub stub) {
    int first = (int) (stub.start() - address) / Integer.BYTES;
    used.set(first, first + stub.code().words().length);
    stubs.add(stub);
  }

  void remove(Stub stub) {
    int first = (int) (stub.start() - address) / Integer.BYTES;
    used.clear(first, first + stub.code().words().length);
    stubs.remove(stub);
  }

  /** The stub that has an instruction at an address. */
  @Nullable Stub at(long pc) {
    for (Stub stub : stubs) {
      if (stub.holds(pc)) {
        return stub;
      }
    }
    return null;
  }

  List<Stub> stubs() {
    return List.copyOf(stubs);
  }

  boolean isEmpty() {
    return stubs.isEmpty();
  }
}
