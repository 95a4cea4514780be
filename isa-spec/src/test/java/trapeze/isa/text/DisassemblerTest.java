package trapeze.isa.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.Syntax;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;

/** Instructions print as the GNU tools print them without aliases. */
class DisassemblerTest {
  private static final Disassembler DISASSEMBLER = new Disassembler(Rv64.SET);
  private static final long HERE = 0x8000_0000L;

  /** Conversions that are exact have a rounding mode that assembly does not show. */
  private static final Pattern EXACT = Pattern.compile("fcvt\\.(d\\.|s\\.h)");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ff010113 | addi sp,sp,-16
          02051513 | slli a0,a0,0x20
          80000537 | lui a0,0x80000
          fffff297 | auipc t0,0xfffff
          0080006f | jal zero,0x80000008
          fe000ee3 | beq zero,zero,0x7ffffffc
          ff8300e7 | jalr ra,-8(t1)
          00053503 | ld a0,0(a0)
          fea13c23 | sd a0,-8(sp)
          02a5d5b3 | divu a1,a1,a0
          0ff0000f | fence iorw,iorw
          8330000f | fence.tso
          0000100f | fence.i
          1605252f | lr.w.aqrl a0,(a0)
          04b5252f | amoadd.w.aq a0,a1,(a0)
          1ab6352f | sc.d.rl a0,a1,(a2)
          00008067 | jalr zero,0(ra)
          30529073 | csrrw zero,mtvec,t0
          300467f3 | csrrsi a5,mstatus,8
          7c029073 | csrrw zero,0x7c0,t0
          10500073 | wfi
          00d00073 | wrs.nto
          c1d5c573 | mop.r a0,a1,17
          86c5c573 | mop.rr a0,a1,a2,1
          0ec5d533 | czero.eqz a0,a1,a2
          30200073 | mret
          12b50073 | sfence.vma a0,a1
          00b57553 | fadd.s fa0,fa0,fa1
          02b50553 | fadd.d fa0,fa0,fa1,rne
          c2051553 | fcvt.w.d a0,fa0,rtz
          d2050553 | fcvt.d.w fa0,a0
          68b5754b | fnmsub.s fa0,fa0,fa1,fa3
          00852507 | flw fa0,8(a0)
          00a53427 | fsd fa0,8(a0)
          00851507 | flh fa0,8(a0)
          00a51427 | fsh fa0,8(a0)
          04b57553 | fadd.h fa0,fa0,fa1
          40257553 | fcvt.s.h fa0,fa0
          44057553 | fcvt.h.s fa0,fa0
          f4050553 | fmv.h.x fa0,a0
          f0180553 | fli.s fa0,1.0
          f21f8553 | fli.d fa0,nan
          404512d3 | fround.s ft5,fa0,rtz
          c2851553 | fcvtmod.w.d a0,fa0,rtz
          20b52533 | sh1add a0,a0,a1
          6b855513 | rev8 a0,a0
          0045200f | cbo.zero (a0)
          ffffffff | .4byte 0xffffffff
          """)
  void words(String bits, String expected) {
    assertPrints(bits, expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1141 | c.addi sp,-16
          0001 | c.nop
          0808 | c.addi4spn a0,sp,16
          7139 | c.addi16sp sp,-64
          757d | c.lui a0,0xfffff
          4501 | c.li a0,0
          8082 | c.jr ra
          9502 | c.jalr a0
          852e | c.mv a0,a1
          9002 | c.ebreak
          8d0d | c.sub a0,a1
          a001 | c.j 0x80000000
          d17d | c.beqz a0,0x7fffffe6
          6522 | c.ldsp a0,8(sp)
          e42a | c.sdsp a0,8(sp)
          2508 | c.fld fa0,8(a0)
          a42a | c.fsdsp fa0,8(sp)
          050e | c.slli a0,0x3
          8008 | c.lbu a0,0(s0)
          8028 | c.lbu a0,2(s0)
          8448 | c.lh a0,0(s0)
          9d75 | c.not a0
          9d69 | c.zext.h a0
          9d4d | c.mul a0,a1
          6081 | c.mop.1
          6781 | c.mop.15
          0000 | .2byte 0x0
          """)
  void halfwords(String bits, String expected) {
    assertPrints(bits, expected);
  }

  @Test
  void syntaxShowsTheOperandsOfItsEncoding() {
    for (Instruction instruction : Rv64.SET.instructions()) {
      Set<Operand> expected = EnumSet.copyOf(instruction.encoding().operands());
      expected.removeAll(Set.of(Operand.AQ, Operand.RL));
      if (instruction.name().startsWith("fence")) {
        // Fields that are ignored, or told by the mnemonic.
        expected.removeAll(Set.of(Operand.RD, Operand.RS1, Operand.IMM, Operand.FM));
      }
      Set<Operand> shown = shown(instruction.syntax());
      if (!shown.contains(Operand.RM) && EXACT.matcher(instruction.name()).lookingAt()) {
        expected.remove(Operand.RM);
      }
      assertThat(shown).as(instruction.name()).isEqualTo(expected);
    }
    for (CompressedForm form : Rv64.SET.compressed()) {
      Set<Operand> expected = EnumSet.copyOf(form.encoding().operands());
      if (form.name().equals("c.nop")) {
        expected.clear();
      }
      assertThat(shown(form.syntax())).as(form.name()).isEqualTo(expected);
    }
  }

  private static Set<Operand> shown(String syntax) {
    Set<Operand> shown = EnumSet.noneOf(Operand.class);
    Syntax.of(syntax).operands().stream()
        .flatMap(List::stream)
        .forEach(
            part -> {
              if (part instanceof Syntax.Place(Syntax.Token token)) {
                shown.add(token.operand());
              }
            });
    return shown;
  }

  private static void assertPrints(String bits, String expected) {
    assertThat(DISASSEMBLER.disassemble(HERE, Integer.parseUnsignedInt(bits, 16)))
        .isEqualTo(expected.replace(' ', '\t'));
  }
}
