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
  MAXIMUM_UNSIGNED
}
