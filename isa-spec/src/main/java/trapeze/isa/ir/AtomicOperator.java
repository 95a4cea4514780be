package trapeze.isa.ir;

/** What an atomic memory operation does with the old value and its operand. */
public enum AtomicOperator {
  SWAP,
  ADD,
  XOR,
  AND,
  OR,
  MINIMUM_SIGNED,
  MAXIMUM_SIGNED,
  MINIMUM_UNSIGNED,
  MAXIMUM_UNSIGNED;

  /**
   * What memory holds then (unpriv:ext:zaamo).
   *
   * @param old what it held, in the low bytes
   * @param operand the other value, in the low bytes
   * @param bytes how many of them count, 1 to 8
   * @return the new value in the low bytes, sign-extended
   */
  public long combine(long old, long operand, int bytes) {
    int unused = 64 - 8 * bytes;
    // Sign extension keeps the order of unsigned values too.
    long left = old << unused >> unused;
    long right = operand << unused >> unused;
    long combined =
        switch (this) {
          case SWAP -> right;
          case ADD -> left + right;
          case XOR -> left ^ right;
          case AND -> left & right;
          case OR -> left | right;
          case MINIMUM_SIGNED -> Math.min(left, right);
          case MAXIMUM_SIGNED -> Math.max(left, right);
          case MINIMUM_UNSIGNED -> Long.compareUnsigned(left, right) < 0 ? left : right;
          case MAXIMUM_UNSIGNED -> Long.compareUnsigned(left, right) > 0 ? left : right;
        };
    return combined << unused >> unused;
  }
}
