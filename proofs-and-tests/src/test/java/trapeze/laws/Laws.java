package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Designs;
import trapeze.monitor.patching.Patching;
import trapeze.shadow.Policy;

/** The laws as functions: each gives what is against it, in words, or nothing. */
final class Laws {
  private Laws() {}

  /** So that a run of the laws is the same run again. */
  static final String SEED = "1974";

  /** Machines for the design that these parts have. */
  private static Runs runs(Parts parts) {
    return new Runs(parts.design(Designs.TRAP_AND_EMULATE));
  }

  private static Prediction prediction(Parts parts, Guest bare, Policy policy, long slice) {
    return switch (parts.design(Designs.TRAP_AND_EMULATE).title()) {
      case "hardware" -> new AssistedPrediction(bare, policy.withoutProtection(), slice);
      case "supervisor" -> new SupervisorPrediction(bare, policy, slice);
      case "paravirtual" -> new Prediction(bare, withoutLookingAhead(policy), slice);
      default -> new Prediction(bare, policy, slice);
    };
  }

  /** What a design does with a policy that looks ahead if it does not. */
  private static Policy withoutLookingAhead(Policy policy) {
    return policy.looksAhead() ? Policy.CACHED : policy.withoutProtection();
  }

  /** Law 1: bare and virtual agree at every trap that the guest sees, and at its end. */
  static String equivalence(
      Program program, Policy policy, long slice, HartFactory harts, Parts parts) {
    try (Runs runs = runs(parts)) {
      Guest bare = runs.bare(program);
      String difference = runs.virtual(program, policy, slice, harts, parts).differenceFrom(bare);
      return difference.isEmpty() || !Lockstep.isWanted()
          ? difference
          : difference + "; " + Lockstep.firstDifference(program, policy, harts, parts);
    }
  }

  /**
   * Law 2: of two guests in turn, neither touches a frame that is not its own, nor a control
   * register of the real hart, nor runs past its slice; and each is as if it were alone, provided
   * that it fences as the manual asks.
   */
  static String resourceControl(
      List<Program> programs,
      boolean fenced,
      Policy policy,
      long slice,
      HartFactory harts,
      Parts parts) {
    try (Runs runs = runs(parts)) {
      Board real = runs.real(programs.size(), harts);
      Hart hart = real.harts().getFirst();
      Ownership ownership = new Ownership(parts);
      ControlProgram monitor = new ControlProgram(real, policy, ownership);
      List<Guest> guests =
          programs.stream().map(program -> Runs.virtual(program, monitor)).toList();
      guests.forEach(guest -> ownership.patches(isPatched(guest)));
      hart.observe(ownership);
      ownership.watches(hart);
      HartState before = hart.state.copy();
      List<String> against = new ArrayList<>();
      Guest onReal = guests.getFirst();
      boolean running = true;
      while (running && against.isEmpty()) {
        running = false;
        for (int i = 0; i < guests.size() && against.isEmpty(); i++) {
          Guest guest = guests.get(i);
          if (!guest.isOver() && guest.board().steps() < Runs.STEPS) {
            running = true;
            ownership.runs(i);
            long stepsBefore = hart.steps();
            against.addAll(slice(guest, hart, Math.min(slice, Runs.STEPS - guest.board().steps())));
            // Where a slice is all the monitor's, what the guest before had is still in place.
            onReal = hart.steps() > stepsBefore ? guest : onReal;
            against.addAll(
                onReal.virtualHart().design().title().equals(Designs.SUPERVISOR.title())
                    ? SupervisorControls.against(before, hart.state)
                    : RealControls.against(before, hart.state));
            if (hart.steps() > stepsBefore && !ownership.ownsRoot(hart.state)) {
              against.add("the real hart's tables are not guest %d's".formatted(i));
            }
          }
        }
      }
      for (int i = 0; fenced && i < guests.size() && against.isEmpty(); i++) {
        Guest alone = runs.bare(programs.get(i));
        String difference = guests.get(i).runUntil(0, 0).differenceFrom(alone);
        if (!difference.isEmpty()) {
          against.add("guest %d is not as if alone: %s".formatted(i, difference));
        }
      }
      return String.join("; ", against);
    } catch (Ownership.Violation violation) {
      return violation.toString();
    }
  }

  /**
   * Law 3, term by term: on the left what the real hart and the monitor counted, on the right what
   * the bare run predicts.
   */
  static String efficiency(Program program, Policy policy, HartFactory harts, Parts parts) {
    return efficiency(program, policy, Runs.STEPS, harts, parts);
  }

  /** The same in slices. */
  static String efficiency(
      Program program, Policy policy, long slice, HartFactory harts, Parts parts) {
    try (Runs runs = runs(parts)) {
      Guest bare = runs.bareUnfinished(program, WatchedHart::new);
      Prediction prediction = prediction(parts, bare, policy, slice);
      bare.runUntil(Runs.STEPS, Runs.STEPS);
      Board real = runs.real(1, harts);
      Guest guest = Runs.virtual(program, new ControlProgram(real, policy, parts));
      guest.runUntil(Runs.STEPS, slice);
      return new Equation(
              prediction, guest.virtualHart(), real.harts().getFirst(), runs.realTraps())
          .against();
    }
  }

