package trapeze.isa.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Encoding;
import trapeze.isa.rv64.Rv64;

/** Definitions print as people write them. */
class NotationTest {

  @Test
  void aBranchIsAnIndentedStep() {
    assertThat(meaning("beq"))
        .isEqualTo(
            """
            if x[rs1] = x[rs2]:
              pc ← pc + imm
            """);
  }

  @Test
  void whatBindsLooserStandsInParentheses() {
    assertThat(meaning("jalr"))
        .isEqualTo(
            """
            target ← (x[rs1] + imm) & -2
            x[rd] ← pc + length
            pc ← target
            """);
  }

  @Test
  void fieldsHaveTheirNamesAndRequirementsReadAsExceptions() {
    assertThat(meaning("fsd"))
        .isEqualTo(
            """
            if (mstatus.FS = 0) or (virtual and (vsstatus.FS = 0)):
              raise illegal instruction with instruction
            store64(x[rs1] + imm) ← f[rs2]
            """);
  }

  @Test
  void anEncodingIsDrawnAsInTheManual() {
    assertThat(EncodingDiagram.draw(Encoding.of("imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011")))
        .isEqualTo(
            """
            31:25         24:20  19:15  14:12  11:7         6:0
            imm[12|10:5]  rs2    rs1    000    imm[4:1|11]  1100011
            """);
    assertThat(EncodingDiagram.draw(Encoding.of("011 imm[17] rd!=2 imm[16:12]!=0 01")))
        .isEqualTo(
            """
            15:13  12       11:7  6:2           1:0
            011    imm[17]  rd≠2  imm[16:12]≠0  01
            """);
  }

  private static String meaning(String mnemonic) {
    return Notation.print(Rv64.SET.instruction(mnemonic).body());
  }
}
