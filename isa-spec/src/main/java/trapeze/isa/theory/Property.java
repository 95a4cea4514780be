package trapeze.isa.theory;

/**
 * What the paper calls an instruction. The sentences are its definitions in this project's words;
 * where a state appears it is one in which the instruction does not end in a memory trap.
 */
public enum Property {
  /** Traps whatever the state. */
  TRAPPING("trapping", "it traps in every state"),
  /** Traps in user mode and only there. */
  PRIVILEGED(
      "privileged",
      "of any two states that are equal but for M, it traps in that of user mode and does not in"
          + " that of supervisor mode"),
  /** Changes what only the supervisor may. */
  CONTROL_SENSITIVE(
      "control-sensitive",
      "in some state it changes M or R, or a resource outside ⟨E, M, P, R⟩, without trapping"),
  /** Its result depends on where R has put the program. */
  LOCATION_SENSITIVE(
      "location-sensitive",
      "for some two states, equal but that R and what it makes accessible are moved, the results"
          + " are not equal but for that move"),
  /** Its result depends on the mode. */
  MODE_SENSITIVE(
      "mode-sensitive", "for some two states that are equal but for M, the results differ"),
  /** Its result depends on something outside the state that a monitor gives to a guest. */
  RESOURCE_SENSITIVE(
      "resource-sensitive",
      "for some two states that are equal but for a resource outside ⟨E, M, P, R⟩, such as the"
          + " timer, the results differ"),
  /**
   * Sensitive even if only states of user mode are looked at. No two of them differ in M, so what
   * is sensitive by its mode alone is not among it: a hybrid monitor executes virtual user mode in
   * real user mode.
   */
  USER_SENSITIVE(
      "user-sensitive",
      "states of user mode alone show that it is control-sensitive or location-sensitive"),
  /** Not sensitive in any way. */
  INNOCUOUS("innocuous", "it is not sensitive in any way");

  private final String title;
  private final String definition;

  Property(String title, String definition) {
    this.title = title;
    this.definition = definition;
  }

  /** The paper's word. */
  public String title() {
    return title;
  }

  /** What it means, as a clause about "it", the instruction. */
  public String definition() {
    return definition;
  }

  /**
   * Whether an instruction with this property is sensitive, as Theorem 1 means it. Its monitor may
   * change the timing of a guest, so what depends on the timer alone concerns only Theorem 2.
   */
  public boolean makesSensitive() {
    return switch (this) {
      case CONTROL_SENSITIVE, LOCATION_SENSITIVE, MODE_SENSITIVE -> true;
      case TRAPPING, PRIVILEGED, RESOURCE_SENSITIVE, USER_SENSITIVE, INNOCUOUS -> false;
    };
  }
}
