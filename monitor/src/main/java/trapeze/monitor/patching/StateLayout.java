package trapeze.monitor.patching;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.StateVariable;

/**
 * What stands where in the page of virtual state: words of 64 bits in the upper half of the
 * uppermost page of the address space, which a load or store reaches by its immediate from {@code
 * x0}. Words are given out as stubs come to need them, and never taken back.
 */
final class StateLayout {
  /** Bytes that an immediate of 12 bits reaches below zero. */
  private static final int REACH = 2048;

  /** Registers that a stub may borrow. */
  static final int BORROWED = 6;

  private final Map<StateVariable, Integer> variables = new LinkedHashMap<>();
  private final Map<StateVariable, Integer> attentions = new LinkedHashMap<>();
  private final Map<StateVariable, Csr> kept = new LinkedHashMap<>();
  private final Map<Long, Integer> constants = new LinkedHashMap<>();
  private int used;
  private final int tally = take();
  private final int doubt = take();
  private final int[] spills = new int[BORROWED];

  StateLayout() {
    for (int i = 0; i < BORROWED; i++) {
      spills[i] = take();
    }
  }

  /** The sum of what completed stubs add: see {@link #tallied}. */
  int tally() {
    return tally;
  }

  /** Not zero if the real hart may have changed state that a word here shows. */
  int doubt() {
    return doubt;
  }

  /** Where a borrowed register is kept meanwhile. */
  int spill(int number) {
    return spills[number];
  }

  /**
   * What a stub adds to the tally: one execution, and how many real steps it made more than the
   * guest does.
   */
  static long tallied(int surplus) {
    return 1L << 32 | surplus;
  }

  /** Executions in a tally. */
  static long executions(long tally) {
    return tally >>> 32;
  }

  /** Real steps that are not the guest's in a tally. */
  static long surplus(long tally) {
    return tally & 0xffff_ffffL;
  }

  /** Where a state variable's value is. */
  int variable(StateVariable variable) {
    return variables.computeIfAbsent(variable, _ -> take());
  }

  /** Where the bits of a variable are whose change is the monitor's business. */
  int attention(StateVariable variable) {
    return attentions.computeIfAbsent(variable, _ -> take());
  }

  /** Says that stubs change a variable, as a write of a control register does. */
  void keeps(StateVariable variable, Csr csr) {
    variable(variable);
    kept.put(variable, csr);
  }

  /** Where a constant is. */
  int constant(long value) {
    return constants.computeIfAbsent(value, _ -> take());
  }

  /** All variables, with their places as offsets from the end of the address space. */
  Map<StateVariable, Integer> variables() {
    return Collections.unmodifiableMap(variables);
  }

  /** The places of what needs attention. */
  Map<StateVariable, Integer> attentions() {
    return Collections.unmodifiableMap(attentions);
  }

  /** The variables that stubs change, each with the control register that they go through. */
  Map<StateVariable, Csr> kept() {
    return Collections.unmodifiableMap(kept);
  }

  /** The constants' places. */
  Map<Long, Integer> constants() {
    return Collections.unmodifiableMap(constants);
  }

  private int take() {
    used += Long.BYTES;
    if (used > REACH) {
      throw new Unpatchable("the page of virtual state is full");
    }
    return -used;
  }
}
