package trapeze.console.litmus.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import trapeze.console.litmus.AssemblyLine;
import trapeze.console.litmus.LitmusTest;
import trapeze.console.litmus.LitmusTest.AddressOf;
import trapeze.console.litmus.LitmusTest.Constant;
import trapeze.console.litmus.LitmusTest.Location;
import trapeze.console.litmus.LitmusTest.Memory;
import trapeze.console.litmus.LitmusTest.Observable;
import trapeze.console.litmus.LitmusTest.Program;
import trapeze.console.litmus.LitmusTest.RegisterOf;
import trapeze.console.litmus.LitmusTest.Value;
import trapeze.console.litmus.Outcome;
import trapeze.isa.ir.Operand;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;

/**
 * A guest that executes many instances of a litmus test: hart n executes thread n of one instance
 * after the other. Each instance has locations of its own, in lines of memory in random order;
 * before each, the harts wait a little for each other, and then a random number of steps.
 */
final class TestGuest {
  /** Bytes of memory that every such guest has enough with. */
  static final long MEMORY = 16L << 20;

  private static final long BASE = VirtRegion.RAM_BASE;
  private static final long CODE_ROOM = 0x4000;
  private static final long SHARED = BASE + 0x10_0000;
  private static final long DONE = 0x800;
  private static final long BLOCKS = BASE + 0x20_0000;
  private static final long LINE = 64;
  private static final int PATIENCE = 2000;
  private static final int LONGEST_DELAY = 6;

  private final LitmusTest test;
  private final int instances;
  private final PhysicalMemory memory;
  private final List<String> names;
  private final long blockSize;
  private final long lines;
  private final int[] lineOf;
  private final List<List<RegisterOf>> results = new ArrayList<>();

  /**
   * Puts the guest into a board's memory and its harts at their starts.
   *
   * @param instances how many
   */
  TestGuest(LitmusTest test, int instances, Board board, Random random) {
    this.test = test;
    this.instances = instances;
    this.memory = board.memory();
    this.names = List.copyOf(test.locations().keySet());
    int threads = test.threads().size();
    long largest = 0;
    for (int i = 0; i < threads; i++) {
      int thread = i;
      List<RegisterOf> own = new ArrayList<>();
      for (Observable each : test.all()) {
        if (each instanceof RegisterOf register && register.thread() == thread) {
          own.add(register);
        }
      }
      results.add(own);
      largest = Math.max(largest, test.threads().get(i).registers().size() + 1 + own.size());
    }
    this.blockSize = 8 * largest;
    this.lines = BLOCKS + (threads * instances * blockSize + 0xfff & -0x1000);
    this.lineOf = shuffled(instances * Math.max(1, names.size()), random);
    if (!memory.contains(lines, LINE * lineOf.length)) {
      throw new IllegalArgumentException(instances + " instances do not fit");
    }
    for (int i = 0; i < instances; i++) {
      initialise(i, random);
    }
    for (int i = 0; i < threads; i++) {
      start(board.harts().get(i), i);
    }
  }

  /** Instances of a test that fit. */
  static int most(LitmusTest test) {
    return test.locations().size() > 4 ? 2048 : 4096;
  }

