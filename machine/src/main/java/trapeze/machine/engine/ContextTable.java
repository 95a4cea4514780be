package trapeze.machine.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * A bounded number of contexts, made when they are first needed; the one used longest ago makes
 * room.
 */
final class ContextTable<C extends TranslationContext> {
  private final Supplier<C> maker;
  private final IntSupplier most;
  private final List<C> contexts = new ArrayList<>();
  private long uses;

  /**
   * An empty table.
   *
   * @param most contexts in it, at least 1; asked when one more is to be made
   */
  ContextTable(Supplier<C> maker, IntSupplier most) {
    this.maker = maker;
    this.most = most;
  }

  /** The context for a regime, perhaps a new and empty one. */
  C find(Regime regime) {
    C found = null;
    for (int i = 0; found == null && i < contexts.size(); i++) {
      C candidate = contexts.get(i);
      found = candidate.isFor(regime) ? candidate : null;
    }
    if (found == null) {
      found = vacant();
      found.become(regime);
    }
    use(found);
    return found;
  }

  /** Notes that a context is in use: then it is the last to make room. */
  void use(C context) {
    context.lastUse = ++uses;
  }

  private C vacant() {
    if (contexts.size() < most.getAsInt()) {
      C made = maker.get();
      contexts.add(made);
      return made;
    }
    C oldest = oldest(_ -> true);
    oldest.clear();
    return oldest;
  }

  /** The context used longest ago among some, of which there must be one. */
  C oldest(Predicate<C> candidates) {
    return contexts.stream()
        .filter(candidates)
        .min(Comparator.comparingLong(each -> each.lastUse))
        .orElseThrow();
  }

  /** What all contexts have of something together. */
  long sum(ToLongFunction<C> part) {
    return contexts.stream().mapToLong(part).sum();
  }

  /** Forgets every translation. */
  void clear() {
    contexts.forEach(TranslationContext::clear);
  }

  /** Forgets what a fence asks to forget, or more. */
  void fence(Fence fence) {
    for (C context : contexts) {
      if (fence.concerns(context)) {
        context.forget(fence.hasAddress(), fence.address());
      }
    }
  }
}
