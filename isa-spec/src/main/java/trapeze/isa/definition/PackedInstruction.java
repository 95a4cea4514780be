package trapeze.isa.definition;

import trapeze.isa.ir.Operand;
import trapeze.isa.state.HartState;

/**
 * A decoded instruction in 64 bits, the form that engines keep and execute.
 *
 * <pre>
 *   63        32 31  30 29  24 23  18 17  12 11    10 9      0
 *   immediate     free   rs2    rs1    rd    length/2  number
 * </pre>
 *
 * <p>{@code number} is the instruction's place in its set plus one, so that 0 is "not decoded". An
 * integer destination {@code x0} is held as {@link HartState#SINK}. An instruction without an
 * immediate keeps its smaller operands there: a CSR's address in bits 11:0, {@code rm} in bits
 * 14:12, {@code rs3} in bits 19:15, {@code aq} in bit 20, {@code rl} in bit 21, {@code fm}, {@code
 * pred}, {@code succ} in bits 11:0, a shift amount in bits 5:0; {@code zimm} stands in rs1's place.
 */
public final class PackedInstruction {
  private PackedInstruction() {}

  /** Bits of the number. */
  public static final int NUMBER_MASK = 0x3ff;

  /** Lowest bit of the length in halfwords. */
  public static final int LENGTH_SHIFT = 10;

  /** Lowest bit of the destination. */
  public static final int RD_SHIFT = 12;

  /** Lowest bit of the first source. */
  public static final int RS1_SHIFT = 18;

  /** Lowest bit of the second source. */
  public static final int RS2_SHIFT = 24;

  /** Lowest bit of the immediate. */
  public static final int IMM_SHIFT = 32;

  /** The instruction's place in its set plus one; 0 if nothing has been decoded. */
  public static int number(long packed) {
    return (int) packed & NUMBER_MASK;
  }

  /** Length in bytes: 2 or 4. */
  public static int length(long packed) {
    return (int) (packed >>> LENGTH_SHIFT & 3) << 1;
  }

  /** Where an operand stands: its lowest bit. */
  public static int shift(Operand operand) {
    return switch (operand) {
      case RD -> RD_SHIFT;
      case RS1, ZIMM -> RS1_SHIFT;
      case RS2 -> RS2_SHIFT;
      case IMM, CSR, SHAMT, SUCC -> IMM_SHIFT;
      case PRED -> IMM_SHIFT + 4;
      case FM -> IMM_SHIFT + 8;
      case RM -> IMM_SHIFT + 12;
      case RS3 -> IMM_SHIFT + 15;
      case AQ -> IMM_SHIFT + 20;
      case RL -> IMM_SHIFT + 21;
    };
  }

  /** How many bits an operand takes there: registers 6, so that the sink fits; IMM 32, signed. */
  public static int bits(Operand operand) {
    return switch (operand) {
      case RD, RS1, RS2 -> 6;
      case IMM -> 32;
      default -> operand.width();
    };
  }

  /** An operand's value: sign-extended for IMM, else zero-extended; {@code rd} may be the sink. */
  public static long operand(long packed, Operand operand) {
    return operand == Operand.IMM
        ? packed >> IMM_SHIFT
        : packed >>> shift(operand) & ((1L << bits(operand)) - 1);
  }

  /** Puts an operand's value into a packed instruction that has zero there. */
  public static long with(long packed, Operand operand, long value) {
    return packed | (value & (-1L >>> (64 - bits(operand)))) << shift(operand);
  }
}
