package trapeze.isa.ir;

/** A relation between two values of one width; the result is one bit. */
public enum Comparison {
  EQUAL,
  NOT_EQUAL,
  LESS_SIGNED,
  LESS_UNSIGNED,
  NOT_LESS_SIGNED,
  NOT_LESS_UNSIGNED
}
