package trapeze.isa.pg74.text;

import java.util.Arrays;
import trapeze.isa.pg74.Processor;
import trapeze.isa.pg74.Trapped;
import trapeze.isa.pg74.Words;
import trapeze.isa.state.HartState;

/** A machine of the 1974 kind on which nothing but its program runs. */
final class BareMachine extends Words {
  private final Program program;
  private final long[] memory;
  private final StringBuilder console = new StringBuilder();
  private final Processor processor;
  private long steps;
  private long traps;

  BareMachine(Program program) {
    this.program = program;
    memory = Arrays.copyOf(program.words(), program.memoryWords());
    var registers = program.machine().registers();
    processor = new Processor(program.machine(), new HartState(registers.space), this);
    processor.load(program.initialPsw());
  }

  /** Runs until it halts, at most so many steps, a taken trap being a part of its step. */
  BareMachine run(long most) {
    while (steps < most && !processor.isHalted()) {
      step();
    }
    return this;
  }

  void step() {
    Trapped trap = processor.step();
    if (trap != null) {
      processor.take(trap);
      traps++;
    }
    steps++;
  }

  Program program() {
    return program;
  }

  HartState state() {
    return processor.state();
  }

  boolean isHalted() {
    return processor.isHalted();
  }

  String console() {
    return console.toString();
  }

  long steps() {
    return steps;
  }

  long traps() {
    return traps;
  }

  long[] memory() {
    return memory;
  }

  @Override
  public void startIo(long device, long word) {
    if (device == 0) {
      console.append((char) (word & 0xff));
    }
  }

  @Override
  public boolean hasPhysical(long address) {
    return address >= 0 && address < memory.length;
  }

  @Override
  public long readPhysical(long address) {
    return memory[(int) address];
  }

  @Override
  public void writePhysical(long address, long value) {
    memory[(int) address] = value;
  }
}
