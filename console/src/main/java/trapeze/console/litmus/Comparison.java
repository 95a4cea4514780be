package trapeze.console.litmus;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** The model's outcomes beside published ones. */
public final class Comparison {
  private final PrintStream out;
  private int compared;
  private int differ;
  private int onHardware;
  private int beyond;

  /** A comparison that prints what differs. */
  public Comparison(PrintStream out) {
    this.out = out;
  }

  /**
   * Compares one test.
   *
   * @param model results that must be the same, if there are any
   * @param hardware results that must be allowed, if there are any
   */
  public void with(@Nullable ModelResults model, @Nullable ModelResults hardware, Judged judged) {
    String name = judged.test().name();
    if (model != null && !model.of(name).isEmpty()) {
      compared++;
      if (!model.of(name).equals(judged.allowed())) {
        differ++;
        out.printf("%s: allowed here %s, there %s%n", name, judged.allowed(), model.of(name));
      }
    }
    if (hardware != null && !hardware.of(name).isEmpty()) {
      onHardware++;
      if (!judged.allowed().containsAll(hardware.of(name))) {
        beyond++;
        out.printf("%s: hardware had %s%n", name, hardware.of(name));
      }
    }
  }

  /** Prints how many agree. */
  public void report() {
    if (compared > 0) {
      out.printf("%d of %d results agree%n", compared - differ, compared);
    }
    if (onHardware > 0) {
      out.printf(
          "%d of %d tests had only allowed outcomes on hardware%n",
          onHardware - beyond, onHardware);
    }
  }

  /** Whether something differs that must not. */
  public boolean differs() {
    return differ + beyond > 0;
  }
}
