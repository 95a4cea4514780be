package trapeze.console.litmus.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import trapeze.console.litmus.AssemblyLine;
import trapeze.console.litmus.AssemblyLine.Annotation;
import trapeze.console.litmus.Unreadable;
import trapeze.console.litmus.model.ThreadRun.Fence;
import trapeze.console.litmus.model.ThreadRuns.Choices;
import trapeze.console.litmus.model.ThreadRuns.StoredValue;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Input;
import trapeze.isa.ir.Operand;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;

/**
 * The surroundings of one thread's run: every load returns what has been chosen for it, and every
 * memory operation is noted with its syntactic dependencies (unpriv:mem-dependencies).
 */
final class Recorder implements Environment {
  private static final int MOST_VALUES = 64;
  private static final long SUCCESS = 0;
  private static final long FAILURE = 1;

  private final int thread;
  private final Layout layout;
  private final Choices choices;
  private final Set<StoredValue> stores;
  private final List<Event> events = new ArrayList<>();
  private final List<Fence> fences = new ArrayList<>();

  /** By register, the memory operations that its value depends on. */
  private final long[] taint = new long[32];

  private AssemblyLine line;
  private int position;
  private long control;
  private long addresses;

  /** The LR whose reservation stands, by index; -1 if there is none. */
  private int reserved = -1;

  /** The memory operation of the present instruction, by index; -1 if it has made none. */
  private int made = -1;

  Recorder(int thread, Layout layout, Choices choices, Set<StoredValue> stores) {
    this.thread = thread;
    this.layout = layout;
    this.choices = choices;
    this.stores = stores;
    this.line = new AssemblyLine("", NONE, java.util.Map.of(), -1, Annotation.NONE);
  }

  private static final trapeze.isa.definition.Instruction NONE =
      trapeze.isa.rv64.Rv64.SET.instruction("addi");

  /** The next instruction begins. */
  void begin(AssemblyLine next, int number) {
    line = next;
    position = number;
    made = -1;
  }

  /** It has been executed: what its result depends on is noted. */
  void end() {
    if (line.isConditional()) {
      control |= taint(Operand.RS1) | taint(Operand.RS2);
    }
    if (made >= 0) {
      addresses |= events.get(made).addressFrom();
    }
    int destination = line.reads(Operand.RD) ? line.operand(Operand.RD) : 0;
    if (destination != 0) {
      boolean isMemory = made >= 0 || line.instruction().name().startsWith("sc.");
      taint[destination] =
          isMemory ? (made >= 0 ? 1L << made : 0) : taint(Operand.RS1) | taint(Operand.RS2);
    }
  }

  private long taint(Operand operand) {
    return line.reads(operand) ? taint[line.operand(operand)] : 0;
  }

  ThreadRun finish(HartState state) {
    List<Long> registers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      registers.add(i == 0 ? 0L : state.x[i]);
    }
    return new ThreadRun(events, fences, registers);
  }

  private long note(
      long address, int bytes, boolean isLoad, boolean isStore, long loaded, long stored) {
    String name = line.instruction().name();
    boolean isLr = name.startsWith("lr.");
    boolean isSc = name.startsWith("sc.");
    boolean isAmo = name.startsWith("amo");
    boolean aq = line.operand(Operand.AQ) != 0;
    boolean rl = line.operand(Operand.RL) != 0;
    boolean acquire = line.annotation() == Annotation.ACQUIRE || (aq && (rl || !isSc));
    boolean release = line.annotation() == Annotation.RELEASE || (rl && (aq || !isLr));
    made = events.size();
    if (made >= Long.SIZE) {
      throw new Unreadable("thread P%d has too many accesses".formatted(thread));
    }
    events.add(
        new Event(
            thread,
            made,
            position,
            address,
            bytes,
            isLoad,
            isStore,
            loaded,
            stored,
            acquire,
            release,
            (acquire || release) && (isLr || isSc || isAmo),
            isAmo,
            isSc ? reserved : -1,
            taint(Operand.RS1),
            isStore ? taint(Operand.RS2) : 0,
            control,
            addresses));
    return loaded;
  }

  @Override
  public long load(long address, int bytes) {
    return note(address, bytes, true, false, choose(address, bytes), 0);
  }

  @Override
  public void store(long address, int bytes, long value) {
    note(address, bytes, false, true, 0, low(value, bytes));
  }

  @Override
  public long atomic(AtomicOperator operator, long address, int bytes, long operand) {
    long old = choose(address, bytes);
    note(address, bytes, true, true, old, low(operator.combine(old, operand, bytes), bytes));
    return old;
  }

  @Override
  public long loadReserved(long address, int bytes) {
    long loaded = note(address, bytes, true, false, choose(address, bytes), 0);
    reserved = made;
    return loaded;
  }

  /** May always fail; may succeed only where the LR before it has loaded these bytes. */
  @Override
  public long storeConditional(long address, int bytes, long value) {
    boolean may = reserved >= 0 && covers(events.get(reserved), address, bytes);
    boolean succeeds = may && choices.choose(2) == 0;
    if (succeeds) {
      note(address, bytes, false, true, 0, low(value, bytes));
    }
    reserved = -1;
    return succeeds ? SUCCESS : FAILURE;
  }

  private static boolean covers(Event reserved, long address, int bytes) {
    return reserved.covers(address) && reserved.covers(address + bytes - 1);
  }

  /** Chooses what a load finds: what was there at first, changed by any of the stores. */
  private long choose(long address, int bytes) {
    Set<Long> possible = new LinkedHashSet<>();
    Deque<Long> open = new ArrayDeque<>();
    open.add(layout.initialValue(address, bytes));
    while (!open.isEmpty() && possible.size() < MOST_VALUES) {
      long value = open.remove();
      if (possible.add(value)) {
        stores.forEach(store -> open.add(changed(value, address, bytes, store)));
      }
    }
    if (possible.size() >= MOST_VALUES) {
      throw new Unreadable("a load of thread P%d can find too many values".formatted(thread));
    }
    return List.copyOf(possible).get(choices.choose(possible.size()));
  }

  private static long changed(long value, long address, int bytes, StoredValue store) {
    long result = value;
    for (int i = 0; i < bytes; i++) {
      long from = address + i - store.address();
      if (from >= 0 && from < store.bytes()) {
        long part = store.value() >>> 8 * from & 0xff;
        result = result & ~(0xffL << 8 * i) | part << 8 * i;
      }
    }
    return result;
  }

  private static long low(long value, int bytes) {
    return bytes == 8 ? value : value & (1L << 8 * bytes) - 1;
  }

  @Override
  public void effect(Effect effect, long... arguments) {
    if (effect == Effect.FENCE) {
      boolean isTso = line.operand(Operand.FM) == 8;
      fences.add(new Fence(position, (int) arguments[0], (int) arguments[1], isTso));
    }
  }

  @Override
  public boolean hasPhysical(long address) {
    return false;
  }

  @Override
  public long readPhysical(long address) {
    throw new IllegalStateException("a litmus test walks no page table");
  }

  @Override
  public void writePhysical(long address, long value) {
    throw new IllegalStateException("a litmus test walks no page table");
  }

  @Override
  public boolean replacePhysical(long address, long expected, long value) {
    throw new IllegalStateException("a litmus test walks no page table");
  }

  @Override
  public long input(Input input) {
    return 0;
  }

  @Override
  public long instructionBits() {
    return 0;
  }
}
