package trapeze.console;

import java.util.Iterator;
import java.util.Set;
import java.util.stream.Stream;
import trapeze.machine.engine.Optimisation;

/** The names of optimisations, as {@code --without} takes them. */
final class OptimisationNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Stream.of(Optimisation.values()).map(Optimisation::toString).iterator();
  }

  /** Reads names with commas between them. */
  static Set<Optimisation> read(String names) {
    try {
      return Optimisation.read(names);
    } catch (IllegalArgumentException e) {
      throw new UserError("--without", String.valueOf(e.getMessage()));
    }
  }
}