  /**
   * Law 4: laws 1 and 3 for a guest whose monitor is itself a guest, to any depth. What the monitor
   * has for a real hart then is a virtual one, and its traps are as many as the real one's were.
   *
   * @param outer what the monitor on the real machine is made of
   * @param inner what those inside are made of
   */
  static String recursion(
      Program program,
      Policy policy,
      int depth,
      long slice,
      HartFactory harts,
      Parts outer,
      Parts inner) {
    try (Runs runs = runs(outer)) {
      Guest bare = runs.bareUnfinished(program, WatchedHart::new);
      Prediction prediction = prediction(inner, bare, policy, slice);
      bare.runUntil(Runs.STEPS, Runs.STEPS);
      Board below = runs.below(policy, depth, harts, outer, inner);
      Guest guest = Runs.virtual(program, new ControlProgram(below, policy, inner));
      String difference = guest.runUntil(Runs.STEPS, slice).differenceFrom(bare);
      return difference.isEmpty()
          ? new Equation(
                  prediction, guest.virtualHart(), below.harts().getFirst(), runs.realTraps())
              .against()
          : difference;
    }
  }

  /** Law 1 for several harts that take turns, all of them virtual on one real hart. */
  static String equivalenceOfHarts(
      Program program,
      int harts,
      long turn,
      Policy policy,
      long slice,
      HartFactory real,
      Parts parts) {
    try (Runs runs = runs(parts)) {
      return runs.virtualWithHarts(program, harts, turn, policy, slice, real, parts)
          .differenceFrom(runs.bareWithHarts(program, harts, turn));
    }
  }

  /**
   * Law 1 for all guests: where the manual leaves a choice the virtual run has made one; each is
   * checked, and the reference evaluator, making the same, agrees exactly.
   */
  static String replay(Program program, Policy policy, long slice, Parts parts) {
    return replay(program, policy, slice, new Choices(parts));
  }

  /** The same, with who notes the choices. */
  static String replay(Program program, Policy policy, long slice, Choices choices) {
    try (Runs runs = runs(choices)) {
      ControlProgram monitor = new ControlProgram(runs.real(1, choices::real), policy, choices);
      Guest guest = Runs.virtual(program, monitor);
      choices.begin(guest.hart());
      guest.runUntil(Runs.STEPS, slice);
      Guest replayed =
          runs.bareUnfinished(
              program, (state, bus, clock) -> new ReplayedHart(choices, state, bus, clock));
      return guest.differenceFrom(replayed.runUntil(Runs.STEPS, Runs.STEPS));
    } catch (Permitted.Refused refused) {
      return "not permitted: " + refused.getMessage();
    }
  }

  /** Law 1 for all guests, on harts that keep nothing that could be stale. */
  static String withoutChoices(Program program, Policy policy, long slice, Parts parts) {
    try (Runs runs = runs(parts)) {
      Guest bare =
          runs.bareUnfinished(program, Stepping.FORGETFUL).runUntil(Runs.STEPS, Runs.STEPS);
      Board real = runs.real(1, Stepping.FORGETFUL);
      Guest guest = Runs.virtual(program, new ControlProgram(real, policy, parts));
      // What the monitor interprets it then translates and decodes afresh.
      guest.hart().observe((address, bytes, kind, walk) -> {});
      return guest.runUntil(Runs.STEPS, slice).differenceFrom(bare);
    }
  }

  /** Whenever the guest is given the real hart, its own tables justify the real ones. */
  static String realTables(Program program, Policy policy, long slice, Parts parts) {
    try (Runs runs = runs(parts)) {
      Board real = runs.real(1, HartFactory.REAL);
      TablesAudit audit = new TablesAudit(parts);
      Guest guest = Runs.virtual(program, new ControlProgram(real, policy, audit));
      audit.begin(guest.virtualHart(), real.harts().getFirst());
      guest.runUntil(Runs.STEPS, slice);
      return "";
    } catch (TablesAudit.Unjustified unjustified) {
      return Objects.requireNonNull(unjustified.getMessage());
    }
  }

  /**
   * Of two guests in turn, what the one is and does, and what comes to its console, changes nothing
   * in the run of the other.
   */
  static String nonInterference(
      Program watched,
      List<Program> others,
      Policy policy,
      long slice,
      HartFactory harts,
      Parts parts) {
    try (Runs runs = runs(parts)) {
      Guest first = runs.beside(watched, others.getFirst(), policy, slice, harts, parts);
      for (Program other : others.subList(1, others.size())) {
        String difference =
            runs.beside(watched, other, policy, slice, harts, parts).differenceFrom(first);
        if (!difference.isEmpty()) {
          return difference;
        }
      }
      return "";
    }
  }

  private static boolean isPatched(Guest guest) {
    return guest.virtualHart().design().title().equals(Designs.PATCHING.title());
  }

  private static List<String> slice(Guest guest, Hart hart, long slice) {
    long before = guest.board().steps();
    long retiredBefore = hart.retired();
    guest.run(slice);
    long had = guest.board().steps() - before;
    long retired = hart.retired() - retiredBefore;
    long most = isPatched(guest) ? slice * Patching.MOST_REAL_STEPS : slice;
    return had > slice || retired > most
        ? List.of("a slice of %d steps took %d, %d really".formatted(slice, had, retired))
        : List.of();
  }
}
