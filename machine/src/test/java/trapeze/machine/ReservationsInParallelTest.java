package trapeze.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;

import java.lang.foreign.Arena;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.memory.PhysicalMemory;

/**
 * What ends a reservation where harts run at the same time: any store of another hart or a device
 * to what is reserved, be it the value that was there (unpriv:ext:zalrsc).
 */
class ReservationsInParallelTest {
  private static final long BASE = SmallMachine.BASE;
  private static final long RESERVED = BASE + 0x1000;
  private static final long OLD = 0;
  private static final int SUCCESS = 0;
  private static final int FAILURE = 1;

  private final PhysicalMemory memory =
      PhysicalMemory.allocate(Arena.ofAuto(), BASE, SmallMachine.SIZE);
  private final Bus bus = Bus.with(memory).build();
  private final Hart hart = hart();
  private final Hart other = hart();

  private Hart hart() {
    HartState state = SmallMachine.state();
    state.pc = BASE;
    Hart made = new Hart(state, bus, () -> 0);
    made.runsInParallel(true);
    new Assembler(memory, BASE).put("addi", RD, 0, RS1, 0, IMM, 0);
    made.run(1); // from now on its mode is known to its translations
    return made;
  }

  /** Each leaves the reserved bytes as they were: a comparison of values sees nothing. */
  static Stream<Arguments> storesOfTheSameValue() {
    return Stream.of(
        store("of 8 bytes", other -> other.store(RESERVED, 8, OLD)),
        store("of 4 bytes", other -> other.store(RESERVED, 4, OLD)),
        store("of 2 bytes", other -> other.store(RESERVED, 2, OLD)),
        store("of 1 byte", other -> other.store(RESERVED + 7, 1, 0)),
        store("misaligned", other -> other.store(RESERVED + 5, 2, 0)),
        store("into it from the page before", other -> other.store(RESERVED - 2, 4, 0)),
        store(
            "away and back",
            other -> {
              other.store(RESERVED, 8, OLD + 1);
              other.store(RESERVED, 8, OLD);
            }),
        store("by AMO", other -> other.atomic(AtomicOperator.OR, RESERVED, 8, 0)),
        store(
            "by LR and SC",
            other -> {
              other.loadReserved(RESERVED, 8);
              assertThat(other.storeConditional(RESERVED, 8, OLD)).isEqualTo(SUCCESS);
            }),
        store("of a page walk", other -> other.writePhysical(RESERVED, OLD)),
        store("by a device, 8 bytes", other -> other.bus().memory().putLong(RESERVED, OLD)),
        store("by a device, 1 byte", other -> other.bus().memory().putByte(RESERVED + 6, (byte) 0)),
        store(
            "by a device, a block", other -> other.bus().memory().write(BASE + 8, new byte[8192])),
        store("by a device, a fill", other -> other.bus().memory().fill(BASE + 8, 8192, (byte) 0)),
        store(
            "through another view",
            other -> other.bus().memory().window(0, BASE, 8192).putLong(0x1000, OLD)));
  }

  private static Arguments store(String name, Consumer<Hart> store) {
    return Arguments.of(name, store);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("storesOfTheSameValue")
  void aStoreOfTheSameValueByAnotherBreaksIt(String name, Consumer<Hart> store) {
    hart.loadReserved(RESERVED, 8);
    store.accept(other);
    assertThat(hart.storeConditional(RESERVED, 8, 9)).isEqualTo(FAILURE);
    assertThat(memory.getLong(RESERVED)).isNotEqualTo(9);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("storesOfTheSameValue")
  void alsoWhereTheTranslationIsCached(String name, Consumer<Hart> store) {
    for (Hart warmed : new Hart[] {hart, other}) {
      warmed.store(RESERVED, 8, warmed.load(RESERVED, 8));
      warmed.store(RESERVED - 8, 8, 0);
    }
    aStoreOfTheSameValueByAnotherBreaksIt(name, store);
  }

  @Test
  void withoutAStoreItHolds() {
    hart.loadReserved(RESERVED, 8);
    other.load(RESERVED, 8);
    other.loadReserved(RESERVED, 8);
    other.store(RESERVED + 64, 8, 1);
    other.store(RESERVED - 8, 8, 1);
    assertThat(hart.storeConditional(RESERVED, 8, 9)).isEqualTo(SUCCESS);
    assertThat(memory.getLong(RESERVED)).isEqualTo(9);
  }

  @Test
  void onlyOneOfTwoSucceeds() {
    hart.loadReserved(RESERVED, 4);
    other.loadReserved(RESERVED, 4);
    assertThat(other.storeConditional(RESERVED, 4, 0)).isEqualTo(SUCCESS);
    assertThat(hart.storeConditional(RESERVED, 4, 0)).isEqualTo(FAILURE);
  }

  @Test
  void aStoreConditionalEndsItWhateverItsAddressAndWidth() {
    hart.loadReserved(RESERVED, 8);
    assertThat(hart.storeConditional(RESERVED + 8, 8, 9)).isEqualTo(FAILURE);
    assertThat(hart.storeConditional(RESERVED, 8, 9)).isEqualTo(FAILURE);
    hart.loadReserved(RESERVED, 8);
    assertThat(hart.storeConditional(RESERVED, 4, 9)).isEqualTo(FAILURE);
    hart.loadReserved(RESERVED, 4);
    hart.loadReserved(RESERVED + 8, 4);
    assertThat(hart.storeConditional(RESERVED, 4, 9)).isEqualTo(FAILURE);
    assertThat(memory.getLong(RESERVED)).isZero();
  }

  @Test
  void itIsMovedWithTheProgramThatMadeIt() {
    hart.loadReserved(RESERVED, 8);
    other.reservation(hart.reservation());
    assertThat(other.storeConditional(RESERVED, 8, 9)).isEqualTo(SUCCESS);
    hart.loadReserved(RESERVED, 8);
    other.store(RESERVED, 8, 9);
    other.reservation(hart.reservation());
    assertThat(other.storeConditional(RESERVED, 8, 9)).isEqualTo(FAILURE);
  }
}
