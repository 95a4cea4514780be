package trapeze.machine.engine;

import org.jspecify.annotations.Nullable;
import trapeze.isa.state.HartState;
import trapeze.machine.debug.HaltReason;
import trapeze.machine.debug.Trigger;
import trapeze.machine.debug.Triggers;
import trapeze.machine.device.Bus;

/**
 * What a hart does for a debugger's triggers. Nothing is asked on the fast paths: an instruction
 * that a trigger watches is never kept decoded, and a page that one watches is never kept
 * translated, so both come to the slow paths each time, which ask here.
 */
public abstract class TriggerPath extends HartCore {
  private @Nullable Triggers triggers;
  private boolean passes;
  private @Nullable HaltReason reason;

  TriggerPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
  }

  /** Where the hart halts by itself; nothing if nowhere. */
  public final @Nullable Triggers triggers() {
    return triggers;
  }

  final void arm(@Nullable Triggers wanted) {
    triggers = wanted;
  }

  /** Whether the next instruction is executed even if a trigger watches it. */
  public final boolean passesNext() {
    return passes;
  }

  /** Says whether the next instruction is executed even if a trigger watches it. */
  public final void passNext(boolean pass) {
    passes = pass;
  }

  /** Lets the hart halt before its next step. */
  protected final void haltFor(HaltReason why) {
    reason = why;
  }

  /** Why the hart is to halt before its next step. */
  final @Nullable HaltReason haltReason() {
    return reason;
  }

  /** Why the hart is to halt before its next step; this is forgotten. */
  final @Nullable HaltReason takeHaltReason() {
    HaltReason taken = reason;
    reason = null;
    return taken;
  }

  /** An instruction is about to be executed; leaves the loop if a trigger is against it. */
  final void fetches(long pc) {
    if (triggers != null && !passes && triggers.stopsBefore(pc)) {
      reason = new HaltReason.Triggered(new Trigger(Trigger.Kind.EXECUTE, pc, 1), pc);
      throw raise(0, pc);
    }
  }

  /** Whether an instruction may be kept decoded. */
  final boolean keepsDecoded(long pc) {
    return triggers == null || triggers.leavesAlone(pc);
  }

  /** Whether the translation of a data address may be kept. */
  final boolean keepsTranslated(long address) {
    return triggers == null || !triggers.watchesPageOf(address);
  }

  /** The current instruction makes an access, of which nothing can go wrong any more. */
  final void accesses(long address, int bytes, boolean loads, boolean stores) {
    if (triggers != null && reason == null) {
      Trigger trigger = triggers.matching(address, bytes, loads, stores);
      if (trigger != null) {
        reason = new HaltReason.Triggered(trigger, address);
        stopAfterThis();
      }
    }
  }
}
