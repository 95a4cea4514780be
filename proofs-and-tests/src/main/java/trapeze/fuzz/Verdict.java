package trapeze.fuzz;

/** What comparing two runs of a program gives. */
public sealed interface Verdict {

  /** Both did the same. */
  record Same() implements Verdict {}

  /**
   * They differ, and one of them is wrong.
   *
   * @param kind what the difference is about, without addresses and values: two differences of a
   *     kind count as one finding
   * @param text the first difference, in a few lines
   */
  record Differs(String kind, String text) implements Verdict {}

  /**
   * They differ, or may, and the manual leaves both: a program that changes code or tables and does
   * not fence, for instance.
   *
   * @param why in a few words; counted apart
   */
  record Permitted(String why) implements Verdict {}
}
