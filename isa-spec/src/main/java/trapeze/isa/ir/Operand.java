package trapeze.isa.ir;

/**
 * A field of an instruction's encoding, by the manual's name.
 *
 * <p>Register operands are numbers of registers; the others are values.
 */
public enum Operand {
  /** Destination register, 0 to 31. */
  RD(true, 5),
  /** First source register, 0 to 31. */
  RS1(true, 5),
  /** Second source register, 0 to 31. */
  RS2(true, 5),
  /** Third source register, 0 to 31. */
  RS3(true, 5),
  /** The immediate, already assembled, scaled and sign-extended (or zero-extended) to 64 bits. */
  IMM(false, 64),
  /** Shift amount, 6 bits. */
  SHAMT(false, 6),
  /** Rounding mode, 3 bits. */
  RM(false, 3),
  /** Address of a control and status register, 12 bits. */
  CSR(false, 12),
  /** The 5-bit immediate that the CSR instructions hold in the place of {@code rs1}. */
  ZIMM(false, 5),
  /** Acquire bit of an atomic instruction. */
  AQ(false, 1),
  /** Release bit of an atomic instruction. */
  RL(false, 1),
  /** Mode field of a FENCE, 4 bits. */
  FM(false, 4),
  /** Predecessor set of a FENCE, 4 bits. */
  PRED(false, 4),
  /** Successor set of a FENCE, 4 bits. */
  SUCC(false, 4);

  private final boolean register;
  private final int width;

  Operand(boolean register, int width) {
    this.register = register;
    this.width = width;
  }

  /** Whether the operand is the number of a register. */
  public boolean isRegister() {
    return register;
  }

  /** Width of the operand's value, in bits. */
  public int width() {
    return width;
  }
}
