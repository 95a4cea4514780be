package trapeze.proofs;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import com.microsoft.z3.enumerations.Z3_ast_print_mode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import trapeze.isa.definition.InstructionSet;

/** Hands obligations to the solver, one at a time; for one thread. */
final class Prover {
  /** Raised when what a verdict means has changed, so that none is taken from before. */
  private static final String VERSION = "2";

  private static final Pattern NODE = Pattern.compile("#[0-9]+");

  private final InstructionSet set;
  private final Duration timeout;
  private final KnownProofs known;

  Prover(InstructionSet set, Duration timeout, KnownProofs known) {
    this.set = set;
    this.timeout = timeout;
    this.known = known;
  }

  /** Proves, refutes, or gives up when the time is over. */
  Verdict prove(Obligation obligation) {
    long start = System.nanoTime();
    try (Context context = new Context()) {
      // A node a line, each once: to print a question as nested terms takes longer than to pose it.
      context.setPrintMode(Z3_ast_print_mode.Z3_PRINT_LOW_LEVEL);
      Solving solving = new Solving(context, Operations.abstractProducts(context));
      Goal goal = obligation.pose().apply(solving);
      Solver solver = context.mkSolver();
      Params limits = context.mkParams();
      limits.add("timeout", (int) timeout.toMillis());
      solver.setParameters(limits);
      goal.given().forEach(given -> solver.add(given));
      List<BoolExpr> claims = goal.claims().stream().map(Claim::holds).toList();
      BoolExpr denied = context.mkNot(solving.all(claims));
      String question = hash(printed(solving.all(goal.given())) + printed(denied));
      Optional<Verdict.Result> before = known.find(question);
      if (before.isPresent()) {
        return new Verdict(before.get(), since(start), true, Optional.empty());
      }
      if (solver.check() == Status.UNSATISFIABLE) {
        known.add(question, Verdict.Result.VACUOUS);
        return new Verdict(Verdict.Result.VACUOUS, since(start), false, Optional.empty());
      }
      solver.add(denied);
      Status status = solver.check();
      return switch (status) {
        case UNSATISFIABLE -> {
          known.add(question, Verdict.Result.PROVED);
          yield new Verdict(Verdict.Result.PROVED, since(start), false, Optional.empty());
        }
        case UNKNOWN ->
            new Verdict(Verdict.Result.TIMED_OUT, since(start), false, Optional.empty());
        case SATISFIABLE ->
            new Verdict(
                Verdict.Result.FAILED,
                since(start),
                false,
                Optional.of(Counterexample.of(set, context, goal, solver.getModel())));
      };
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** A term as text, the same for the same term whatever the solver has numbered its nodes. */
  private static String printed(BoolExpr term) {
    Map<String, String> numbers = new HashMap<>();
    return NODE.matcher(term.toString())
        .replaceAll(node -> numbers.computeIfAbsent(node.group(), _ -> "#" + numbers.size()));
  }

  private static String hash(String question) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (VERSION + com.microsoft.z3.Version.getFullVersion()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(question.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
