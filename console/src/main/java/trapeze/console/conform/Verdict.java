package trapeze.console.conform;

/** What came of one test. */
public sealed interface Verdict {
  /** The test says that all is well. */
  record Passed() implements Verdict {
    @Override
    public String toString() {
      return "pass";
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
