package trapeze.monitor.pg74;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.state.HartState;
import trapeze.machine.pg74.Console;
import trapeze.machine.pg74.Machine;
import trapeze.machine.pg74.Memory;

/** A machine, bare or at some depth of monitors, with what a test wants to see of it. */
record Twin(Machine machine, ByteArrayOutputStream printed) {
  /** What a program could tell apart, and the step count. */
  record View(HartState state, List<Long> memory, String printed, long steps, boolean halted) {}

  static Twin bare(ThirdGeneration kind, int words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    return new Twin(
        new Machine(kind, Memory.of(words), List.of(new Console(printed::write))), printed);
  }

  /** The innermost machine of so many monitors, each resident on a virtual machine of the next. */
  static Twin atDepth(int depth, ThirdGeneration kind, int words, Method method) {
    Machine machine = new Machine(kind, Memory.of(words + 2 * depth), List.of());
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    for (int inside = depth - 1; inside >= 0; inside--) {
      machine =
          new ControlProgram(machine, method)
              .define("guest", words + 2 * inside, List.of(new Console(printed::write)));
    }
    return new Twin(machine, printed);
  }

  View view() {
    return new View(
        machine.state().copy(),
        Arrays.stream(machine.memory().words()).boxed().toList(),
        printed.toString(StandardCharsets.ISO_8859_1),
        machine.steps(),
        machine.isHalted());
  }

  /**
   * Words that are mostly instructions with operands in memory, and a new program status word that
   * is mostly of use.
   */
  static long[] program(ThirdGeneration kind, int words, long seed) {
    Random random = new Random(seed);
    Format format = kind.format();
    List<Operation> operations = kind.operations();
    long[] image = new long[words];
    for (int i = 0; i < words; i++) {
      Operation operation = operations.get(random.nextInt(operations.size()));
      boolean rare = operation.mnemonic().equals("halt") && random.nextInt(4) > 0;
      image[i] =
          random.nextInt(8) == 0
              ? psw(format, words, random)
              : kind.encode(rare ? "svc" : operation.mnemonic(), random.nextInt(words + 2));
    }
    image[0] = Machine.FIRST << format.counterAt() | words;
    image[1] = psw(format, words, random);
    return image;
  }

  private static long psw(Format format, int words, Random random) {
    long bound = random.nextInt(4) == 0 ? random.nextInt(words) : words;
    long relocation = random.nextInt(3) == 0 ? random.nextInt(words) : 0;
    long mode = random.nextInt(3) == 0 ? Registers.SUPERVISOR : Registers.USER;
    return mode << format.modeAt()
        | (long) random.nextInt(words) << format.counterAt()
        | relocation << format.relocationAt()
        | bound;
  }
}
