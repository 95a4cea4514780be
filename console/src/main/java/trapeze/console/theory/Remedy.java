package trapeze.console.theory;

import trapeze.isa.theory.Property;
import trapeze.isa.theory.Verdict;

/** What a monitor can do about an instruction. */
final class Remedy {
  private Remedy() {}

  static String of(Verdict verdict) {
    if (verdict.is(Property.PRIVILEGED)) {
      return "A monitor gets to see it: the trap enters the dispatcher, and an interpreter routine"
          + " carries out the same definition over the virtual state.";
    }
    if (verdict.is(Property.TRAPPING)) {
      return "It traps by itself: the monitor reflects the trap into the guest.";
    }
    if (!verdict.isSensitive()) {
      return "A monitor lets the hardware execute it.";
    }
    if (verdict.is(Property.USER_SENSITIVE)) {
      return "No monitor that executes virtual user mode directly gets to see it. What remains is"
          + " to keep it from being executed (translate or patch the guest's code, or change the"
          + " guest), or hardware that makes it trap.";
    }
    return "In virtual user mode it does what it should, so a hybrid monitor, which interprets"
        + " virtual supervisor mode, is right. One that executes virtual supervisor mode directly"
        + " does not get to see it, unless it translates or patches the guest's code or the"
        + " hardware makes it trap.";
  }
}
