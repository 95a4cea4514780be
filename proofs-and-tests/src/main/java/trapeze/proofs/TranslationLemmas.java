package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.symbolic.Assumptions;
import trapeze.isa.symbolic.Event;
import trapeze.isa.symbolic.Outcome;
import trapeze.isa.symbolic.SymbolicExecution;
import trapeze.shadow.GuestPage;

/**
 * Why the proofs of instructions may treat translation and protection as if both machines had the
 * same: a real entry allows in U what the guest's own leaf and its protection allow in the guest's
 * mode, leads to the same byte, and is kept for no other context.
 */
final class TranslationLemmas {
  private static final int[] SHIFTS = {12, 21, 30, 39, 48};
  private static final int CONTIGUOUS = 16;

  private final Machines machines;

  TranslationLemmas(Machines machines) {
    this.machines = machines;
  }

  List<Obligation> all() {
    List<Obligation> all = new ArrayList<>();
    add(all, "an entry allows what the guest's leaf allows", this::permissions);
    for (int shift : SHIFTS) {
      add(all, "the real walk ends at the entry, %d bits".formatted(shift), s -> leaf(s, shift));
      for (int size : new int[] {12, CONTIGUOUS, 21, 30, 39, 48}) {
        if (shift <= size) {
          add(
              all,
              "a page of %d bits is entered by %d".formatted(size, shift),
              s -> offset(s, size, shift));
        }
      }
    }
    ProtectionLemmas protection = new ProtectionLemmas(machines);
    add(all, "an entry of protection says one thing of a part", protection::entry);
    add(all, "protection of a page is that of an access in it", protection::whole);
    ContextLemmas contexts = new ContextLemmas(machines);
    add(all, "a context decides what a leaf allows", contexts::leaf);
    add(all, "a context decides where a walk begins", contexts::walk);
    return all;
  }

  private static void add(
      List<Obligation> all, String name, java.util.function.Function<Solving, Goal> pose) {
    all.add(new Obligation(Obligation.Family.TRANSLATION, name, pose));
  }

