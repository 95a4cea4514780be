package trapeze.console.litmus.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import trapeze.console.litmus.AssemblyLine;
import trapeze.console.litmus.LitmusTest.Program;
import trapeze.console.litmus.Unreadable;
import trapeze.isa.definition.Decoder;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * All ways in which a thread can run, whatever values its loads find: the definitions of its
 * instructions are evaluated, once for every choice of what the loads return and of which
 * store-conditionals succeed.
 */
final class ThreadRuns {
  private static final Decoder DECODER = new Decoder(Rv64.SET);
  private static final int MOST_RUNS = 20_000;
  private static final int MOST_STEPS = 100;

  /** How often a line may be executed: loops are followed that far. */
  private static final int MOST_TURNS = 3;

  private final int thread;
  private final Program program;
  private final Layout layout;
  private final List<Long> packed = new ArrayList<>();

  ThreadRuns(int thread, Program program, Layout layout) {
    this.thread = thread;
    this.program = program;
    this.layout = layout;
    for (int i = 0; i < program.lines().size(); i++) {
      packed.add(DECODER.decode(program.lines().get(i).bits(i)));
    }
  }

  /**
   * The runs, if memory holds at first what the layout says and these are all the stores.
   *
   * @throws Unreadable if there are too many to be looked at
   */
  Set<ThreadRun> all(Set<StoredValue> stores) {
    Set<ThreadRun> runs = new LinkedHashSet<>();
    Choices choices = new Choices();
    int tried = 0;
    do {
      if (++tried > MOST_RUNS) {
        throw new Unreadable("thread P%d can run in too many ways".formatted(thread));
      }
      ThreadRun run = run(choices, stores);
      if (run != null) {
        runs.add(run);
      }
    } while (choices.next());
    return runs;
  }

  /** Runs once; nothing comes of it if a loop goes on for too long. */
  private @org.jspecify.annotations.Nullable ThreadRun run(
      Choices choices, Set<StoredValue> stores) {
    HartState state = new HartState(Rv64State.SPACE);
    state.set(Rv64State.MODE, 3);
    program.registers().forEach((register, value) -> state.x[register] = layout.number(value));
    Recorder recorder = new Recorder(thread, layout, choices, stores);
    Evaluator evaluator = new Evaluator(Rv64.SET, state, recorder);
    int[] turns = new int[packed.size()];
    for (int step = 0; step < MOST_STEPS; step++) {
      int index = (int) (state.pc >> 2);
      if (index == packed.size()) {
        return recorder.finish(state);
      }
      if (++turns[index] > MOST_TURNS) {
        return null;
      }
      AssemblyLine line = program.lines().get(index);
      recorder.begin(line, step);
      state.x[0] = 0;
      evaluator.execute(packed.get(index));
      recorder.end();
    }
    return null;
  }

  /** A sequence of choices, and then the next one, until all have been made. */
  static final class Choices {
    private final List<int[]> made = new ArrayList<>();
    private int position;

    /** One of so many, numbered from 0. */
    int choose(int count) {
      if (position == made.size()) {
        made.add(new int[] {0, count});
      }
      return made.get(position++)[0];
    }

    /** Goes on to choices not made yet; says whether there are any. */
    boolean next() {
      position = 0;
      while (!made.isEmpty() && made.getLast()[0] + 1 >= made.getLast()[1]) {
        made.removeLast();
      }
      if (made.isEmpty()) {
        return false;
      }
      made.getLast()[0]++;
      return true;
    }
  }

  /** A value that some run stores. */
  record StoredValue(long address, int bytes, long value) {}
}
