package trapeze.machine.pg74;

import java.util.List;
import org.apache.commons.lang3.Validate;
import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Processor;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Trapped;
import trapeze.isa.pg74.Words;
import trapeze.isa.state.HartState;

/**
 * A third-generation machine: definitions, registers, memory and devices put together. This one is
 * real; a monitor's virtual machine is one too, of which {@link #advance} is another method.
 *
 * <p>A step is an instruction or a trap; one that raises a trap is one step, its taking included.
 * The timer counts steps in user mode.
 */
public class Machine {
  /** The address behind the two program status words of traps. */
  public static final long FIRST = 2;

  private final ThirdGeneration kind;
  private final Memory memory;
  private final List<Device> devices;
  private final HartState state;
  private final Processor processor;
  private boolean hasResident;
  private long steps;
  private long traps;

  /**
   * A machine that is all zero.
   *
   * @param memory no larger than addresses of this kind of machine reach
   * @param devices by their numbers; a word for one that is not there is lost
   */
  public Machine(ThirdGeneration kind, Memory memory, List<Device> devices) {
    Validate.isTrue(
        memory.size() <= kind.format().mostWords(),
        "%d words of memory, and an address reaches %d",
        memory.size(),
        kind.format().mostWords());
    this.kind = kind;
    this.memory = memory;
    this.devices = List.copyOf(devices);
    this.state = new HartState(kind.registers().space);
    this.processor = new Processor(kind, state, new Surroundings());
  }

  /** Its definitions. */
  public final ThirdGeneration kind() {
    return kind;
  }

  /** Its registers. */
  public final HartState state() {
    return state;
  }

  /** Its memory. */
  public final Memory memory() {
    return memory;
  }

  /** Steps since it was built. */
  public final long steps() {
    return steps;
  }

  /** Traps since it was built, taken or given to the resident. */
  public final long traps() {
    return traps;
  }

  /** Whether traps are given to a resident in Java; else they are taken. */
  public final void hasResident(boolean resident) {
    hasResident = resident;
  }

  /**
   * Initial program load: the words go to memory from location 0 on, the program status word is
   * taken from location 0, and all other registers are zero.
   *
   * @throws IllegalArgumentException if the words do not fit the memory
   */
  public final void load(long[] words) {
    Validate.isTrue(
        words.length <= memory.size(),
        "%d words do not fit a memory of %d",
        words.length,
        memory.size());
    for (int i = 0; i < words.length; i++) {
      memory.write(i, words[i]);
    }
    state.copyFrom(new HartState(kind.registers().space));
    processor.load(words.length == 0 ? 0 : words[0]);
  }

  /** Whether it will never make another step. */
  public boolean isHalted() {
    return processor.isHalted();
  }

  /**
   * Runs until so many steps are made, to the step, or it halts, or a trap is raised and there is a
   * resident to handle it.
   */
  public final Stop run(long budget) {
    long end = steps + budget;
    while (steps < end && !isHalted()) {
      Trapped trap = advance(end - steps);
      if (trap != null) {
        traps++;
        if (hasResident) {
          return new Stop.Trapped(trap);
        }
        processor.take(trap);
      }
    }
    return isHalted() ? Stop.HALTED : Stop.BUDGET;
  }

  /**
   * Makes at least one step and at most so many, ending with the first that raises a trap; gives
   * that trap and does not take it.
   */
  protected @Nullable Trapped advance(long atMost) {
    for (long made = 0; made < atMost && !processor.isHalted(); made++) {
      Trapped trap = step();
      if (trap != null) {
        return trap;
      }
    }
    return null;
  }

  /** One step by the definitions. */
  protected final @Nullable Trapped step() {
    steps++;
    return processor.step();
  }

  /** Steps that were made elsewhere for this machine. */
  protected final void countSteps(long made) {
    steps += made;
  }

  /** The definitions over this machine's state; what it is told to do counts no step. */
  protected final Processor processor() {
    return processor;
  }

  /** What surrounds the processor. */
  private final class Surroundings extends Words {
    @Override
    public void startIo(long device, long word) {
      if (device < devices.size()) {
        devices.get((int) device).start(word);
      }
    }

    @Override
    public boolean hasPhysical(long address) {
      return address >= 0 && address < memory.size();
    }

    @Override
    public long readPhysical(long address) {
      return memory.read(address);
    }

    @Override
    public void writePhysical(long address, long value) {
      memory.write(address, value);
    }
  }
}
