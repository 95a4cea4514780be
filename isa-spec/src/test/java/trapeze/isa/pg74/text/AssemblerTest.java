package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.ThirdGeneration;

class AssemblerTest {
  private static final ThirdGeneration MACHINE = ThirdGeneration.paper(Format.USUAL);

  private static Program assemble(String... lines) throws AssemblyException {
    return Assembler.assemble("p.asm", String.join("\n", lines), MACHINE);
  }

  private static Program assemble(Map<String, String> files) throws AssemblyException {
    return Assembler.assemble(
        Path.of("a/main.asm"),
        MACHINE,
        path -> {
          String text = files.get(path.toString());
          if (text == null) {
            throw new IOException("none");
          }
          return text;
        });
  }

  @Test
  void aProgramRuns() throws AssemblyException {
    Program program =
        assemble(
            "        .memory 64          ; words",
            "        .psw supervisor, start, 0, memory",
            "        .word 0",
            "text:   .string \"2; 3\\n\"",
            "start:  loadi pointer",
            "        jz @end             ; a local label",
            "        sio 0",
            "        load pointer",
            "        add =1",
            "        store pointer",
            "        jump start",
            "@end:   halt",
            "pointer: .word text");
    BareMachine machine = new BareMachine(program).run(1000);

    assertThat(machine.isHalted()).isTrue();
    assertThat(machine.console()).isEqualTo("2; 3\n");
    assertThat(program.symbols()).containsEntry("text", 2L).containsEntry("start@end", 15L);
    assertThat(program.memoryWords()).isEqualTo(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "1 + 2 * 3 ; 7",
        "(1 + 2) * 3 ; 9",
        "-1 ; -1",
        "0xff & ~0xf ; 240",
        "1 << 4 | 1 ; 17",
        "'a' + 1 ; 98",
        "'\\n' ; 10",
        "0b101 % 3 ; 2",
        "opcode.halt ; 21",
        "bounds(3, 4) ; 393220",
        "psw(user, 1, 0, 0) >> at.p ; 65537",
        ". ; 0",
      })
  void expressionsHaveValues(String expression, long value) throws AssemblyException {
    assertThat(assemble(".word " + expression).words()).containsExactly(value);
  }

  @Test
  void literalsAreSharedAndPlaced() throws AssemblyException {
    Program program =
        assemble("load =7", "add =7", "jump on", ".literals", "on: and =far", "far = 9", "sub =7");
    assertThat(program.words())
        .containsExactly(
            MACHINE.encode("load", 3),
            MACHINE.encode("add", 3),
            MACHINE.encode("jump", 4),
            7,
            MACHINE.encode("and", 6),
            MACHINE.encode("sub", 3),
            9);
  }

