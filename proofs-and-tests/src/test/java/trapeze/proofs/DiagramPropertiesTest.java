package trapeze.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import trapeze.isa.definition.Csr;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Routine;
import trapeze.isa.rv64.Invariants;
import trapeze.isa.rv64.Invariants.Invariant;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What is proved by the solver, on concrete values: the same definitions, by the evaluator. A
 * mistake in how questions are put to the solver would show here.
 */
class DiagramPropertiesTest {
  private static final String SEED = "1974";
  private static final int TRIES = 2000;
  private static final List<Instance> INSTANCES =
      Instance.all(Rv64.SET).stream()
          // Their translation is a lemma of its own: here both sides would walk tables of noise.
          .filter(instance -> !instance.mnemonic().startsWith("cbo."))
          .toList();

  private static Instance instance(long seed) {
    return INSTANCES.get(new Random(seed).nextInt(INSTANCES.size()));
  }

  private static ConcreteStep step(Machines machines, long seed) {
    return new ConcreteStep(machines, instance(seed), seed);
  }

  @Property(tries = TRIES, seed = SEED)
  @Label("faithful execution, faithful emulation: both ways round lead to one state")
  void diagram(@ForAll long seed) {
    ConcreteStep step = step(Machines.RV64, seed);
    Assume.that(step.isInstruction() && step.isDirect());
    HartState bare = step.bare();
    HartState monitored = step.monitored();
    assertThat(monitored.differences(bare)).as("%08x, %s", step.bits, instance(seed)).isEmpty();
    assertThat(step.monitoredEvents).isEqualTo(step.bareEvents);
  }

  @Property(tries = TRIES, seed = SEED)
  @Label("invariants are kept, by instructions and by traps")
  void invariants(@ForAll long seed) {
    ConcreteStep step = step(Machines.RV64, seed);
    Assume.that(step.isInstruction());
    for (HartState state : List.of(step.before, step.bare())) {
      for (Invariant invariant : Invariants.ALL) {
        assertThat(holds(invariant, state)).as(invariant.name()).isTrue();
      }
    }
  }

  private static boolean holds(Invariant invariant, HartState state) {
    Routine routine = new Routine("asked", List.of(), 1, List.of(Build.give(invariant.holds())));
    return new Evaluator(Rv64.SET, state, new Answers(0)).call(routine) != 0;
  }

  @Property(tries = TRIES, seed = SEED)
  @Label("exceptions are precise: where one is raised, nothing has changed")
  void precise(@ForAll long seed) {
    ConcreteStep step = step(Machines.RV64, seed);
    Assume.that(step.isInstruction());
    HartState state = step.before.copy();
    if (step.raised(state) != null) {
      assertThat(state.differences(step.before)).isEmpty();
    }
  }

  @Property(tries = TRIES, seed = SEED)
  @Label("what has been read of a control register can be written back, and changes nothing")
  void registers(@ForAll long seed) {
    Random random = new Random(seed);
    Csr csr = Rv64.SET.csrs().get(random.nextInt(Rv64.SET.csrs().size()));
    Assume.that(!RegisterProofs.COUNTERS.contains(csr.name()));
    HartState state = ConcreteStep.legalState(Rv64.SET, random);
    Evaluator evaluator = new Evaluator(Rv64.SET, state, new Answers(seed));
    evaluator.call(csr.write(), random.nextLong());
    HartState written = state.copy();
    evaluator.call(csr.write(), evaluator.call(csr.readToModify()));
    assertThat(state.differences(written)).as(csr.name()).isEmpty();
  }

  @Property(tries = TRIES, seed = SEED)
  @Label("protection of a page, if it is one thing, is that of an access in it")
  void protection(@ForAll long seed) {
    Random random = new Random(seed);
    HartState state = ConcreteStep.legalState(Rv64.SET, random);
    // Entries that are near each other, so that they meet.
    for (int i = 0; i < Rv64State.PMP_ENTRIES; i++) {
      state.set(Rv64State.pmpaddr(i), random.nextLong(1L << 14));
    }
    Evaluator evaluator = new Evaluator(Rv64.SET, state, new Answers(seed));
    long page = random.nextLong(16) << 12;
    long mode = state.get(Rv64State.MODE);
    Routine protection = Rv64.SET.routine("protection");
    long whole = evaluator.call(protection, page, 4096, mode);
    Assume.that((whole & 8) == 0);
    long part = evaluator.call(protection, page + random.nextInt(4088), 8, mode);
    assertThat(part).isEqualTo(whole);
  }

  @Example
  @Label("a seeded fault shows on concrete values too")
  void faults() {
    Map<SeededFault, String> shownBy =
        Map.of(
            SeededFault.SRET_NOP_IN_U, "sret",
            SeededFault.MSTATUS_READABLE, "csrrs mstatus",
            SeededFault.MTVAL_NOT_WRITTEN, "csrrw mtval",
            SeededFault.MPP_KEPT, "mret",
            SeededFault.DIRTY_LOST, "flw");
    for (SeededFault fault : shownBy.keySet()) {
      Machines machines = fault.machines();
      Instance instance =
          INSTANCES.stream()
              .filter(each -> each.toString().equals(shownBy.get(fault)))
              .findFirst()
              .orElseThrow();
      boolean found =
          IntStream.range(0, TRIES)
              .mapToObj(seed -> new ConcreteStep(machines, instance, seed))
              .filter(step -> step.isInstruction() && step.isDirect())
              .anyMatch(step -> !step.monitored().equals(step.bare()));
      assertThat(found).as(fault.description()).isTrue();
    }
  }
}
