package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.rv64.HypervisorLevel;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.symbolic.Valuation;

/**
 * States that a hart can come to: at random, but with what a program in M-mode can leave in the
 * control registers, written there as a program writes it.
 */
final class States {
  private static final int MANY = 96;

  private final InstructionSet set;
  private final List<HartState> states = new ArrayList<>();
  private final Random random = new Random(1974);

  States(InstructionSet set) {
    this.set = set;
    for (int i = 0; i < MANY; i++) {
      states.add(make());
    }
  }

  /** The next random number. */
  Random random() {
    return random;
  }

  /** One of the states, which the caller may change. */
  HartState some() {
    return states.get(random.nextInt(MANY)).copy();
  }

  /** Whether a state has only legal values. */
  static boolean isLegal(HartState state) {
    Valuation values = new Valuation(state, 0, new Surroundings(Map.of(), 0));
    return Invariants.ALL.stream().allMatch(invariant -> values.isSet(invariant.holds()));
  }

  private HartState make() {
    HartState state = new HartState(set.state());
    for (StateVariable choice : set.state().variables(Kind.CHOICE)) {
      state.set(choice, Legal.choice(choice));
    }
    state.set(Rv64State.MODE, PrivilegeMode.M.code());
    Evaluator evaluator = new Evaluator(set, state, new Surroundings(Map.of(), 0));
    List<Csr> csrs = new ArrayList<>(HypervisorLevel.othersOf(set));
    Collections.shuffle(csrs, random);
    for (Csr csr : csrs) {
      if (!csr.write().body().isEmpty() && !csr.readOnly() && random.nextInt(4) > 0) {
        evaluator.call(csr.write(), random.nextLong());
      }
    }
    for (int i = 1; i < 32; i++) {
      state.x[i] = random.nextLong();
      state.f[i] = 0x3ff0_0000_0000_0000L + random.nextInt();
    }
    state.pc = random.nextLong() & 0xffff_fffcL;
    return state;
  }
}
