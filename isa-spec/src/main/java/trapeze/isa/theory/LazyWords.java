package trapeze.isa.theory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import trapeze.isa.pg74.Words;

/** A memory of at most 64 words that get their first values when they are first read. */
public final class LazyWords extends Words {
  private LongUnaryOperator origin;
  private final long[] words;
  private final List<long[]> operations = new ArrayList<>(0);
  private long filled;
  private long written;

  /** A memory of so many words, whose first values a function gives, each at most once. */
  public LazyWords(int size, LongUnaryOperator origin) {
    if (size > Long.SIZE) {
      throw new IllegalArgumentException("%d words are too many to visit".formatted(size));
    }
    this.words = new long[size];
    this.origin = origin;
  }

  /** Forgets everything, to start again from other first values. */
  public void restart(LongUnaryOperator newOrigin) {
    origin = newOrigin;
    filled = 0;
    written = 0;
    operations.clear();
  }

  @Override
  public boolean hasPhysical(long address) {
    return address >= 0 && address < words.length;
  }

  @Override
  public long readPhysical(long address) {
    if ((filled >>> address & 1) == 0) {
      filled |= 1L << address;
      words[(int) address] = origin.applyAsLong(address);
    }
    return words[(int) address];
  }

  @Override
  public void writePhysical(long address, long value) {
    filled |= 1L << address;
    written |= 1L << address;
    words[(int) address] = value;
  }

  @Override
  public void startIo(long device, long word) {
    operations.add(new long[] {device, word});
  }

  /** Whether this word has been stored into; else it has its first value, read or not. */
  public boolean isWritten(long address) {
    return (written >>> address & 1) != 0;
  }

  /** The I/O operations that were started, in order: the device and the word given to it. */
  public List<long[]> operations() {
    return operations;
  }
}
