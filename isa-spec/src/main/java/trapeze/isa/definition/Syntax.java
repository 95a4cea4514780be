package trapeze.isa.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trapeze.isa.ir.Operand;

/**
 * How an instruction's operands are written in assembly, read from a line such as {@code "rd,
 * imm(rs1)"}: names of operands in the order in which they are written, all else as it stands.
 *
 * <p>{@code rd}, {@code rs1}, {@code rs2} are integer registers; {@code fd}, {@code fs1}, {@code
 * fs2}, {@code fs3} the same fields as floating-point registers; {@code upper} is an immediate
 * written without its lower 12 bits, {@code target} one that counts from the instruction's address;
 * the others are operands by their own names. {@code aq} and {@code rl} are written as suffixes of
 * the mnemonic and do not appear here.
 *
 * @param operands what stands between the commas
 */
public record Syntax(List<List<Part>> operands) {
  public Syntax {
    operands = operands.stream().map(List::copyOf).toList();
  }

  /** A piece of an operand as written. */
  public sealed interface Part {}

  /** Text that stands for itself. */
  public record Literal(String text) implements Part {}

  /** An operand's place. */
  public record Place(Token token) implements Part {}

  /** A name that may stand in a syntax line, and the field of the encoding that it shows. */
  public enum Token {
    RD(Operand.RD),
    RS1(Operand.RS1),
    RS2(Operand.RS2),
    FD(Operand.RD),
    FS1(Operand.RS1),
    FS2(Operand.RS2),
    FS3(Operand.RS3),
    /** In decimal, with its sign. */
    IMM(Operand.IMM),
    /** In hexadecimal, shifted right by 12, 20 bits. */
    UPPER(Operand.IMM),
    /** As the address that it leads to. */
    TARGET(Operand.IMM),
    /** In hexadecimal. */
    SHAMT(Operand.SHAMT),
    /** By name. */
    CSR(Operand.CSR),
    /** In decimal. */
    ZIMM(Operand.ZIMM),
    /** A floating-point constant by its value. */
    CONSTANT(Operand.ZIMM),
    /** By name; not written where it is dynamic. */
    RM(Operand.RM),
    /** As letters. */
    PRED(Operand.PRED),
    /** As letters. */
    SUCC(Operand.SUCC);

    private final Operand operand;

    Token(Operand operand) {
      this.operand = operand;
    }

    /** The field of the encoding. */
    public Operand operand() {
      return operand;
    }
  }

  private static final Pattern WORD = Pattern.compile("[a-z]+[0-9]?|[^a-z]+");

  /** Reads a syntax line as described above. */
  public static Syntax of(String line) {
    List<List<Part>> operands = new ArrayList<>();
    if (!line.isEmpty()) {
      for (String operand : line.split(", ")) {
        operands.add(parts(operand));
      }
    }
    return new Syntax(operands);
  }

  private static List<Part> parts(String operand) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = WORD.matcher(operand);
    while (matcher.find()) {
      parts.add(part(matcher.group()));
    }
    return parts;
  }

  private static Part part(String word) {
    for (Token token : Token.values()) {
      if (token.name().toLowerCase(Locale.ROOT).equals(word)) {
        return new Place(token);
      }
    }
    return new Literal(word);
  }
}
