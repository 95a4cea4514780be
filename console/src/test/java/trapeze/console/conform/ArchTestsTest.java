package trapeze.console.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import trapeze.console.UserError;
import trapeze.machine.board.Implementation;
import trapeze.machine.engine.translate.Translation;

class ArchTestsTest {
  /** Stores 0x123 in the signature, at 0x1008 from the base, and 1 in tohost, at 0x1000. */
  private static final int[] CODE = {
    0x00001297, // auipc t0, 1
    0x12300313, // li t1, 0x123
    0x0062a423, // sw t1, 8(t0)
    0x00100313, // li t1, 1
    0x0062b023, // sd t1, 0(t0)
    0x0000006f, // j .
  };

  @TempDir private Path tree;

  @ParameterizedTest
  @EnumSource(Target.class)
  void aSignatureIsComparedWithItsReference(Target target) throws IOException {
    Path elf = program();
    ArchTest test = new ArchTests().programs(tree).getFirst();
    assertThat(test.name()).isEqualTo("I/store");
    assertThat(test.family()).isEqualTo("I");
    SignatureSink sink = new SignatureSink(null, tree.resolve("out"), 8);
    Bench bench = new Bench(target, Implementation.FULL, Translation.ofProperty(), null, sink);
    assertThat(test.run(bench))
        .isEqualTo(new Verdict.Skipped("no reference signature: run, not judged"));
    assertThat(tree.resolve("out").resolve(target.word()).resolve("I/store.signature"))
        .hasContent("0000000000000123\n0000000000000000\n");

    Path reference = elf.resolveSibling("store.reference");
    Files.writeString(reference, "00000123\n00000000\n00000000\n00000000\n");
    assertThat(test.run(bench)).isEqualTo(new Verdict.Passed());
    Files.writeString(reference, "00000123\n00000001\n00000000\n00000000\n");
    assertThat(test.run(bench))
        .isEqualTo(new Verdict.Failed("line 2 of the signature is 00000000, not 00000001"));
    Files.writeString(reference, "00000123\n");
    assertThat(test.run(bench)).isEqualTo(new Verdict.Failed("the signature has 4 lines, not 1"));
  }

  @Test
  void aTestIsSkippedIfTheMachineIsNotWhatItNeeds() throws IOException {
    Path elf = program();
    ArchTest test = new ArchTests().programs(tree).getFirst();
    Path notes = elf.resolveSibling("store.test");
    Files.writeString(notes, "needs .*RV64.*I.*M.*\nneeds .*I.*Xqqq.*\n");
    assertThat(test.reasonToSkip(Implementation.FULL)).isEqualTo("the machine is not I Xqqq");
    Files.writeString(notes, "needs .*I.*C.*Zicsr.*Zca.*Zbb.*Svadu.*\nproblem no compiler\n");
    assertThat(test.reasonToSkip(Implementation.FULL)).isEqualTo("no compiler");
    Files.writeString(notes, "needs .*I.*\n");
    assertThat(test.reasonToSkip(Implementation.FULL)).isNull();
    Files.delete(elf);
    assertThat(test.reasonToSkip(Implementation.FULL)).contains("build the suite again");
    Files.writeString(notes, "needs (\n");
    assertThatThrownBy(() -> test.reasonToSkip(Implementation.FULL))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("'(' is no pattern");
  }

  @Test
  void aTreeWithoutReferencesIsSaidToJudgeNothing() throws IOException {
    program();
    ArchTests suite = new ArchTests();
    assertThat(suite.warning(suite.programs(tree))).contains("no reference signatures");
    Files.writeString(tree.resolve("I/store.reference"), "0\n");
    assertThat(suite.warning(suite.programs(tree))).isNull();
  }

  private Path program() throws IOException {
    Path elf = Files.createDirectories(tree.resolve("I")).resolve("store.elf");
    Files.write(
        elf,
        new ProgramImage(CODE)
            .symbol("tohost", ProgramImage.BASE + 0x1000)
            .symbol("begin_signature", ProgramImage.BASE + 0x1008)
            .symbol("end_signature", ProgramImage.BASE + 0x1018)
            .bytes());
    return elf;
  }
}
