package trapeze.isa.definition;

import java.util.EnumMap;
import java.util.Map;
import trapeze.isa.ir.Operand;

/**
 * A 16-bit form of an instruction: its meaning is the other's, with some operands fixed or shared
 * (unpriv:c).
 *
 * @param name the mnemonic, e.g. {@code c.addi}
 * @param encoding its 16 bits
 * @param extension Zca, Zcd and so on
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

  /** A form of {@code base} with no operand fixed or shared yet. */
  public static CompressedForm compressed(String name, String encoding, Instruction base) {
    return new CompressedForm(name, Encoding.of(encoding), "Zca", "", "", base, Map.of(), Map.of());
  }

  /** The extension it belongs to. */
  public CompressedForm in(String newExtension) {
    return new CompressedForm(name, encoding, newExtension, section, syntax, base, fixed, shared);
  }

  /** Where the manual defines it. */
  public CompressedForm section(String newSection) {
    return new CompressedForm(name, encoding, extension, newSection, syntax, base, fixed, shared);
  }

  /** Its operands in assembly. */
  public CompressedForm syntax(String newSyntax) {
    return new CompressedForm(name, encoding, extension, section, newSyntax, base, fixed, shared);
  }

  /** An operand of the base that is a constant. */
  public CompressedForm with(Operand operand, long constant) {
    Map<Operand, Long> more = new EnumMap<>(Operand.class);
    more.putAll(fixed);
    more.put(operand, constant);
    return new CompressedForm(name, encoding, extension, section, syntax, base, more, shared);
  }

  /** An operand of the base that is taken from an operand of this encoding. */
  public CompressedForm with(Operand operand, Operand from) {
    Map<Operand, Operand> more = new EnumMap<>(Operand.class);
    more.putAll(shared);
    more.put(operand, from);
    return new CompressedForm(name, encoding, extension, section, syntax, base, fixed, more);
  }

  /** The value that an operand of the base has in these bits. */
  public long operand(Operand operand, int bits) {
    Long constant = fixed.get(operand);
    return constant != null
        ? constant
        : encoding.operand(shared.getOrDefault(operand, operand), bits);
  }

  @Override
  public String toString() {
    return name;
  }
}