  @Test
  void filesIncludeFilesAndProgramsContainPrograms() throws AssemblyException {
    Program program =
        assemble(
            Map.of(
                "a/main.asm", ".include \"sub/x.asm\"\nlit x\n.program \"guest.asm\"\nend: .word 5",
                "a/sub/x.asm", "x: .word 1",
                "a/guest.asm", ".memory 4\nx: .word 2, x"));
    assertThat(program.words()).containsExactly(1, MACHINE.encode("lit", 0), 2, 0, 0, 0, 5);
    assertThat(program.symbols()).containsEntry("end", 6L);
    assertThatThrownBy(() -> assemble(Map.of("a/main.asm", ".program \"main.asm\"")))
        .hasMessageContaining("contain each other");
    assertThatThrownBy(() -> assemble(Map.of("a/main.asm", ".include \"main.asm\"")))
        .hasMessageContaining("include each other");
    assertThatThrownBy(() -> assemble(Map.of("a/main.asm", "\n.include \"none.asm\"")))
        .hasMessage("a/main.asm:2: cannot read a/none.asm; is the name right?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lit | lit needs an operand",
        "halt 3 | halt takes no operand",
        "mul 3 | the machine pg74 has no instruction mul",
        "jrst1 3 | the machine pg74 has no instruction jrst1",
        "lit 70000 | an operand of 70000 does not fit 16 bits; a word in memory can hold it: load"
            + " =70000",
        "lit -1 | an operand of -1 does not fit 16 bits; a word in memory can hold it: load =-1",
        "lit x | no label or constant 'x'; define it, or look for a misspelling",
        "lit 1 2 | '2' is left over",
        "lit 0y | '0y' is no number; write 12, 0x1f or 0b101",
        "lit 4 / 0 | a division by zero",
        "lit (4 | a ')' is missing in '(4'",
        "lit 4 + | an expression ends too early; a number, a label or a '(' must follow",
        ".string x | a text in double quotes must stand here, not x",
        ".psw user, 0, 0, 1 << 20 | a bound of 1048576 does not fit 17 bits",
        ".wort 3 | no directive is called .wort; there are .word .psw .space .org .string .memory"
            + " .literals .include .program",
        "a: a: lit 3 | a is defined twice",
        "user: lit 3 | user has a meaning already; choose another name",
        ".space 70000 | 70000 words do not fit the machine's 65536",
        "lit 'ab' | one character between quotes, not 2",
      })
  void whatIsWrongIsSaidWithItsPlace(String line, String message) {
    assertThatThrownBy(() -> assemble("lit 1", line))
        .isInstanceOf(AssemblyException.class)
        .hasMessage("p.asm:2: " + message);
  }

  /** Pieces of programs in any order: an error is one line with its place, and nothing else. */
  @Test
  void nonsenseIsAnErrorOfItsAuthor() {
    String[] pieces = {
      "lit",
      "load",
      "=",
      "halt",
      ".word",
      ".psw",
      ".space",
      ".org",
      ".string",
      ".memory",
      ".literals",
      ".include",
      ".program",
      "\"",
      "\"x\"",
      "'",
      "'a'",
      "\\",
      ";",
      ":",
      "@",
      "x",
      "x:",
      "@y:",
      "psw(",
      "bounds(",
      "(",
      ")",
      ",",
      "+",
      "-",
      "~",
      "*",
      "/",
      "%",
      "<<",
      ">>",
      "0",
      "0x",
      "70000",
      "-1",
      "99999999999999999999",
      ".",
      "\n",
      " ",
      "memory",
      "user",
      "\0",
    };
    Random random = new Random(3);
    int errors = 0;
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
      }
      try {
        Assembler.assemble("p.asm", text.toString(), MACHINE);
      } catch (AssemblyException error) {
        errors++;
        assertThat(error).hasMessageMatching("p\\.asm:\\d+: .*");
      }
    }
    assertThat(errors).isGreaterThan(1000);
    String deep = "lit " + "(".repeat(100_000);
    assertThatThrownBy(() -> assemble(deep)).hasMessageContaining("nested too deeply");
  }

  @Test
  void everyVariantHasItsOwnInstructions() throws AssemblyException {
    ThirdGeneration pdp10 = Machines.named("pdp10").orElseThrow().machine();
    Program program = Assembler.assemble("p.asm", "lit 0\njrst1 0", pdp10);
    assertThat(new Disassembler(program).print(program.words()[1])).isEqualTo("jrst1 0");
    assertThat(Assembler.assemble("t.asm", "lit 3", MACHINE.in(Format.TINY)).words())
        .containsExactly(7);
    assertThatThrownBy(() -> Assembler.assemble("t.asm", "lit 4", MACHINE.in(Format.TINY)))
        .hasMessageContaining("does not fit 2 bits");
  }

  @Test
  void disassemblyShowsLabels() throws AssemblyException {
    Program program = assemble("start: jump next", "next: halt", ".word -1");
    assertThat(new Disassembler(program).print(program).lines())
        .containsExactly(
            "start:",
            "     0  00000000000a0001  jump 1  ; next",
            "next:",
            "     1  0000000000150000  halt",
            "     2  ffffffffffffffff  0xffffffffffffffff");
  }
}
