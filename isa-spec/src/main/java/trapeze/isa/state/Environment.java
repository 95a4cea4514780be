package trapeze.isa.state;

import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;

/**
 * What a definition may ask of the hardware around its hart. Virtual addresses are translated and
 * checked here as the hart's state says; an access that is refused throws a {@link TrapSignal}.
 * Values narrower than 64 bits are zero-extended.
 */
public interface Environment {

  /** Loads 1, 2, 4 or 8 bytes at a virtual address. */
  long load(long address, int bytes);

  /** Stores the low 1, 2, 4 or 8 bytes of a value at a virtual address. */
  void store(long address, int bytes, long value);

  /**
   * Loads 1, 2, 4 or 8 bytes as a guest would, V being set, in the mode that {@code hstatus.SPVP}
   * says; only a machine that has guests is asked.
   *
   * @param executable whether execute permission is asked for in place of read permission
   */
  default long guestLoad(long address, int bytes, boolean executable) {
    throw new IllegalStateException("there are no guests here");
  }

  /** Stores 1, 2, 4 or 8 bytes as a guest would; see {@link #guestLoad}. */
  default void guestStore(long address, int bytes, long value) {
    throw new IllegalStateException("there are no guests here");
  }

  /** An atomic read-modify-write of 4 or 8 bytes; gives the old value. */
  long atomic(AtomicOperator operator, long address, int bytes, long operand);

  /** Loads 4 or 8 bytes and reserves them. */
  long loadReserved(long address, int bytes);

  /** Stores 4 or 8 bytes if the reservation holds; 0 if it did, else 1. */
  long storeConditional(long address, int bytes, long value);

  /**
   * Whether a unit of memory is at a physical address: 8 bytes, aligned, or a word of a machine
   * that addresses words.
   */
  boolean hasPhysical(long address);

  /** Reads a unit of physical memory that is there, zero-extended. */
  long readPhysical(long address);

  /** Writes a unit of physical memory that is there. */
  void writePhysical(long address, long value);

  /** Replaces 8 bytes of physical memory atomically if they are as expected. */
  boolean replacePhysical(long address, long expected, long value);

  /** Something from outside the hart. */
  long input(Input input);

  /** Acts on the surroundings; what the arguments mean stands with the effect. */
  void effect(Effect effect, long... arguments);

  /** The bits of the instruction being executed, zero-extended. */
  long instructionBits();
}
