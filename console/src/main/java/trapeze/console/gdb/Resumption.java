package trapeze.console.gdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trapeze.machine.Hart;
import trapeze.machine.board.DebugModule;

/** Which harts go on, and how far: what {@code vCont} says. A hart it does not name is held. */
record Resumption(List<Action> actions) {

  /**
   * What harts are to do.
   *
   * @param steps whether to step, while the pc is from {@code start} up to {@code end}
   * @param thread a thread, or all
   */
  record Action(boolean steps, long start, long end, int thread) {
    /** Harts run. */
    static Action goOn(int thread) {
      return new Action(false, 0, 0, thread);
    }

    /** Harts make one step. */
    static Action step(int thread) {
      return new Action(true, 0, 0, thread);
    }

    boolean concerns(Hart hart) {
      return thread == Threads.ALL || thread == Threads.of(hart);
    }
  }

  Resumption {
    actions = List.copyOf(actions);
  }

  /** What follows {@code vCont}: {@code ;action[:thread]} once or more. */
  static Resumption parse(String text, Threads threads) {
    List<Action> actions = new ArrayList<>();
    for (String part : text.substring(1).split(";", -1)) {
      String[] pair = part.split(":", 2);
      int named = pair.length < 2 ? Threads.ALL : threads.parse(pair[1]);
      threads.hart(named);
      actions.add(action(pair[0], named == Threads.ANY ? 1 : named));
    }
    return new Resumption(actions);
  }

  private static Action action(String text, int thread) {
    String rest = text.isEmpty() ? "" : text.substring(1);
    return switch (text.isEmpty() ? ' ' : text.charAt(0)) {
      case 'c' -> Action.goOn(thread);
      case 's' -> Action.step(thread);
      case 'C' -> signalled(rest, Action.goOn(thread));
      case 'S' -> signalled(rest, Action.step(thread));
      case 'r' -> {
        String[] range = rest.split(",", -1);
        if (range.length != 2) {
          throw new Refused(Refused.INVALID);
        }
        yield new Action(true, Hex.number(range[0]), Hex.number(range[1]), thread);
      }
      default -> throw new Refused(Refused.INVALID);
    };
  }

  /** A hart knows no signals: what a debugger would deliver is dropped. */
  private static Action signalled(String signal, Action action) {
    Hex.number(signal, 0xff);
    return action;
  }

  /** Prepares the harts; they stand still. */
  void prepare(List<Hart> harts, DebugModule debug) {
    for (Hart hart : harts) {
      Optional<Action> action = actions.stream().filter(each -> each.concerns(hart)).findFirst();
      debug.hold(hart, action.isEmpty());
      hart.stepNoMore();
      action.filter(Action::steps).ifPresent(each -> hart.step(each.start(), each.end()));
    }
  }
}
