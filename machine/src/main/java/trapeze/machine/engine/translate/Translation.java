package trapeze.machine.engine.translate;

import java.util.Locale;

/** When guest code is translated. What a guest does is the same with each. */
public enum Translation {
  /** Never: the interpreter executes all. */
  OFF(Integer.MAX_VALUE),
  /**
   * When a place has been come to so often that compiling what begins there is likely to pay, on
   * another thread. HotSpot takes up to 200 ms for a region, in which the interpreter executes
   * thirty million instructions, and a boot has many places that are come to some thousand times.
   */
  HOT(1_000_000),
  /** The same much earlier, for tests, whose guests are small. */
  WARM(100),
  /** Before it is executed first, for tests. */
  ALWAYS(0);

  /** The property that chooses: a name in small letters. */
  public static final String PROPERTY = "trapeze.translate";

  private final int visits;

  Translation(int visits) {
    this.visits = visits;
  }

  /** How often a place must have been come to. */
  public int visits() {
    return visits;
  }

  /** Whether visits are counted. */
  public boolean counts() {
    return this == HOT || this == WARM;
  }

  /** Whether visits may be counted in some steps only, and weighted. */
  public boolean samples() {
    return this == HOT;
  }

  /** What the property says; {@link #HOT} if it says nothing. */
  public static Translation ofProperty() {
    String wanted = System.getProperty(PROPERTY, "hot");
    for (Translation translation : values()) {
      if (translation.name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return translation;
      }
    }
    throw new IllegalArgumentException(
        "%s is '%s': it must be off, hot, warm or always".formatted(PROPERTY, wanted));
  }
}
