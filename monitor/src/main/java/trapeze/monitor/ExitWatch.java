package trapeze.monitor;

import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.monitor.design.ExitAction;
import trapeze.monitor.events.ExitEvent;
import trapeze.monitor.events.ShadowFillEvent;

/** Shows a virtual hart's exits to whoever wants to see them: a listener, the flight recorder. */
final class ExitWatch {
  private final VirtualHart hart;
  private final String guest;
  private final int id;
  private @Nullable ExitListener listener;

  ExitWatch(VirtualHart hart, String guest) {
    this.hart = hart;
    this.guest = guest;
    this.id = (int) hart.state.get(Rv64State.HART_ID);
  }

  void listener(@Nullable ExitListener newListener) {
    listener = newListener;
  }

  /** Whether anybody wants to see exits. */
  boolean isOn() {
    return listener != null || ExitEvent.PROBE.isEnabled();
  }

  /** What people call the virtual hart. */
  String name() {
    return guest + " hart " + id;
  }

  /** Has an exit handled, and shows it. */
  @Nullable Trap show(Trap trap, ExitAction action, long packed, Supplier<@Nullable Trap> handler) {
    PrivilegeMode mode = PrivilegeMode.of((int) hart.state.get(Rv64State.MODE));
    long pc = hart.state.pc;
    long step = hart.steps();
    String instruction = mnemonic(packed);
    ExitEvent event = new ExitEvent();
    event.begin();
    long began = System.nanoTime();
    Trap reflected = handler.get();
    long ended = System.nanoTime();
    event.end();
    if (event.shouldCommit()) {
      event.guest = guest;
      event.hart = id;
      event.cause = trap.title();
      event.action = words(action);
      event.instruction = instruction == null ? "" : instruction;
      event.mode = mode.name();
      event.pc = pc;
      event.value = trap.value();
      event.step = step;
      event.reflected = reflected != null;
      event.commit();
    }
    ExitListener to = listener;
    if (to != null) {
      to.exited(hart, new Exit(trap, action, instruction, reflected, mode, pc, step, began, ended));
    }
    return reflected;
  }

  private @Nullable String mnemonic(long packed) {
    int number = PackedInstruction.number(packed);
    return number == 0 ? null : hart.engine().set().instructions().get(number - 1).name();
  }

  private static String words(ExitAction action) {
    return action.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A shadow entry was filled in. */
  void filled(long address, long guestPhysical, AccessKind kind) {
    ShadowFillEvent event = new ShadowFillEvent();
    if (event.shouldCommit()) {
      event.guest = guest;
      event.hart = id;
      event.address = address;
      event.physical = guestPhysical;
      event.access = kind.name().toLowerCase(Locale.ROOT);
      event.commit();
    }
  }
}
