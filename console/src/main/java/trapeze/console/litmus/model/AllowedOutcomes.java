package trapeze.console.litmus.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import trapeze.console.litmus.LitmusTest;
import trapeze.console.litmus.LitmusTest.Location;
import trapeze.console.litmus.LitmusTest.Memory;
import trapeze.console.litmus.LitmusTest.Observable;
import trapeze.console.litmus.LitmusTest.RegisterOf;
import trapeze.console.litmus.Outcome;
import trapeze.console.litmus.Unreadable;
import trapeze.console.litmus.model.ThreadRuns.StoredValue;

/**
 * The final states that a memory model allows a test, found by looking at every candidate
 * execution.
 */
public final class AllowedOutcomes {
  private static final long MOST_CANDIDATES = 5_000_000;

  private final LitmusTest test;
  private final Model model;
  private final Layout layout;
  private final boolean memoryIsObserved;
  private final SortedSet<Outcome> outcomes = new TreeSet<>();
  private final Set<Map<String, String>> registersFound = new HashSet<>();
  private long candidates;

  private AllowedOutcomes(LitmusTest test, Model model) {
    this.test = test;
    this.model = model;
    this.layout = new Layout(test);
    this.memoryIsObserved = test.all().stream().anyMatch(Memory.class::isInstance);
  }

  /**
   * The outcomes that a model allows.
   *
   * @throws Unreadable if the test is too large to be looked at in this way
   */
  public static SortedSet<Outcome> of(LitmusTest test, Model model) {
    AllowedOutcomes search = new AllowedOutcomes(test, model);
    search.choose(search.runs(), new ArrayList<>());
    return search.outcomes;
  }

  /** By thread, all its runs: what one stores the others' loads may find, and store again. */
  private List<Set<ThreadRun>> runs() {
    int rounds = 1 + test.threads().stream().mapToInt(each -> each.lines().size()).sum();
    Set<StoredValue> stores = new LinkedHashSet<>();
    List<Set<ThreadRun>> runs = List.of();
    for (int round = 0; round < rounds; round++) {
      runs = new ArrayList<>();
      for (int i = 0; i < test.threads().size(); i++) {
        runs.add(new ThreadRuns(i, test.threads().get(i), layout).all(stores));
      }
      Set<StoredValue> found = new LinkedHashSet<>();
      runs.forEach(each -> each.forEach(run -> addStores(run, found)));
      if (!stores.addAll(found)) {
        break;
      }
    }
    return runs;
  }

  private static void addStores(ThreadRun run, Collection<StoredValue> to) {
    for (Event event : run.events()) {
      if (event.isStore()) {
        to.add(new StoredValue(event.address(), event.bytes(), event.stored()));
      }
    }
  }

  private void choose(List<Set<ThreadRun>> runs, List<ThreadRun> chosen) {
    if (chosen.size() == runs.size()) {
      if (++candidates > MOST_CANDIDATES) {
        throw new Unreadable("it has too many candidate executions");
      }
      if (isPlausible(chosen)) {
        look(List.copyOf(chosen));
      }
      return;
    }
    for (ThreadRun run : runs.get(chosen.size())) {
      chosen.add(run);
      choose(runs, chosen);
      chosen.removeLast();
    }
  }

  /** Whether every byte that is loaded was there at first or is stored by somebody. */
  private boolean isPlausible(List<ThreadRun> chosen) {
    Map<Long, Set<Integer>> there = new HashMap<>();
    for (ThreadRun run : chosen) {
      for (Event event : run.events()) {
        for (int b = 0; event.isStore() && b < event.bytes(); b++) {
          long at = event.address() + b;
          there.computeIfAbsent(at, _ -> new HashSet<>()).add(event.byteOf(event.stored(), at));
        }
      }
    }
    for (ThreadRun run : chosen) {
      for (Event event : run.events()) {
        for (int b = 0; event.isLoad() && b < event.bytes(); b++) {
          long at = event.address() + b;
          int value = event.byteOf(event.loaded(), at);
          if (value != layout.initialByte(at)
              && !there.getOrDefault(at, Set.of()).contains(value)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void look(List<ThreadRun> chosen) {
    Map<String, String> registers = new HashMap<>();
    for (Observable each : test.all()) {
      if (each instanceof RegisterOf(int thread, int register)) {
        long value = thread < chosen.size() ? chosen.get(thread).registers().get(register) : 0;
        registers.put(each.toString(), layout.text(value));
      }
    }
    if (!memoryIsObserved && registersFound.contains(registers)) {
      return;
    }
    new MemoryOrders(
            model,
            layout,
            chosen,
            end -> {
              registersFound.add(registers);
              add(registers, end);
              return !memoryIsObserved;
            })
        .search();
  }

  private void add(Map<String, String> registers, MemoryOrders end) {
    Map<String, String> values = new HashMap<>(registers);
    for (Observable each : test.all()) {
      if (each instanceof Memory(String name) && test.locations().get(name) instanceof Location l) {
        long value = end.value(layout.address(name), l.bytes());
        int shift = 64 - 8 * l.bytes();
        values.put(name, layout.text(value << shift >> shift));
      }
    }
    test.outcome(values).ifPresent(outcomes::add);
  }
}
