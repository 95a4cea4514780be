package trapeze.fuzz.qemu;

/**
 * Something that is not the same behind a step.
 *
 * @param step the step
 * @param place a control register's name, {@code x5}, {@code f5}, {@code pc}, {@code priv}, {@code
 *     trap} or {@code memory}
 * @param ours what Trapeze has; for a trap its cause, with the interrupt bit, or -1 for none
 * @param theirs what QEMU has
 */
record Difference(Step step, String place, long ours, long theirs) {

  /** The bits that differ. */
  long bits() {
    return ours ^ theirs;
  }

  /** Whether it is in the general register that the step's instruction wrote. */
  boolean isResult() {
    return step.packed() != 0 && place.equals("x" + step.destination());
  }

  /** Whether it is in the value that a trap leaves. */
  boolean isTrapValue() {
    return place.equals("mtval") || place.equals("stval") || place.equals("vstval");
  }

  /** Whether it is in what an instruction read from this control register. */
  boolean isReadOf(String csr) {
    return isResult() && step.csr().equals(csr);
  }

  /** What it is about, without values. */
  String kind() {
    String where =
        isResult() ? "result" : place.matches("[xf][0-9]+") ? place.substring(0, 1) : place;
    return "%s behind %s, bits %x".formatted(where, step.kind(), isResult() ? 0 : bits());
  }

  @Override
  public String toString() {
    return "%s behind %s: Trapeze %x, QEMU %x".formatted(place, step, ours, theirs);
  }
}
