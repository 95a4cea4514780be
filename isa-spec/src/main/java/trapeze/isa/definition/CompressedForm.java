package trapeze.isa.definition;

import java.util.Map;
import trapeze.isa.ir.Operand;

/**
 * A 16-bit form of an instruction: its meaning is the other's, with some operands fixed or shared
 * (unpriv:c).
 *
 * @param name the mnemonic, e.g. {@code c.addi}
 * @param encoding its 16 bits
 * @param extension C, or Zcb and so on; and F or D where it needs them
 * @param section where the manual defines it
 * @param syntax its operands in assembly
 * @param base the instruction it stands for
 * @param fixed operands of the base that are constants, e.g. {@code rs1} = 2 in {@code c.lwsp}
 * @param shared operands of the base that are taken from another operand, e.g. {@code rs1} from
 *     {@code rd} in {@code c.addi}
 */
public record CompressedForm(
    String name,
    Encoding encoding,
    String extension,
    String section,
    String syntax,
    Instruction base,
    Map<Operand, Long> fixed,
    Map<Operand, Operand> shared) {
  public CompressedForm {
    fixed = Map.copyOf(fixed);
    shared = Map.copyOf(shared);
  }
}
