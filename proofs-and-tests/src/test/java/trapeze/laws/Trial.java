package trapeze.laws;

import java.util.List;
import java.util.SplittableRandom;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.shadow.Policy;

/** One fault, one program: does the law that the fault should break fail? */
final class Trial {
  private Trial() {}

  private static final int SLICE = 1000;
  private static final int SHORT_SLICE = 100;
  private static final int DEPTH = 2;
  private static final long SEED = 1974;

  /** The program of this number: the same in every run, whatever was tried before. */
  static Program program(int number) {
    // Random's first values are alike for seeds that are; these are not.
    long seed = new SplittableRandom(SEED + number).nextLong();
    return Programs.FENCED.from(new SplittableRandom(seed));
  }

  /** What is against a monitor with the fault, in words; or nothing. */
  static String against(Fault fault, Policy policy, Program program) {
    return against(fault.law(), policy, program, fault.hart(), fault.seeded());
  }

  /** Whether the same law holds for the monitor as it is: else the program says nothing. */
  static boolean isSound(Fault fault, Policy policy, Program program) {
    Parts usual = DesignLaws.of(fault.design());
    return against(fault.law(), policy, program, HartFactory.REAL, usual).isEmpty();
  }

  private static String against(
      Fault.Law law, Policy policy, Program program, HartFactory hart, Parts parts) {
    try {
      return switch (law) {
        case EQUIVALENCE -> Laws.equivalence(program, policy, SLICE, hart, parts);
        case RESOURCE_CONTROL ->
            Laws.resourceControl(List.of(program, program), true, policy, SHORT_SLICE, hart, parts);
        case REAL_TABLES -> Laws.realTables(program, policy, SLICE, parts);
        case EFFICIENCY -> Laws.efficiency(program, policy, hart, parts);
        case RECURSION -> Laws.recursion(program, policy, DEPTH, SLICE, hart, parts, Parts.USUAL);
      };
    } catch (RuntimeException broken) {
      return "the monitor breaks down: " + broken;
    }
  }
}
