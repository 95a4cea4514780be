package trapeze.isa.definition;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import trapeze.isa.ir.IllTyped;
import trapeze.isa.ir.Operand;

/**
 * The bits of an instruction, written as in the manual's tables: from bit 31 (or 15) down, fixed
 * bits as digits and operands by name.
 *
 * <p>{@code imm[12|10:5] rs2 rs1 000 imm[4:1|11] 1100011} is BEQ's. An operand without brackets has
 * its usual width; {@code rd'} is the 3-bit form for x8 to x15; {@code uimm} is an immediate that
 * is not sign-extended; {@code !=0} or {@code !=0,2} behind an operand (behind its last piece, for
 * the whole of it) excludes values.
 *
 * @param length in bytes, 2 or 4
 * @param mask the fixed bits
 * @param match what the fixed bits hold
 * @param pieces where the operands' bits are
 * @param exclusions values that operands cannot have
 * @param unsignedImmediate whether the immediate is zero-extended
 */
public record Encoding(
    int length,
    int mask,
    int match,
    List<Piece> pieces,
    List<Exclusion> exclusions,
    boolean unsignedImmediate) {

  /**
   * Neighbouring bits of an operand.
   *
   * @param operand whose
   * @param high uppermost bit in the operand
   * @param low lowest bit in the operand
   * @param at lowest bit in the instruction
   * @param short3 whether this is a 3-bit register field, for 8 to 15
   */
  public record Piece(Operand operand, int high, int low, int at, boolean short3) {
    int width() {
      return high - low + 1;
    }
  }

  /** A value that an operand cannot have: then the bits mean something else, or nothing. */
  public record Exclusion(Operand operand, long value) {}

  private static final Pattern TOKEN =
      Pattern.compile("([01]+)|([a-z]+[0-9]?)(')?(?:\\[([0-9:|]+)])?(?:!=([0-9,]+))?");

  public Encoding {
    pieces = List.copyOf(pieces);
    exclusions = List.copyOf(exclusions);
  }

  /** Reads an encoding as described above. */
  public static Encoding of(String text) {
    String[] tokens = text.trim().split("\\s+");
    List<Piece> downwards = new ArrayList<>();
    List<Exclusion> exclusions = new ArrayList<>();
    StringBuilder bits = new StringBuilder();
    boolean unsigned = false;
    for (String token : tokens) {
      Matcher matcher = TOKEN.matcher(token);
      IllTyped.require(matcher.matches(), "encoding '%s': what is '%s'?", text, token);
      if (matcher.group(1) != null) {
        bits.append(token);
        continue;
      }
      String name = matcher.group(2);
      unsigned |= name.equals("uimm");
      Operand operand =
          name.equals("uimm")
              ? Operand.IMM
              : Operand.valueOf(name.toUpperCase(java.util.Locale.ROOT));
      boolean short3 = matcher.group(3) != null;
      String slices = matcher.group(4);
      if (slices == null) {
        slices = short3 ? "2:0" : (operand.width() - 1) + ":0";
      }
      for (String slice : slices.split("\\|")) {
        String[] ends = slice.split(":");
        int high = Integer.parseInt(ends[0]);
        int low = Integer.parseInt(ends[ends.length - 1]);
        downwards.add(new Piece(operand, high, low, bits.length() + high - low, short3));
        bits.append("x".repeat(high - low + 1));
      }
      if (matcher.group(5) != null) {
        for (String value : matcher.group(5).split(",")) {
          exclusions.add(new Exclusion(operand, Long.parseLong(value)));
        }
      }
    }
    int size = bits.length();
    IllTyped.require(size == 16 || size == 32, "encoding '%s' has %d bits", text, size);
    int mask = 0;
    int match = 0;
    for (int i = 0; i < size; i++) {
      int bit = 1 << (size - 1 - i);
      mask |= bits.charAt(i) == 'x' ? 0 : bit;
      match |= bits.charAt(i) == '1' ? bit : 0;
    }
    List<Piece> pieces =
        downwards.stream()
            .map(p -> new Piece(p.operand, p.high, p.low, size - 1 - p.at, p.short3))
            .toList();
    return new Encoding(size / 8, mask, match, pieces, exclusions, unsigned);
  }

  /** Whether these bits (16-bit forms in the low half) are this instruction. */
  public boolean matches(int bits) {
    if ((bits & mask) != match) {
      return false;
    }
    for (Exclusion exclusion : exclusions) {
      if (operand(exclusion.operand, bits) == exclusion.value) {
        return false;
      }
    }
    return true;
  }

  /** The operands that stand in the encoding. */
  public Set<Operand> operands() {
    Set<Operand> found = EnumSet.noneOf(Operand.class);
    pieces.forEach(piece -> found.add(piece.operand));
    return found;
  }

  /** An operand's value: sign-extended for an immediate that is signed. */
  public long operand(Operand operand, int bits) {
    long value = 0;
    int top = 0;
    for (Piece piece : pieces) {
      if (piece.operand == operand) {
        long part = (bits >>> piece.at) & ((1L << piece.width()) - 1);
        value |= (piece.short3 ? part + 8 : part) << piece.low;
        top = Math.max(top, piece.high);
      }
    }
    boolean signed = operand == Operand.IMM && !unsignedImmediate;
    return signed ? value << (63 - top) >> (63 - top) : value;
  }

  /**
   * The instruction's bits with these operands; bits of an operand that the encoding has no place
   * for are dropped, operands that are not given are zero.
   */
  public int assemble(Map<Operand, Long> operands) {
    int bits = match;
    for (Piece piece : pieces) {
      long value = operands.getOrDefault(piece.operand, 0L);
      bits |= (int) (value >>> piece.low & ((1L << piece.width()) - 1)) << piece.at;
    }
    return bits;
  }
}