  /** A routine that others call and the set does not name. */
  static Routine find(InstructionSet set, String name) {
    return set.routines().stream()
        .flatMap(routine -> reached(routine).stream())
        .filter(routine -> routine.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no routine " + name));
  }

  private static List<Routine> reached(Routine routine) {
    List<Routine> all = new ArrayList<>(List.of(routine));
    for (int i = 0; i < all.size(); i++) {
      Traversal.calls(all.get(i).body()).filter(called -> !all.contains(called)).forEach(all::add);
    }
    return all;
  }

  /** The bits of one permission: 0 R, 1 W, 2 X. */
  static BoolExpr may(Solving solving, BitVecExpr permissions, int bit) {
    return solving.isSet(solving.context().mkExtract(bit, bit, permissions));
  }

  /** The entry that the monitor's own code makes of a page, for a frame of any address. */
  private static BitVecExpr entry(
      Solving solving, BitVecExpr frame, BoolExpr read, BoolExpr write, BoolExpr execute) {
    Context context = solving.context();
    BitVecExpr made = solving.operations().constant(0, 64);
    for (int i = 0; i < 8; i++) {
      boolean r = (i & 1) != 0;
      boolean w = (i & 2) != 0;
      boolean x = (i & 4) != 0;
      BoolExpr is =
          context.mkAnd(
              context.mkEq(read, context.mkBool(r)),
              context.mkEq(write, context.mkBool(w)),
              context.mkEq(execute, context.mkBool(x)));
      long flags = new GuestPage(0, 12, r, w, x).entry(0);
      BitVecExpr number = context.mkBVLSHR(frame, solving.operations().constant(2, 64));
      BitVecExpr whole =
          flags == 0
              ? solving.operations().constant(0, 64)
              : context.mkBVOR(number, solving.operations().constant(flags, 64));
      made = (BitVecExpr) context.mkITE(is, whole, made);
    }
    return made;
  }

  private Goal permissions(Solving solving) {
    Context context = solving.context();
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    RealState real =
        new RealState(solving, bound, state, new Routines(machines.monitor(), solving));
    BitVecExpr leaf = context.mkBVConst("leaf", 64);
    BitVecExpr allowed = context.mkBVConst("protection", 3);
    BitVecExpr mode = state.of(new Expression.Get(Rv64State.MODE));
    BitVecExpr guest =
        context.mkBVAND(
            new Routines(machines.bare(), solving).call("permissions", state, leaf, mode), allowed);
    BoolExpr dirty = solving.isSet(context.mkExtract(7, 7, leaf));
    BoolExpr r = may(solving, guest, 0);
    BoolExpr w = context.mkAnd(dirty, may(solving, guest, 1));
    BoolExpr x = may(solving, guest, 2);
    BitVecExpr made = entry(solving, solving.operations().constant(0, 64), r, w, x);
    BitVecExpr actual =
        new Routines(machines.real(), solving).call("permissions", real, made, context.mkBV(0, 2));
    BoolExpr none = context.mkEq(made, solving.operations().constant(0, 64));
    List<BoolExpr> given = new ArrayList<>(Diagram.invariants(solving, state));
    // No leaf has W without R (it is reserved), no entry of protection has (it is not legal).
    given.add(
        context.mkImplies(
            solving.isSet(context.mkExtract(2, 2, leaf)),
            solving.isSet(context.mkExtract(1, 1, leaf))));
    given.add(context.mkImplies(may(solving, allowed, 1), may(solving, allowed, 0)));
    List<Claim> claims =
        List.of(
            Claim.that("reads", context.mkEq(may(solving, actual, 0), r)),
            Claim.that("writes, where D is set", context.mkEq(may(solving, actual, 1), w)),
            Claim.that("fetches", context.mkEq(may(solving, actual, 2), x)),
            Claim.that(
                "there is an entry if anything is allowed",
                context.mkEq(none, context.mkNot(context.mkOr(r, w, x)))));
    return new Goal(given, claims, shown(state, Map.of("leaf", leaf, "protection", allowed)));
  }

  static Map<String, BitVecExpr> shown(VirtualState state, Map<String, BitVecExpr> more) {
    Map<String, BitVecExpr> all = new LinkedHashMap<>(more);
    all.putAll(state.variables());
    return all;
  }

  /** The routine that judges a leaf, protection of the page table's own memory left open. */
  static Outcome leafOutcome(InstructionSet set) {
    return new SymbolicExecution(set)
        .call(find(set, "leaf"), Assumptions.none().opaque(PhysicalMemoryProtection.PROTECTION));
  }

  static Local parameter(InstructionSet set, String name) {
    return find(set, "leaf").parameters().stream()
        .filter(local -> local.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The last step of the real hardware's walk, at an entry that the monitor made. */
  private Goal leaf(Solving solving, int shift) {
    Context context = solving.context();
    InstructionSet set = machines.real();
    BitVecExpr frame = context.mkBVConst("frame", 64);
    BitVecExpr address = context.mkBVConst("address", 64);
    BitVecExpr kind = context.mkBVConst("kind", 2);
    BitVecExpr page = context.mkBVConst("page", 3);
    BitVecExpr made =
        entry(solving, frame, may(solving, page, 0), may(solving, page, 1), may(solving, page, 2));
    Bound bound =
        new Bound(solving)
            .with(parameter(set, "entry"), made)
            .with(parameter(set, "address"), address)
            .with(parameter(set, "kind"), kind)
            .with(parameter(set, "mode"), context.mkBV(0, 2))
            .with(parameter(set, "shift"), context.mkBV(shift, 6));
    VirtualState state = new VirtualState(solving, bound);
    RealState real =
        new RealState(solving, bound, state, new Routines(machines.monitor(), solving));
    Step step = new Step(solving, leafOutcome(set), real);
    BitVecExpr result = step.of(step.outcome().result().getFirst());
    BoolExpr found = context.mkEq(result, context.mkBV(AddressTranslation.TRANSLATED, 6));
    long inside = (1L << shift) - 1;
    BitVecExpr zero = solving.operations().constant(0, 64);
    List<BoolExpr> given = new ArrayList<>(Diagram.invariants(solving, state));
    given.add(context.mkEq(solving.masked(frame, inside | -1L << 56), zero));
    given.add(context.mkBVULE(kind, context.mkBV(2, 2)));
    given.add(context.mkNot(context.mkEq(made, zero)));
    given.add(context.mkImplies(may(solving, page, 1), may(solving, page, 0)));
    List<Claim> claims = new ArrayList<>();
    for (AccessKind each : AccessKind.values()) {
      BoolExpr isKind = context.mkEq(kind, context.mkBV(each.ordinal(), 2));
      int bit = each == AccessKind.READ ? 0 : each == AccessKind.WRITE ? 1 : 2;
      claims.add(
          Claim.that(
              each + " as the entry says",
              context.mkImplies(isKind, context.mkEq(found, may(solving, page, bit)))));
    }
    claims.add(
        Claim.equalIf(
            context,
            found,
            "where it leads",
            step.variable(Rv64State.WALK_ADDRESS),
            context.mkBVAdd(frame, solving.masked(address, inside))));
    for (Event event : step.events()) {
      if (event.request() instanceof Statement.ReplacePhysical) {
        claims.add(Claim.that("A and D stay", context.mkNot(step.happens(event))));
      }
    }
    return new Goal(
        given,
        claims,
        shown(state, Map.of("frame", frame, "address", address, "kind", kind, "page", page)));
  }

  /** All addresses of a block of the guest's page are as far apart as what they lead to. */
  private Goal offset(Solving solving, int size, int shift) {
    Context context = solving.context();
    InstructionSet set = machines.bare();
    Outcome outcome = leafOutcome(set);
    Bound bound = new Bound(solving);
    VirtualState state = new VirtualState(solving, bound);
    BitVecExpr first = context.mkBVConst("filled address", 64);
    BitVecExpr second = context.mkBVConst("accessed address", 64);
    BitVecExpr level = context.mkBV(size == CONTIGUOUS ? 12 : size, 6);
    Step filled = offsetStep(solving, set, outcome, bound, state, first, level);
    Step accessed = offsetStep(solving, set, outcome, bound, state, second, level);
    BitVecExpr found = context.mkBV(AddressTranslation.TRANSLATED, 6);
    long inside = (1L << shift) - 1;
    List<BoolExpr> given = new ArrayList<>(Diagram.invariants(solving, state));
    for (Step step : List.of(filled, accessed)) {
      given.add(context.mkEq(step.of(step.outcome().result().getFirst()), found));
      given.add(context.mkEq(step.variable(Rv64State.WALK_SHIFT), context.mkBV(size, 6)));
    }
    given.add(context.mkEq(solving.masked(first, ~inside), solving.masked(second, ~inside)));
    BitVecExpr block = solving.masked(filled.variable(Rv64State.WALK_ADDRESS), ~inside);
    Claim same =
        Claim.equal(
            context,
            "where it leads",
            context.mkBVOR(block, solving.masked(second, inside)),
            accessed.variable(Rv64State.WALK_ADDRESS));
    return new Goal(
        given,
        List.of(same),
        shown(state, Map.of("filled address", first, "accessed address", second)));
  }

  private static Step offsetStep(
      Solving solving,
      InstructionSet set,
      Outcome outcome,
      Bound bound,
      VirtualState state,
      BitVecExpr address,
      BitVecExpr level) {
    Map<Local, BitVecExpr> others = new IdentityHashMap<>();
    others.put(parameter(set, "address"), address);
    others.put(parameter(set, "shift"), level);
    Leaves locals = bound.but(others);
    return new Step(
        solving,
        outcome,
        leaf -> leaf instanceof Expression.Reference ? locals.of(leaf) : state.of(leaf));
  }
}
