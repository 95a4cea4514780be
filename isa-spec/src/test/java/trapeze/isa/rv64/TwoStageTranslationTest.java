package trapeze.isa.rv64;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.state.HartState;

/** Two-stage translation: the definition against an independent model, on random tables. */
class TwoStageTranslationTest {
  private static final int TRANSLATED = AddressTranslation.TRANSLATED;
  private final Random random = new Random(5);
  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void theDefinitionDoesWhatTheModelDoes() {
    for (int i = 0; i < 12_000; i++) {
      oneWalk();
    }
    for (String outcome :
        new String[] {
          "63", "12", "13", "15", "20", "21", "23", "20 3000", "21 3000", "23 3000", "20 3020",
          "21 3020", "23 3020", "1", "5", "7"
        }) {
      assertThat(seen).containsKey(outcome);
    }
  }

  private void oneWalk() {
    var tables = new RandomTables(random);
    HartState state = tables.state();
    var memory = new WalkMemory(new HashMap<>(tables.memory()));
    var evaluator = new Evaluator(Rv64.SET, state, memory);
    for (int again = 0; again < 3; again++) {
      int kind = random.nextInt(4);
      int privilege = random.nextInt(2);
      long address = tables.address();
      var model = new TwoStageModel(tables.registers(), new HashMap<>(memory.units));
      int outcome = TRANSLATED;
      long physical = 0;
      long guestPhysical = 0;
      long instruction = 0;
      try {
        physical = model.translate(address, kind, privilege == 1);
      } catch (TwoStageModel.Fault fault) {
        outcome = fault.cause;
        guestPhysical = fault.guestPhysical;
        instruction = fault.instruction;
      }
      memory.reads.clear();
      long actual = evaluator.call(AddressTranslation.TRANSLATE, address, kind, 4 | privilege);
      String what = "%x as %d in %d of %s".formatted(address, kind, privilege, tables);
      assertThat(actual).as(what).isEqualTo(outcome);
      assertThat(memory.units).as(what).isEqualTo(model.memory);
      assertThat(state.get(Rv64State.WALK_STAGE)).as(what).isZero();
      if (outcome == TRANSLATED) {
        assertThat(state.get(Rv64State.WALK_ADDRESS)).as(what).isEqualTo(physical);
        assertThat(state.get(Rv64State.WALK_SHIFT)).as(what).isEqualTo(model.shift);
        assertThat(memory.reads).as(what).hasSize(model.virtualReads + model.guestReads);
      } else if (outcome >= 20) {
        assertThat(state.get(Rv64State.WALK_GUEST_PHYSICAL)).as(what).isEqualTo(guestPhysical);
        assertThat(state.get(Rv64State.WALK_INSTRUCTION)).as(what).isEqualTo(instruction);
      }
      seen.merge(
          instruction == 0 ? "" + outcome : outcome + " %x".formatted(instruction),
          1,
          Integer::sum);
    }
  }
}
