package trapeze.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.HypervisorLevel;
import trapeze.isa.rv64.Rv64;
import trapeze.laws.Chunk;
import trapeze.laws.Draw;
import trapeze.laws.Guest;
import trapeze.laws.Kind;
import trapeze.laws.Layout;
import trapeze.laws.Mix;
import trapeze.laws.Program;
import trapeze.laws.Programs;
import trapeze.laws.Runs;

/** A knob changes what is drawn. */
class MixTest {
  private static final Decoder DECODER = new Decoder(Rv64.SET);

  private static Stream<Program> draw(Mix mix, int many) {
    SplittableRandom random = new SplittableRandom(1974);
    Draw<Program> programs = Programs.programs(mix);
    return IntStream.range(0, many).mapToObj(_ -> programs.from(random));
  }

  private static Stream<Chunk> chunks(Mix mix, int many) {
    return draw(mix, many).flatMap(program -> program.chunks().stream());
  }

  private static Stream<Long> instructions(Stream<Chunk> chunks) {
    return chunks.flatMap(chunk -> chunk.words().stream()).map(DECODER::decode).filter(p -> p != 0);
  }

  private static Instruction instruction(long packed) {
    return Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1);
  }

  private static Mix only(Kind kind) {
    Mix mix = Mix.USUAL;
    for (Kind each : Kind.values()) {
      mix = mix.with(each, each == kind ? 1 : 0);
    }
    return mix;
  }

  @Test
  @DisplayName("every extension is a knob, and every control register that a machine without H has")
  void definitions() {
    List<String> knobs = Mix.all().stream().map(Mix.Knob::name).toList();
    assertThat(knobs)
        .containsAll(Rv64.SET.instructions().stream().map(e -> e.extension()).toList());
    assertThat(knobs)
        .containsAll(
            HypervisorLevel.othersOf(Rv64.SET).stream().map(e -> "csr." + e.name()).toList());
  }

  @Test
  @DisplayName("every instruction of the definitions is drawn")
  void everyInstruction() {
    Set<String> drawn = new HashSet<>();
    instructions(chunks(only(Kind.ANY), 1500)).forEach(packed -> drawn.add(name(packed)));
    assertThat(drawn).containsAll(Rv64.SET.instructions().stream().map(e -> e.name()).toList());
  }

  private static String name(long packed) {
    return instruction(packed).name();
  }

  @Test
  @DisplayName("an extension that is turned to 0 is not drawn, one that is turned up is drawn more")
  void extensions() {
    Mix mix = only(Kind.RECKON).with("M", 0).with("Zbb", 50);
    List<String> drawn =
        instructions(chunks(mix, 60)).map(packed -> instruction(packed).extension()).toList();
    assertThat(drawn).doesNotContain("M").contains("Zba");
    long many = drawn.stream().filter("Zbb"::equals).count();
    assertThat(many).isGreaterThan(drawn.size() / 2);
  }

  @Test
  @DisplayName("kinds, modes and address spaces that are turned to 0 are not entered")
  void modes() {
    Mix mix = only(Kind.ENTER).with("mode.u", 0).with("sv48", 0).with("bare", 0);
    assertThat(chunks(mix, 50).map(Chunk::name).distinct())
        .containsExactlyInAnyOrder("space 0 in mode 1", "space 2 in mode 1");
    Mix calls = only(Kind.CALL).with("mode.m", 0).with("mode.s", 0);
    assertThat(chunks(calls, 20).map(Chunk::name).distinct()).containsExactly("call for mode 0");
  }

  @Test
  @DisplayName("a control register that is turned to 0 is not accessed")
  void controlRegisters() {
    Mix mix = only(Kind.CSR).with("csr.mstatus", 0).with("csr.mscratch", 0);
    assertThat(
            instructions(chunks(mix, 100))
                .filter(packed -> name(packed).startsWith("csrr"))
                .map(packed -> PackedInstruction.operand(packed, Operand.CSR)))
        .doesNotContain(0x300L)
        .contains(0x341L);
  }

  /** Physical accesses of programs, but those of fetches and walks. */
  private record Access(long address, int bytes) {
    boolean isAligned() {
      return (address & bytes - 1) == 0;
    }

    boolean isDevice() {
      return address > 0 && address < Layout.BASE;
    }
  }

  private static Set<Access> accesses(Mix mix) {
    Set<Access> seen = new HashSet<>();
    draw(mix, 25)
        .forEach(
            program -> {
              try (Runs runs = new Runs()) {
                Guest guest = runs.bareUnfinished(program);
                guest
                    .hart()
                    .observe(
                        (address, bytes, kind, walk) -> {
                          if (kind != AccessKind.EXECUTE && !walk) {
                            seen.add(new Access(address, bytes));
                          }
                        });
                guest.runUntil(Runs.STEPS, Runs.STEPS);
              }
            });
    seen.removeIf(each -> each.address == Layout.FINISHER);
    return seen;
  }

  @Test
  @DisplayName("accesses to devices, or none; misaligned ones, or none")
  void addresses() {
    Mix data = only(Kind.ACCESS).with("device", 0).with("nowhere", 0);
    assertThat(accesses(data)).noneMatch(Access::isDevice).anyMatch(each -> !each.isAligned());
    Mix aligned = data.with("misaligned", 0).with("page-end", 0);
    assertThat(accesses(aligned)).hasSizeGreaterThan(50).allMatch(Access::isAligned);
    Mix devices = only(Kind.ACCESS).with("data", 0).with("nowhere", 0);
    assertThat(accesses(devices))
        .anyMatch(each -> each.address == Layout.CLINT)
        .anyMatch(each -> each.address == Layout.UART);
  }

  @Test
  @DisplayName("length bounds a program; no delegation, none at the start")
  void lengthAndStart() {
    Mix mix = only(Kind.RECKON).with("length", 3).with("delegation", 0);
    assertThat(draw(mix, 100))
        .allSatisfy(
            program -> {
              assertThat(program.chunks()).hasSizeBetween(1, 3);
              assertThat(program.start()).containsEntry(0x302, 0L).containsEntry(0x303, 0L);
            });
  }

  @Test
  @DisplayName("the same chance draws the same programs")
  void repeatable() {
    assertThat(draw(Pairings.EVERYTHING, 20)).isEqualTo(draw(Pairings.EVERYTHING, 20).toList());
  }
}
