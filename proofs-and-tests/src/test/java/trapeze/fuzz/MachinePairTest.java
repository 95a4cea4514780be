package trapeze.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.laws.Chunk;
import trapeze.laws.Code;
import trapeze.laws.Program;
import trapeze.laws.Shrinking;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;

/** What counts as a difference, and what the manual leaves. */
class MachinePairTest {
  private static final CoveragePoints POINTS = new CoveragePoints(Rv64.SET);

  private final Coverage coverage = new Coverage(POINTS);

  private static Program program(Code code) {
    return new Program(
        List.of(new Chunk("test", code.words())),
        Collections.nCopies(3, Shrinking.PLAIN),
        Map.of(),
        List.of(0L));
  }

  /** Executes an instruction, overwrites it, does something, and executes it again. */
  private static Program overwriting(String between) {
    int other = Code.bits("addi", Operand.RD, 12, Operand.RS1, 12, Operand.IMM, 100);
    Code code = new Code().load(29, 2).load(6, other);
    code.put("auipc", Operand.RD, 5, Operand.IMM, 0).immediate("addi", 12, 12, 1);
    code.store("sw", 6, 5, 4).put(between).immediate("addi", 29, 29, -1);
    return program(code.put("bne", Operand.RS1, 29, Operand.RS2, 0, Operand.IMM, -16));
  }

  private static Pair reference() {
    return Pairings.all().getFirst().maker().make();
  }

  private static Pair against(HartFactory harts) {
    return new MachinePair(Machine.REFERENCE, List.of(Machine.bare("other", harts)));
  }

  @Test
  @DisplayName("code that is changed and not fenced: both are right, and it is said why")
  void permitted() {
    assertThat(reference().run(overwriting("fence"), coverage))
        .isEqualTo(new Verdict.Permitted("an instruction that was overwritten and not fenced"));
    assertThat(reference().run(overwriting("fence.i"), coverage)).isEqualTo(new Verdict.Same());
  }

  @Test
  @DisplayName("a difference is named by the instruction and by what differs behind it")
  void differs() {
    Pair pair = EngineFault.SLTU_SIGNED.pairing(Pairings.EVERYTHING).maker().make();
    Code code = new Code().load(5, -1).register("sltu", 12, 0, 5);
    assertThat(pair.run(program(code), coverage))
        .isInstanceOfSatisfying(
            Verdict.Differs.class,
            differs -> {
              assertThat(differs.kind()).isEqualTo("faulty interpreter: sltu -> x");
              assertThat(differs.text()).contains("x12: 0000000000000000, 0000000000000001");
            });
  }

  @Test
  @DisplayName("a machine that breaks down is a difference")
  void breaksDown() {
    Pair pair =
        against(
            (state, bus, clock) ->
                new Hart(state, bus, clock) {
                  @Override
                  public void fenceI() {
                    throw new IllegalStateException("no fences today");
                  }
                });
    assertThat(pair.run(program(new Code().put("fence.i")), coverage))
        .isInstanceOfSatisfying(
            Verdict.Differs.class,
            differs ->
                assertThat(differs.kind()).startsWith("other: breaks down, IllegalStateException"));
  }

  @Test
  @DisplayName("coverage has what the watched machine did, by names that can be read again")
  void coverage() {
    Code code = new Code().load(6, 0x8).csr("csrrs", 0, 0x300, 6).put("ebreak");
    assertThat(reference().run(program(code), coverage)).isEqualTo(new Verdict.Same());
    List<String> names = coverage.seen().stream().mapToObj(POINTS::name).toList();
    assertThat(names)
        .contains(
            "csrrs M retires",
            "csr mstatus M",
            "field mstatus.MIE 1",
            "trap 3 M M 0",
            "ebreak M raises:3");
    for (int point = POINTS.first(); point < POINTS.end(); point += 97) {
      assertThat(POINTS.name(point)).isNotBlank();
    }
  }
}