  private static int[] shuffled(int count, Random random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private long address(int instance, String location) {
    int number = instance * names.size() + names.indexOf(location);
    return lines + LINE * lineOf[number];
  }

  private long number(int instance, Value value) {
    return switch (value) {
      case Constant(long number) -> number;
      case AddressOf(String location) -> address(instance, location);
    };
  }

  private long block(int thread, int instance) {
    return BLOCKS + ((long) thread * instances + instance) * blockSize;
  }

  private void initialise(int instance, Random random) {
    for (Location location : test.locations().values()) {
      long at = address(instance, location.name());
      memory.putLong(at, 0);
      long value = number(instance, location.initial());
      switch (location.bytes()) {
        case 1 -> memory.putByte(at, (byte) value);
        case 2 -> memory.putShort(at, (short) value);
        case 4 -> memory.putInt(at, (int) value);
        default -> memory.putLong(at, value);
      }
    }
    for (int i = 0; i < test.threads().size(); i++) {
      long at = block(i, instance);
      memory.putLong(at, 1 + random.nextInt(LONGEST_DELAY));
      for (Value value : test.threads().get(i).registers().values()) {
        at += 8;
        memory.putLong(at, number(instance, value));
      }
    }
  }

  private void start(Hart hart, int thread) {
    Program program = test.threads().get(thread);
    TreeSet<Integer> used = new TreeSet<>(program.registers().keySet());
    for (AssemblyLine line : program.lines()) {
      for (Operand operand : List.of(Operand.RD, Operand.RS1, Operand.RS2)) {
        if (line.reads(operand)) {
          used.add(line.operand(operand));
        }
      }
    }
    results.get(thread).forEach(each -> used.add(each.register()));
    used.remove(0);
    List<Integer> free = new ArrayList<>();
    for (int i = 1; i < 32; i++) {
      if (!used.contains(i)) {
        free.add(i);
      }
    }
    long start = BASE + CODE_ROOM * thread;
    write(new GuestCode(memory, start), thread, program, used, free);
    hart.state.pc = start;
    hart.state.x[free.get(0)] = block(thread, 0);
    hart.state.x[free.get(1)] = instances;
    hart.state.x[free.get(2)] = SHARED;
    memory.putLong(SHARED + LINE * thread, instances + 1);
  }

  private void write(
      GuestCode code, int thread, Program program, TreeSet<Integer> used, List<Integer> free) {
    int block = free.get(0);
    int count = free.get(1);
    int shared = free.get(2);
    int scratch = free.get(3);
    int other = free.get(4);
    long loop = code.here();
    code.sd(count, shared, LINE * thread);
    code.addi(scratch, 0, PATIENCE);
    long wait = code.here();
    code.addi(scratch, scratch, -1);
    int others = test.threads().size() - 1;
    code.branch("beq", scratch, 0, code.here() + 4 + 8L * others);
    for (int i = 0; i <= others; i++) {
      if (i != thread) {
        code.ld(other, shared, LINE * i);
        code.branch("blt", count, other, wait);
      }
    }
    code.ld(scratch, block, 0);
    code.addi(scratch, scratch, -1);
    code.branch("bne", scratch, 0, code.here() - 4);
    used.stream()
        .filter(each -> !program.registers().containsKey(each))
        .forEach(each -> code.addi(each, 0, 0));
    long offset = 0;
    for (int register : program.registers().keySet()) {
      offset += 8;
      code.ld(register, block, offset);
    }
    for (int i = 0; i < program.lines().size(); i++) {
      code.bits(program.lines().get(i).bits(i));
    }
    for (RegisterOf each : results.get(thread)) {
      offset += 8;
      code.sd(each.register(), block, offset);
    }
    code.addi(block, block, blockSize);
    code.addi(count, count, -1);
    code.branch("bne", count, 0, loop);
    finish(code, thread, shared, scratch, other);
  }

  /** Hart 0 ends the machine when all have come here; the others wait. */
  private void finish(GuestCode code, int thread, int shared, int scratch, int other) {
    code.put("fence", Map.of(Operand.PRED, 3L, Operand.SUCC, 3L));
    code.addi(scratch, 0, -1);
    code.sd(scratch, shared, LINE * thread);
    code.addi(other, 0, 1);
    code.addi(scratch, shared, DONE - 8);
    code.put(
        "amoadd.d",
        Map.of(
            Operand.RS1,
            (long) scratch,
            Operand.RS2,
            (long) other,
            Operand.AQ,
            1L,
            Operand.RL,
            1L));
    if (thread != 0) {
      code.put("wfi", Map.of());
      code.branch("beq", 0, 0, code.here() - 4);
      return;
    }
    long wait = code.here();
    code.ld(other, shared, DONE - 8);
    code.addi(other, other, -test.threads().size());
    code.branch("bne", other, 0, wait);
    code.put("lui", Map.of(Operand.RD, (long) scratch, Operand.IMM, VirtRegion.TEST.base()));
    code.put("lui", Map.of(Operand.RD, (long) other, Operand.IMM, 0x5000L));
    code.addi(other, other, 0x555);
    code.put("sw", Map.of(Operand.RS1, (long) scratch, Operand.RS2, (long) other));
    code.branch("beq", 0, 0, code.here());
  }

  /** Shows how each instance has ended. */
  void forEachOutcome(Consumer<Outcome> use) {
    for (int i = 0; i < instances; i++) {
      test.outcome(values(i)).ifPresent(use);
    }
  }

  private Map<String, String> values(int instance) {
    Map<Long, String> addresses = new HashMap<>();
    names.forEach(name -> addresses.put(address(instance, name), name));
    Map<String, String> values = new HashMap<>();
    for (int thread = 0; thread < results.size(); thread++) {
      long at = block(thread, instance) + 8L * test.threads().get(thread).registers().size();
      for (RegisterOf each : results.get(thread)) {
        at += 8;
        values.put(each.toString(), text(memory.getLong(at), addresses));
      }
    }
    for (Observable each : test.all()) {
      if (each instanceof Memory(String name) && test.locations().get(name) instanceof Location l) {
        long at = address(instance, name);
        long value =
            switch (l.bytes()) {
              case 1 -> memory.getByte(at);
              case 2 -> memory.getShort(at);
              case 4 -> memory.getInt(at);
              default -> memory.getLong(at);
            };
        values.put(name, text(value, addresses));
      }
    }
    return values;
  }

  private static String text(long value, Map<Long, String> addresses) {
    String name = addresses.get(value);
    return name == null ? Long.toString(value) : name;
  }
}
