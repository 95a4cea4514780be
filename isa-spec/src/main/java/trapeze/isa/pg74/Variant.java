package trapeze.isa.pg74;

/**
 * A machine of the third generation with its history, and what the theory says about it.
 *
 * @param machine its definitions, in the usual format; {@link ThirdGeneration#in} makes it smaller
 * @param title in a line
 * @param history which machine that was built did this, when, and where it is written
 * @param satisfiesTheorem1 whether its sensitive instructions are privileged
 * @param satisfiesTheorem3 whether its user-sensitive instructions are privileged
 * @param verdict why, in a sentence
 */
public record Variant(
    ThirdGeneration machine,
    String title,
    String history,
    boolean satisfiesTheorem1,
    boolean satisfiesTheorem3,
    String verdict) {

  /** Its name, as users write it. */
  public String name() {
    return machine.name();
  }

  /** The same machine in other sizes. */
  public ThirdGeneration in(Format format) {
    return machine.in(format);
  }
}
