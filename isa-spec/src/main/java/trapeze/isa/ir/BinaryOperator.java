package trapeze.isa.ir;

/** An operator on two values of one width that gives a value of that width. */
public enum BinaryOperator {
  ADD,
  SUBTRACT,
  MULTIPLY,
  /** Upper half of the signed × signed product; 64 bits only. */
  MULTIPLY_HIGH_SIGNED,
  /** Upper half of the unsigned × unsigned product; 64 bits only. */
  MULTIPLY_HIGH_UNSIGNED,
  /** Upper half of the signed × unsigned product; 64 bits only. */
  MULTIPLY_HIGH_SIGNED_UNSIGNED,
  /** Signed quotient: by zero gives −1, the overflow gives the dividend (unpriv:m). */
  DIVIDE_SIGNED,
  /** Unsigned quotient: by zero gives all ones. */
  DIVIDE_UNSIGNED,
  /** Signed remainder: by zero gives the dividend, the overflow gives 0. */
  REMAINDER_SIGNED,
  /** Unsigned remainder: by zero gives the dividend. */
  REMAINDER_UNSIGNED,
  AND,
  OR,
  XOR,
  /** Shift left; the amount is taken modulo the width. Widths 32 and 64. */
  SHIFT_LEFT,
  /** Logical shift right; the amount is taken modulo the width. Widths 32 and 64. */
  SHIFT_RIGHT,
  /** Arithmetic shift right; the amount is taken modulo the width. Widths 32 and 64. */
  SHIFT_RIGHT_ARITHMETIC,
  /** Carry-less product, lower half; 64 bits only. */
  CARRYLESS_MULTIPLY,
  /** Carry-less product, upper half; 64 bits only. */
  CARRYLESS_MULTIPLY_HIGH
}
