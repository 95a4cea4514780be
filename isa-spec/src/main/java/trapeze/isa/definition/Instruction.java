package trapeze.isa.definition;

import static trapeze.isa.ir.Build.not;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Statement;

/**
 * One instruction: encoding, meaning, source, side by side. Immutable; the methods return extended
 * copies, so that a definition reads as one sentence.
 *
 * @param name the mnemonic
 * @param encoding its bits
 * @param extension the extension it belongs to, by the manual's name
 * @param section where the manual defines it, {@code volume:anchor}
 * @param syntax its operands in assembly, e.g. {@code "rd, rs1, imm"}; see {@link Syntax}
 * @param body what it does
 */
public record Instruction(
    String name,
    Encoding encoding,
    String extension,
    String section,
    String syntax,
    List<Statement> body) {
  public Instruction {
    body = List.copyOf(body);
  }

  /** An instruction that does nothing yet, from its encoding as {@link Encoding#of} reads it. */
  public static Instruction instruction(String name, String encoding) {
    return new Instruction(name, Encoding.of(encoding), "I", "", "", List.of());
  }

  /** The extension it belongs to. */
  public Instruction in(String newExtension) {
    return new Instruction(name, encoding, newExtension, section, syntax, body);
  }

  /** Where the manual defines it. */
  public Instruction section(String newSection) {
    return new Instruction(name, encoding, extension, newSection, syntax, body);
  }

  /** Its operands in assembly. */
  public Instruction syntax(String newSyntax) {
    return new Instruction(name, encoding, extension, section, newSyntax, body);
  }

  /** What must hold for it to be legal; else it raises an illegal-instruction exception. */
  public Instruction requires(Expression condition) {
    return does(new Statement.If(not(condition), List.of(Raises.illegalInstruction()), List.of()));
  }

  /**
   * When it raises a virtual-instruction exception, if it is not illegal: to be said behind {@link
   * #requires} (priv:norm:H_cause_virtual_instruction).
   */
  public Instruction refusedToGuestWhen(Expression condition) {
    return does(new Statement.If(condition, List.of(Raises.virtualInstruction()), List.of()));
  }

  /** What it does, after what it has been said to do so far. */
  public Instruction does(Statement... statements) {
    List<Statement> all = new ArrayList<>(body);
    all.addAll(List.of(statements));
    return new Instruction(name, encoding, extension, section, syntax, all);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
