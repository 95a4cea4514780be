package trapeze.fuzz;

import java.util.List;

/** Every pair that there is. */
public final class Pairings {
  private Pairings() {}

  /** In the order in which they are listed. */
  public static List<Pairing> all() {
    return List.of();
  }
}
