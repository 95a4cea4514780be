package trapeze.console.conform;

/** What came of one test. */
public sealed interface Verdict {
  /**
   * The test says that all is well.
   *
   * @param detail what has been looked at, such as a number of cases; may be empty
   */
  record Passed(String detail) implements Verdict {
    /** There is no more to be said. */
    public Passed() {
      this("");
    }

    @Override
    public String toString() {
      return detail.isEmpty() ? "pass" : "pass  " + detail;
    }
  }

  /** The test says that something is wrong, or says nothing. */
  record Failed(String reason) implements Verdict {
    @Override
    public String toString() {
      return "FAIL  " + reason;
    }
  }

  /** The test is about something that the machine does not have. */
  record Skipped(String reason) implements Verdict {
    @Override
    public String toString() {
      return "skip  " + reason;
    }
  }
}
