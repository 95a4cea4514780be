package trapeze.fuzz;

import trapeze.laws.Mix;

/**
 * A kind of pair, by a name.
 *
 * @param name as {@code --pair} takes it
 * @param about the two machines in a few words
 * @param mix what is drawn for it, unless knobs are turned
 * @param limits the knobs that have to stay where they are, from the mix that is asked for
 * @param maker makes a pair; called once for each worker, on its thread. What it needs and does not
 *     find is a {@link trapeze.console.UserError}
 */
public record Pairing(String name, String about, Mix mix, Limits limits, Maker maker) {

  /** The same with another mix. */
  Pairing with(Mix other) {
    return new Pairing(name, about, other, limits, maker);
  }

  /** Makes pairs. */
  @FunctionalInterface
  public interface Maker {
    /** One, for the thread that calls. */
    Pair make();
  }

  /** Takes from a mix what a pair cannot compare. */
  @FunctionalInterface
  public interface Limits {
    /** No limits. */
    Limits NONE = mix -> mix;

    /** The mix with what cannot be compared turned to 0. */
    Mix apply(Mix asked);
  }
}
