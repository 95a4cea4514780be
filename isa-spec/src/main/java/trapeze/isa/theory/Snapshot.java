package trapeze.isa.theory;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a state that matter to a witness.
 *
 * @param cells each with its value, registers first
 */
public record Snapshot(List<Cell> cells) {
  public Snapshot {
    cells = List.copyOf(cells);
  }

  /**
   * One register, or one word of memory.
   *
   * @param name as people write it, e.g. {@code m} or {@code E[3]}
   * @param width in bits
   * @param value zero-extended
   */
  public record Cell(String name, int width, long value) {
    /** The value, in hexadecimal from five bits up. */
    public String text() {
      return width <= 4 ? Long.toString(value) : "0x%x".formatted(value);
    }

    @Override
    public String toString() {
      return name + " = " + text();
    }
  }

  /** What has another value, or none, in an earlier snapshot. */
  public List<Cell> changesSince(Snapshot earlier) {
    List<Cell> changed = new ArrayList<>(cells);
    changed.removeAll(earlier.cells);
    return changed;
  }
}
