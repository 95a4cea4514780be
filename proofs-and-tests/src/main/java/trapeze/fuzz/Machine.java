package trapeze.fuzz;

import trapeze.laws.Guest;
import trapeze.laws.Program;
import trapeze.laws.ReferenceHart;
import trapeze.laws.Runs;
import trapeze.machine.board.HartFactory;
import trapeze.machine.engine.translate.Translation;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.shadow.Policy;

/**
 * One machine of a pair that runs in this process: bare, virtual, or carried out by the reference
 * evaluator.
 *
 * @param name for reports
 * @param loader puts a program on it
 * @param inSlices whether it is run in slices of many lengths, or at once
 */
public record Machine(String name, Loader loader, boolean inSlices) {

  /** Puts a program on a machine, about to start. */
  @FunctionalInterface
  public interface Loader {
    /** The guest that the program is there. */
    Guest load(Runs runs, Program program);
  }

  /** The reference evaluator. */
  public static final Machine REFERENCE = bare("reference evaluator", ReferenceHart::new);

  /** The engine's first tier, the generated interpreter. */
  public static final Machine INTERPRETER = bare("interpreter", HartFactory.REAL);

  /** The engine's second tier, every block translated before it is first executed. */
  public static final Machine TRANSLATOR =
      bare("translator", HartFactory.translating(Translation.ALWAYS));

  /** A bare machine with harts of some kind. */
  public static Machine bare(String name, HartFactory harts) {
    return new Machine(name, (runs, program) -> runs.bareUnfinished(program, harts), false);
  }

  /** A virtual machine. */
  public static Machine virtual(HartFactory harts, Parts parts) {
    return new Machine(
        "virtual machine",
        (runs, program) ->
            Runs.virtual(program, new ControlProgram(runs.real(1, harts), policy(program), parts)),
        true);
  }

  /** A virtual machine of a design, on a real one that has what the design needs. */
  public static Machine of(Design design) {
    Parts parts =
        new Parts() {
          @Override
          public Design design(Design asked) {
            return design;
          }
        };
    return new Machine(
        "virtual machine, " + design.title(),
        (runs, program) ->
            Runs.virtual(program, new ControlProgram(runs.realFor(design), policy(program), parts)),
        true);
  }

  /** A virtual machine on a virtual machine. */
  public static Machine nested(int depth) {
    return new Machine(
        "virtual machine at depth " + depth,
        (runs, program) -> {
          Policy policy = policy(program);
          return Runs.virtual(
              program,
              new ControlProgram(runs.below(policy, depth, HartFactory.REAL, Parts.USUAL), policy));
        },
        true);
  }

  /**
   * Machines for a program. Where its machine has the hypervisor extension, the real one below a
   * monitor has it in half of all programs.
   */
  static Runs runs(Program program) {
    return new Runs(program.hasHypervisor() && (program.registers().hashCode() >>> 3 & 1) == 0);
  }

  private static Policy policy(Program program) {
    return (program.registers().hashCode() & 1) == 0 ? Policy.CACHED : Policy.FLUSH;
  }

  /** The steps of a slice, a function of the program alone. */
  long slice(Program program) {
    return inSlices
        ? switch (program.registers().hashCode() >>> 1 & 3) {
          case 0 -> 17;
          case 1 -> 100;
          case 2 -> 1000;
          default -> Runs.STEPS;
        }
        : Runs.STEPS;
  }

  /** What a program does on it to its end. */
  Guest run(Runs runs, Program program) {
    return finish(loader.load(runs, program), program);
  }

  /** Runs what is loaded to its end. */
  Guest finish(Guest guest, Program program) {
    return guest.runUntil(Runs.STEPS, slice(program));
  }
}
