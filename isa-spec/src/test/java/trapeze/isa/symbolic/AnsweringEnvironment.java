package trapeze.isa.symbolic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.state.Environment;
import trapeze.isa.state.TrapSignal;

/**
 * Surroundings that answer the n-th request with what a seed says, and note what is asked. Two with
 * one seed answer equally as long as they are asked the same.
 */
final class AnsweringEnvironment implements Environment {
  /** What has been asked, in order. */
  final List<String> asked = new ArrayList<>();

  private final long seed;
  private final long instructionBits;

  AnsweringEnvironment(long seed, long instructionBits) {
    this.seed = seed;
    this.instructionBits = instructionBits;
  }

  @Override
  public long load(long address, int bytes) {
    return memory("load", 5, address, bytes) & -1L >>> (64 - 8 * bytes);
  }

  @Override
  public void store(long address, int bytes, long value) {
    memory("store", 7, address, bytes, value);
  }

  @Override
  public long guestLoad(long address, int bytes, boolean executable) {
    String what = executable ? "guest's code" : "guest's load";
    return memory(what, 5, address, bytes) & -1L >>> (64 - 8 * bytes);
  }

  @Override
  public void guestStore(long address, int bytes, long value) {
    memory("guest's store", 7, address, bytes, value);
  }

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    return memory("atomic " + operator, 7, address, bytes, operand) & -1L >>> (64 - 8 * bytes);
  }

  @Override
  public long loadReserved(long address, int bytes) {
    return memory("reserve", 5, address, bytes) & -1L >>> (64 - 8 * bytes);
  }

  @Override
  public long storeConditional(long address, int bytes, long value) {
    return memory("conditional", 7, address, bytes, value) & 1;
  }

  @Override
  public boolean hasPhysical(long address) {
    return note("present", address) % 16 != 0;
  }

  /** Often an entry of a page table that leads somewhere. */
  @Override
  public long readPhysical(long address) {
    long answer = note("physical", address);
    return switch ((int) (answer >>> 60)) {
      case 0 -> answer;
      case 1, 2, 3, 4, 5, 6, 7, 8 -> (answer & 0xf_ffff) << 10 | 1;
      default -> (answer & 0x3_ffff) << 28 | answer & 0x3f | 1 | answer & 0xc0;
    };
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    return note("replace", address, expected, value) % 4 != 0;
  }

  @Override
  public void writePhysical(long address, long value) {
    note("write", address, value);
  }

  @Override
  public long input(Input input) {
    return mix(seed + input.ordinal());
  }

  @Override
  public void effect(Effect effect, long... arguments) {
    note(effect.name(), arguments);
  }

  @Override
  public long instructionBits() {
    return instructionBits;
  }

  private long memory(String what, int cause, long... arguments) {
    long answer = note(what, arguments);
    if (answer >>> 61 == 0) {
      throw new TrapSignal().carrying(cause, arguments[0]);
    }
    return answer;
  }

  private long note(String what, long... arguments) {
    asked.add(what + Arrays.toString(arguments));
    return mix(seed * 31 + asked.size());
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
