package trapeze.monitor;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.state.Trap;
import trapeze.monitor.design.ExitAction;

/**
 * A trap of the real hart that the monitor has handled.
 *
 * @param trap the real hart's trap
 * @param action what the dispatcher did about it
 * @param instruction the mnemonic of what was emulated, if anything was
 * @param reflected the trap that the guest is given, if it is given one
 * @param mode the virtual privilege mode in which it happened
 * @param pc the guest's, at the trap
 * @param step steps that the virtual hart had made
 * @param began when the monitor began, in nanoseconds of the host's clock
 * @param ended when it was done
 */
public record Exit(
    Trap trap,
    ExitAction action,
    @Nullable String instruction,
    @Nullable Trap reflected,
    PrivilegeMode mode,
    long pc,
    long step,
    long began,
    long ended) {}
