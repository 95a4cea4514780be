package trapeze.console.directory;

/** A disk image, and what becomes of writes to it. */
public record Disk(Setting image, Mode mode) {

  /** What becomes of writes. */
  public enum Mode {
    /** They are kept in memory and are gone at the end; the file stays as it is. */
    OVERLAY,
    /** They are refused. */
    READONLY,
    /** They go to the file. */
    WRITABLE
  }
}
