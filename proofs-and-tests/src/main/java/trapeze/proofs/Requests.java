package trapeze.proofs;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import trapeze.isa.fp.FpOperation;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;
import trapeze.isa.symbolic.Event;

/** What definitions ask of their surroundings, held against each other. */
final class Requests {
  private Requests() {}

  /** Effects that a guest's instruction must never have on the real machine by itself. */
  private static final Set<Effect> MONITORS_OWN =
      EnumSet.of(
          Effect.WAIT_FOR_INTERRUPT,
          Effect.FENCE_ADDRESS_TRANSLATION,
          Effect.FENCE_GUEST_TRANSLATION,
          Effect.FENCE_GUEST_PHYSICAL);

  /** Operations that raise no flag, whatever their operands. */
  static final Set<FpOperation> UNFLAGGED =
      EnumSet.of(FpOperation.CLASS_SINGLE, FpOperation.CLASS_DOUBLE, FpOperation.CLASS_HALF);

  /** What is asked, operands aside. */
  static String kind(Event event) {
    return switch (event.request()) {
      case Statement.Load load -> "load of %d bytes".formatted(load.bytes());
      case Statement.Store store -> "store of %d bytes".formatted(store.bytes());
      case Statement.Atomic atomic ->
          "atomic %s of %d bytes".formatted(atomic.operator(), atomic.bytes());
      case Statement.LoadReserved load -> "load-reserved of %d bytes".formatted(load.bytes());
      case Statement.StoreConditional store ->
          "store-conditional of %d bytes".formatted(store.bytes());
      case Statement.FloatingPoint operation -> operation.operation().name();
      case Statement.ReadPhysical _ -> "look at physical memory";
      case Statement.ReplacePhysical _ -> "update of a page-table entry";
      case Statement.Cause cause -> cause.effect().name();
      case Statement.Let(var _, Expression.Call(Routine routine, var _)) -> routine.name();
      case Statement.Perform(Routine routine, var _) -> routine.name();
      default -> throw new IllegalArgumentException("no request: " + event.request());
    };
  }

  /**
   * The operands that both sides must agree in. The mode that translation and protection are asked
   * for is not among them: it is what differs between the two machines.
   */
  static List<Expression> operands(Event event) {
    return switch (event.request()) {
      case Statement.Load load -> List.of(load.address());
      case Statement.Store store -> List.of(store.address(), store.value());
      case Statement.Atomic atomic -> List.of(atomic.address(), atomic.operand());
      case Statement.LoadReserved load -> List.of(load.address());
      case Statement.StoreConditional store -> List.of(store.address(), store.value());
      case Statement.FloatingPoint operation -> {
        List<Expression> all = new ArrayList<>(operation.arguments());
        all.add(operation.roundingMode());
        yield all;
      }
      case Statement.ReadPhysical read -> List.of(read.address());
      case Statement.ReplacePhysical replace ->
          List.of(replace.address(), replace.expected(), replace.value());
      case Statement.Cause cause -> cause.arguments();
      case Statement.Let(var _, Expression.Call(Routine _, List<Expression> arguments)) ->
          arguments.subList(0, arguments.size() - 1);
      case Statement.Perform(Routine _, List<Expression> arguments) -> arguments;
      default -> throw new IllegalArgumentException("no request: " + event.request());
    };
  }

  /** Whether asking a second time is as asking once: then a refusal later on may start again. */
  static boolean isRepeatable(Event event) {
    return switch (event.request()) {
      case Statement.Load _,
          Statement.Store _,
          Statement.FloatingPoint _,
          Statement.ReadPhysical _,
          Statement.Let _,
          Statement.Perform _ ->
          true;
      default -> false;
    };
  }

  /** Whether it has no consequence at all but an answer. */
  static boolean isPure(Event event) {
    return isRepeatable(event) && !(event.request() instanceof Statement.Store);
  }

  static boolean isMonitorsOwn(Event event) {
    return event.request() instanceof Statement.Cause(Effect effect, var _)
        && MONITORS_OWN.contains(effect);
  }

  /** What is known of computed answers: to classify a number raises no flag. */
  static List<BoolExpr> known(Context context, Step step) {
    List<BoolExpr> all = new ArrayList<>();
    for (Event event : step.events()) {
      if (event.request() instanceof Statement.FloatingPoint computed
          && UNFLAGGED.contains(computed.operation())) {
        Expression flags = new Expression.Reference(event.answers().get(1));
        all.add(context.mkEq(step.of(flags), context.mkBV(0, flags.width())));
      }
    }
    return all;
  }

  /** That two steps ask the same, in the same order. */
  static void same(Context context, Step here, Step bare, List<Claim> claims) {
    int common = Math.min(here.events().size(), bare.events().size());
    for (int i = 0; i < common; i++) {
      Event one = here.events().get(i);
      Event other = bare.events().get(i);
      String what = "request %d, %s".formatted(i + 1, kind(one));
      BoolExpr happens = here.happens(one);
      boolean alike = kind(one).equals(kind(other));
      claims.add(
          Claim.that(
              what + ": asked by both",
              alike
                  ? context.mkEq(happens, bare.happens(other))
                  : context.mkNot(context.mkOr(happens, bare.happens(other)))));
      List<Expression> theirs = operands(other);
      for (int j = 0; alike && j < theirs.size(); j++) {
        claims.add(
            Claim.equalIf(
                context,
                happens,
                what + ", operand " + (j + 1),
                here.of(operands(one).get(j)),
                bare.of(theirs.get(j))));
      }
    }
    never(context, here, common, claims);
    never(context, bare, common, claims);
  }

  private static void never(Context context, Step step, int from, List<Claim> claims) {
    for (Event event : step.events().subList(from, step.events().size())) {
      claims.add(Claim.that(kind(event) + ": asked by both", context.mkNot(step.happens(event))));
    }
  }
}
