package trapeze.laws;

import trapeze.machine.Hart;

/**
 * A real machine on which one sensitive instruction does not trap in U, as on the machines that
 * history knows: the paper's condition does not hold, and no monitor can help it. Or one that traps
 * on an innocuous instruction, which a monitor can help, at a price.
 */
abstract class Violator extends Stepping {

  /** What {@link #inUserMode} gives if the instruction does what it always does. */
  static final long AS_USUAL = -1;

  /** Does what this instruction does in U; gives where to go on, or {@link #AS_USUAL}. */
  abstract long inUserMode(Hart hart, long packed, long pc);

  @Override
  public final long execute(Hart hart, long packed, long pc) {
    long next = mode(hart) == 0 ? inUserMode(hart, packed, pc) : AS_USUAL;
    return next == AS_USUAL ? usually(hart, packed, pc) : next;
  }

  /** What an instruction does on the machine as it is. */
  final long usually(Hart hart, long packed, long pc) {
    return super.execute(hart, packed, pc);
  }

  /** A machine on which an instruction does nothing in U. */
  static Violator ignoring(String mnemonic) {
    return new Violator() {
      @Override
      long inUserMode(Hart hart, long packed, long pc) {
        return name(packed).equals(mnemonic) ? pc + 4 : AS_USUAL;
      }
    };
  }

  /** A machine on which U may read a control register, without writing it. */
  static Violator showing(int register) {
    return new Violator() {
      @Override
      long inUserMode(Hart hart, long packed, long pc) {
        boolean reads = csr(packed) == register && isOnlyRead(packed);
        if (reads) {
          result(hart, packed, readCsr(hart, register));
        }
        return reads ? pc + 4 : AS_USUAL;
      }
    };
  }

  /** A machine on which U may write a control register. */
  static Violator open(int register) {
    return new Violator() {
      @Override
      long inUserMode(Hart hart, long packed, long pc) {
        if (csr(packed) != register || isOnlyRead(packed)) {
          return AS_USUAL;
        }
        long old = readCsr(hart, register);
        long source = source(hart, packed);
        writeCsr(
            hart,
            register,
            switch (name(packed).charAt(4)) {
              case 's' -> old | source;
              case 'c' -> old & ~source;
              default -> source;
            });
        result(hart, packed, old);
        return pc + 4;
      }
    };
  }

  /** A machine on which an innocuous instruction traps in U. */
  static Violator trapping(String mnemonic) {
    return new Violator() {
      @Override
      long inUserMode(Hart hart, long packed, long pc) {
        if (name(packed).equals(mnemonic)) {
          throw hart.raiseForInstruction(2);
        }
        return AS_USUAL;
      }
    };
  }
}
