package trapeze.proofs;

import java.util.function.Function;

/**
 * Something to prove.
 *
 * @param family which sort of obligation it is
 * @param name what it is about, unique in its family
 * @param pose states it in a solver's terms
 */
record Obligation(Family family, String name, Function<Solving, Goal> pose) {

  /** The sorts of obligations, in the order in which they build on each other. */
  enum Family {
    /** What always holds is true at reset, and no instruction and no trap ends it. */
    INVARIANT("invariants are kept"),
    /** An instruction that raises an exception, or may be refused, has changed nothing. */
    PRECISE("exceptions are precise"),
    /** Control registers: legalisation, and who may touch them. */
    REGISTER("control registers"),
    /** The way into a trap, and which interrupt is taken. */
    TRAP("traps and interrupts"),
    /** Shadow entries, protection, and the contexts that they are kept for. */
    TRANSLATION("translation and protection"),
    /** An instruction that completes in real U-mode does what the bare machine does. */
    EXECUTION("faithful execution"),
    /** One that traps there is handled so that the outcome is the bare machine's. */
    EMULATION("faithful emulation");

    private final String title;

    Family(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** The name by which it is asked for: {@code execution/csrrw mstatus}. */
  String path() {
    return family.name().toLowerCase(java.util.Locale.ROOT) + "/" + name;
  }
}
