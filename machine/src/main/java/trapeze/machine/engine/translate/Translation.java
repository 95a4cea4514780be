package trapeze.machine.engine.translate;

import java.util.Locale;

/** When guest code is translated. What a guest does is the same with each. */
public enum Translation {
  /** Never: the interpreter executes all. */
  OFF,
  /** When it has been executed often, on another thread. */
  HOT,
  /** Before it is executed first, for tests. */
  ALWAYS;

  /** The property that chooses, {@code off}, {@code hot} or {@code always}. */
  public static final String PROPERTY = "trapeze.translate";

  /** What the property says; {@link #OFF} if it says nothing. */
  public static Translation ofProperty() {
    String wanted = System.getProperty(PROPERTY, "off");
    for (Translation translation : values()) {
      if (translation.name().toLowerCase(Locale.ROOT).equals(wanted)) {
        return translation;
      }
    }
    throw new IllegalArgumentException(
        "%s is '%s': it must be off, hot or always".formatted(PROPERTY, wanted));
  }
}
