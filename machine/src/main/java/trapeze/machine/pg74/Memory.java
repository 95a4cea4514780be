package trapeze.machine.pg74;

import org.apache.commons.lang3.Validate;

/** Words at physical addresses from 0 up. */
public interface Memory {
  /** How many words there are. */
  long size();

  /** The word at an address below the size. */
  long read(long address);

  /** Sets the word at an address below the size; the value must fit a word. */
  void write(long address, long word);

  /** Words that are all zero. */
  static Memory of(int size) {
    return new Array(new long[size]);
  }

  /**
   * Some of these words as a memory of their own: how a virtual machine gets its memory.
   *
   * @throws IllegalArgumentException if they are not all in this memory
   */
  default Memory window(long base, long size) {
    Validate.isTrue(
        base >= 0 && size >= 0 && base + size <= size(),
        "words %d to %d of a memory of %d",
        base,
        base + size,
        size());
    return new Window(this, base, size);
  }

  /** All words, copied. */
  default long[] words() {
    long[] words = new long[(int) size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = read(i);
    }
    return words;
  }

  /** Words in an array. */
  record Array(long[] storage) implements Memory {
    @Override
    public long size() {
      return storage.length;
    }

    @Override
    public long read(long address) {
      return storage[(int) address];
    }

    @Override
    public void write(long address, long word) {
      storage[(int) address] = word;
    }
  }

  /** A part of another memory. */
  record Window(Memory whole, long base, long size) implements Memory {
    @Override
    public long read(long address) {
      return whole.read(base + address);
    }

    @Override
    public void write(long address, long word) {
      whole.write(base + address, word);
    }
  }
}
