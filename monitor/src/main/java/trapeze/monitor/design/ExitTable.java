package trapeze.monitor.design;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import trapeze.isa.definition.ExceptionCause;

/**
 * What the dispatcher does about each exception of the real hart: a function of its cause, and of
 * nothing else. A cause that is not named is the guest's own and is reflected.
 */
public final class ExitTable {
  private static final int CAUSES = 64;

  private final Map<ExceptionCause, ExitAction> actions;
  private final ExitAction[] byCode;

  private ExitTable(Map<ExceptionCause, ExitAction> actions) {
    this.actions = actions;
    this.byCode =
        IntStream.range(0, CAUSES)
            .mapToObj(ExceptionCause::of)
            .map(cause -> cause.map(actions::get).orElse(null))
            .map(action -> action == null ? ExitAction.REFLECT : action)
            .toArray(ExitAction[]::new);
  }

  /** A table that names these causes. */
  public static ExitTable of(Map<ExceptionCause, ExitAction> actions) {
    return new ExitTable(new EnumMap<>(actions));
  }

  /** This table with one cause more, or another action for one. */
  public ExitTable with(ExceptionCause cause, ExitAction action) {
    Map<ExceptionCause, ExitAction> more = new EnumMap<>(actions);
    more.put(cause, action);
    return new ExitTable(more);
  }

  /** What is done about a cause, a code below 64 as it stands in {@code mcause}. */
  public ExitAction of(int cause) {
    return byCode[cause];
  }
}
