package trapeze.monitor.design;

import java.util.Locale;

/** What the real hart walks for a guest's addresses. */
public enum Translation {
  /** The guest's own tables, and the monitor's behind them: two stages. */
  NESTED,
  /** Tables of the monitor's, which say what both together do. */
  SHADOW;

  /** The other one. */
  public Translation other() {
    return this == NESTED ? SHADOW : NESTED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
