package trapeze.console.bench;

import java.util.List;
import java.util.Locale;

/**
 * A kernel of the guest program {@code bench}.
 *
 * @param name as the guest has it
 * @param group what it is summed up with
 * @param operation what one operation is, in words
 * @param checksum of an iteration, in hexadecimal
 * @param start iterations to try first
 * @param paged whether it needs paging
 */
public record Kernel(
    String name, Group group, String operation, String checksum, long start, boolean paged) {

  /** Kernels that have a mean together. */
  public enum Group {
    /** Integers. */
    INTEGER,
    /** Double precision. */
    DOUBLE,
    /** Memory that no cache holds. */
    MEMORY,
    /** Traps, control registers, devices, translations. */
    PRIVILEGED,
    /** Code that runs once. */
    COLD;

    /** Its name in lower case. */
    public String title() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All of them, in the guest's order. */
  public static final List<Kernel> ALL =
      List.of(
          integer("mix", "f5c3"),
          integer("records", "8ff470985163bb0c"),
          integer("sha256", "d24ac44c83cce842"),
          integer("sort", "50d48c131c650f22"),
          integer("compress", "2aa27f3c2200a596"),
          integer("bytecode", "f93a498e34408196"),
          new Kernel("matmul", Group.DOUBLE, "iteration", "7bc86089ff4faba", 8, false),
          new Kernel("nbody", Group.DOUBLE, "iteration", "c001b1ee7bad1e28", 8, false),
          new Kernel("chase", Group.MEMORY, "load", "65633f0742080000", 1, false),
          privileged("machine-call", "call and return", "3e8", false),
          privileged("user-call", "call and return", "3e8", false),
          privileged("system-call", "call and return", "3e8", false),
          privileged("csr", "access", "7a314", false),
          privileged("return", "two accesses and SRET", "0", false),
          privileged("device", "load", "0", false),
          privileged("fence", "fence and 8 pages", "8ca0", true),
          privileged("timer", "interrupt", "64", false),
          privileged("fill", "page", "100", true),
          privileged("fork", "fork", "ed4eac6eb0e30a40", true),
          new Kernel("cold", Group.COLD, "instruction", "dfb63e08f26f952", 1, false));

  private static Kernel integer(String name, String checksum) {
    return new Kernel(name, Group.INTEGER, "iteration", checksum, 8, false);
  }

  private static Kernel privileged(String name, String operation, String checksum, boolean paged) {
    return new Kernel(name, Group.PRIVILEGED, operation, checksum, 8, paged);
  }

  /** Whether only the first iteration of a run is what is measured. */
  public boolean isCold() {
    return group == Group.COLD;
  }
}
