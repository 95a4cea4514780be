package trapeze.console.litmus.model;

import java.util.List;

/**
 * One way in which a thread can run, if its loads return what they do here.
 *
 * @param events its memory operations, in program order
 * @param fences its fences
 * @param registers what its 32 integer registers hold at the end
 */
record ThreadRun(List<Event> events, List<Fence> fences, List<Long> registers) {
  ThreadRun {
    events = List.copyOf(events);
    fences = List.copyOf(fences);
    registers = List.copyOf(registers);
  }

  /**
   * A fence.
   *
   * @param position its number among the thread's instructions
   * @param predecessors of these it orders loads, if bit 1 is set, and stores, if bit 0 is
   * @param successors before these
   * @param isTso whether it leaves stores unordered before loads
   */
  record Fence(int position, int predecessors, int successors, boolean isTso) {

    /** Whether it orders one operation before another. */
    boolean orders(Event before, Event after) {
      boolean named = names(predecessors, before) && names(successors, after);
      boolean exempt = isTso && !before.isLoad() && !after.isStore();
      return before.position() < position && position < after.position() && named && !exempt;
    }

    private static boolean names(int set, Event event) {
      return (event.isLoad() && (set & 2) != 0) || (event.isStore() && (set & 1) != 0);
    }
  }
}
