package trapeze.console.compare;

/**
 * One workload on one setup.
 *
 * @param workload the guest
 * @param setup what it runs on
 */
public record Cell(Workload workload, Setup setup) {
  /** Its name: {@code sprig@trap-emulate/cached}. */
  public String name() {
    return workload.name() + "@" + setup.name();
  }

  @Override
  public String toString() {
    return name();
  }
}
