package trapeze.machine.engine.generate;

/** The build's entry into engine generation: reads the specification, writes ordinary classes. */
public final class GenerateEngine {

  private GenerateEngine() {}

  /**
   * Writes the engine's classes below {@code arguments[0]}, the module's output directory.
   *
   * <p>A class whose bytes are already there is left untouched: a newer file would make every
   * module that depends on this one compile again.
   *
   * @param arguments the output directory, and nothing else
   */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: GenerateEngine <output directory>");
    }
  }
}
