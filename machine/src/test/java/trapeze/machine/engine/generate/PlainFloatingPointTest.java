package trapeze.machine.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;

/** What is left of floating-point definitions where the state is Dirty and rounding to nearest. */
class PlainFloatingPointTest {
  private static final Decoder DECODER = new Decoder(Rv64.SET);

  @Test
  void dynamicRoundingIsToNearest() {
    List<Statement> left = plain(0x02c5_f553);
    assertThat(left).hasSize(2);
    assertThat(left.getFirst())
        .isInstanceOfSatisfying(
            Statement.FloatingPoint.class,
            operation ->
                assertThat(operation.roundingMode()).isEqualTo(new Expression.Constant(0, 3)));
    assertThat(left.getLast()).isInstanceOf(Statement.SetF.class);
  }

  @Test
  void aStaticRoundingModeStays() {
    assertThat(plain(0x02c5_9553).getFirst())
        .isInstanceOfSatisfying(
            Statement.FloatingPoint.class,
            operation ->
                assertThat(operation.roundingMode()).isEqualTo(new Expression.Constant(1, 3)));
  }

  @Test
  void aReservedRoundingModeRaises() {
    assertThat(plain(0x02c5_d553)).anyMatch(Statement.Raise.class::isInstance);
  }

  @Test
  void injectionOfItsOwnSignIsAMove() {
    assertThat(plain(0x22a5_0553))
        .containsExactly(new Statement.SetF(Operand.RD, new Expression.ReadF(Operand.RS1)));
    assertThat(plain(0x22b5_0553)).isNotEqualTo(plain(0x22a5_0553));
  }

  @Test
  void nothingIsAssignedOrAskedAboutTheState() {
    List<Statement> all =
        floating().flatMap(each -> PlainFloatingPoint.body(each, 0).stream()).toList();
    assertThat(all).isNotEmpty();
    assertThat(Traversal.statements(all)).noneMatch(Statement.Set.class::isInstance);
    assertThat(Traversal.expressions(all)).noneMatch(Expression.Get.class::isInstance);
  }

  @Test
  void otherInstructionsStayAsTheyAre() {
    Instruction add = Rv64.SET.instruction("add");
    assertThat(PlainFloatingPoint.body(add, 0)).isSameAs(add.body());
  }

  private static Stream<Instruction> floating() {
    return Rv64.SET.instructions().stream()
        .filter(
            each ->
                Traversal.expressions(each.body()).anyMatch(Rv64State.FS.get()::equals)
                    && Traversal.statements(each.body())
                        .anyMatch(
                            statement ->
                                statement instanceof Statement.FloatingPoint
                                    || statement instanceof Statement.SetF));
  }

  private static List<Statement> plain(int bits) {
    long packed = DECODER.decode(bits);
    Instruction instruction = Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1);
    return PlainFloatingPoint.body(instruction, packed);
  }
}
