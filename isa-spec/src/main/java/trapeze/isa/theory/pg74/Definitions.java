package trapeze.isa.theory.pg74;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.pg74.Registers;

/**
 * The paper's definitions as far as they speak about one execution, or compare two. What they say
 * about all states is {@link Classifier}'s.
 *
 * <p>Where the paper's letter was read: a trap exchanges the program status word and so changes M
 * and R, but to what the supervisor has laid down in E. This is no change by the instruction, and a
 * supervisor call is neither control-sensitive nor, as it traps in both modes, privileged. Two
 * executions are compared if neither traps.
 */
class Definitions {
  private final Registers registers;
  private final Relatives relatives;

  Definitions(Instance instance) {
    this.registers = instance.machine().registers();
    this.relatives = new Relatives(instance);
  }

  /**
   * "An instruction i is control sensitive if there exists a state S1 = ⟨e1, m1, p1, r1⟩ and i(S1)
   * = ⟨e2, m2, p2, r2⟩ such that i(S1) does not memory trap and r1 ≠ r2 or m1 ≠ m2." Beside M and
   * R, the resources that the paper leaves out of S: the timer, the machine's stop, the devices,
   * and the words outside E|r.
   *
   * @return what is changed, a line each; none if this state does not make it control-sensitive
   */
  List<String> controlChanges(Execution execution) {
    List<String> changes = new ArrayList<>();
    if (!execution.completes()) {
      return changes;
    }
    for (StateVariable register :
        List.of(
            registers.mode,
            registers.relocation,
            registers.bound,
            registers.timer,
            registers.halted)) {
      if (execution.changes(register)) {
        changes.add(
            "%s: %d before, %d after"
                .formatted(register.name(), execution.before(register), execution.after(register)));
      }
    }
    for (long[] operation : execution.operations()) {
      changes.add("I/O: device %d is given 0x%x".formatted(operation[0], operation[1]));
    }
    for (int address = 0; address < execution.origin().size(); address++) {
      if (execution.stores(address) && !relatives.isAccessible(execution.origin(), address)) {
        changes.add("E[%d], outside R, is stored into".formatted(address));
      }
    }
    return changes;
  }

  /**
   * "i(S1) = ⟨e1|r, m1, p1, r⟩ and i(S2) = ⟨e2|r⊕x, m2, p2, r⊕x⟩", neither of which memory traps:
   * only executions that leave M and R alone are compared.
   */
  boolean isComparable(Execution execution) {
    return execution.completes()
        && !execution.changes(registers.mode)
        && !execution.changes(registers.relocation)
        && !execution.changes(registers.bound);
  }

  /**
   * "Either e1|r ≠ e2|r⊕x or p1 ≠ p2." The accumulator is a part of E.
   *
   * @param move where the words of the first state are in the second one
   * @return what differs, a line each
   */
  List<String> differences(
      Execution first, String where, Execution second, String elsewhere, Move move) {
    List<String> differences = new ArrayList<>();
    for (StateVariable register : List.of(registers.counter, registers.accumulator)) {
      if (first.assigns(register) || second.assigns(register)) {
        long one = first.after(register);
        long other = second.after(register);
        if (one != other) {
          differences.add(
              "%s: %s %s, %s %s"
                  .formatted(register.name(), number(one), where, number(other), elsewhere));
        }
      }
    }
    for (int address = 0; address < first.origin().size(); address++) {
      long there = move.of(address);
      boolean exists = there >= 0 && there < second.origin().size();
      if (exists
          && (first.stores(address) || second.stores(there))
          && relatives.isAccessible(first.origin(), address)) {
        long one = first.wordAfter(address);
        long other = second.wordAfter(there);
        if (one != other) {
          differences.add(
              "E[%d]: %s %s, E[%d]: %s %s"
                  .formatted(address, number(one), where, there, number(other), elsewhere));
        }
      }
    }
    return differences;
  }

  /** Where a word of one state is in another one. */
  @FunctionalInterface
  interface Move {
    /** The other physical address; one outside memory if there is none. */
    long of(long address);
  }

  private static String number(long value) {
    return value < 10 ? Long.toString(value) : "0x%x".formatted(value);
  }
}
