package trapeze.machine.engine.translate;

import trapeze.machine.Hart;

/** Guest code as a class of the JVM's. It holds nothing, so any hart may execute it. */
public abstract class TranslatedCode {
  /** For generated classes. */
  protected TranslatedCode() {}

  /**
   * Executes from an address in its span of pages on, as the generated loop would, for at most
   * {@code hart.left} steps. It may make none: where too few are left for a block, or the address
   * is no entry.
   *
   * @param base address of the span
   * @param valid the pages of the span that are now what they were when the code was made, a bit
   *     each; the others are left as if they were not part of it
   * @return the address where execution goes on elsewhere; if an exception was raised, the hart has
   *     been told and this is its instruction's
   */
  public abstract long run(Hart hart, long pc, long base, int valid);
}
