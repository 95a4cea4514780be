package trapeze.isa.fp;

/** Floating-point operations. */
public enum FpOperation {
  ;

  private final int operands;

  FpOperation(int operands) {
    this.operands = operands;
  }

  /** How many values it takes. */
  public int operands() {
    return operands;
  }
}
