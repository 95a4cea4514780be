package trapeze.console.compare.paper;

import java.util.List;

/** An experiment from the literature. */
public interface Experiment {
  /** What it is selected by: authors or subject, and the year. */
  String name();

  /** What it is about, in a line. */
  String title();

  /** Where it was published. */
  String source();

  /**
   * What was reported there, a sentence each, and of each number whether it was checked against the
   * publication's own text.
   */
  List<String> reported();

  /** What stands here for what the publication measured, a sentence each. */
  List<String> method();

  /**
   * Runs it.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Findings run(Laboratory laboratory) throws InterruptedException;

  /** All of them, in the order of the years. */
  static List<Experiment> all() {
    return List.of(
        new VirtualMachineAssist(),
        new SoftwareOrHardware(),
        new NestedWalk(),
        new NestedExits(),
        new AgilePaging());
  }
}
