package trapeze.fuzz;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.state.Trap;

/**
 * The points of coverage that an instruction set has, from its definitions: each has a number, and
 * a name that outlives a change of the definitions.
 */
public final class CoveragePoints {
  private static final int MODES = 8;
  private static final int CAUSES = 64;
  private static final int OUTCOMES = 1 + CAUSES;
  private static final int PAGINGS = 16;
  private static final int SMALL_FIELD = 4;
  private static final int VALUES = 1 << SMALL_FIELD;
  private static final String[] MODE_NAMES = {"U", "S", "?", "M", "VU", "VS", "?V", "?VM"};
  private static final int VIRTUAL = 4;

  private final InstructionSet set;
  private final Map<Integer, Integer> csrs = new HashMap<>();
  private final boolean[] accessesCsr;
  private final List<FieldOf> fields = new ArrayList<>();
  private final List<List<Integer>> fieldsOf = new ArrayList<>();
  private final int firstCsr;
  private final int firstField;
  private final int firstTrap;
  private final int end;

  private record FieldOf(Csr csr, String name, int high, int low) {
    int width() {
      return high - low + 1;
    }

    /** Small fields by value; others by whether they are zero, all ones, or neither. */
    int valueClass(long register) {
      long value = register >>> low & -1L >>> 64 - width();
      if (width() <= SMALL_FIELD) {
        return (int) value;
      }
      return value == 0 ? 0 : value == -1L >>> 64 - width() ? 1 : 2;
    }

    String className(int index) {
      return width() > SMALL_FIELD && index < 3
          ? List.of("zero", "ones", "other").get(index)
          : Integer.toString(index);
    }
  }

  /** The points of a set. */
  public CoveragePoints(InstructionSet set) {
    this.set = set;
    this.accessesCsr = new boolean[set.instructions().size() + 1];
    for (int i = 0; i < set.instructions().size(); i++) {
      Instruction each = set.instructions().get(i);
      accessesCsr[i + 1] =
          each.encoding().operands().contains(Operand.CSR)
              && Traversal.statements(each.body()).anyMatch(Statement.CheckCsr.class::isInstance);
    }
    for (int i = 0; i < set.csrs().size(); i++) {
      Csr csr = set.csrs().get(i);
      csrs.put(csr.address(), i);
      List<Integer> own = new ArrayList<>();
      for (Csr.FieldRule rule : csr.fields()) {
        own.add(fields.size());
        fields.add(new FieldOf(csr, rule.name(), rule.high(), rule.low()));
      }
      if (own.isEmpty()) {
        own.add(fields.size());
        fields.add(new FieldOf(csr, "", 63, 0));
      }
      fieldsOf.add(own);
    }
    this.firstCsr = (set.instructions().size() + 1) * MODES * OUTCOMES;
    this.firstField = firstCsr + set.csrs().size() * MODES;
    this.firstTrap = firstField + fields.size() * VALUES;
    this.end = firstTrap + 2 * CAUSES * MODES * MODES * PAGINGS;
  }

  /** The machine that they are of. */
  public InstructionSet set() {
    return set;
  }

  /** The least number of a point. */
  int first() {
    return retired(1, 0);
  }

  /** One more than the greatest number of a point. */
  int end() {
    return end;
  }

  int retired(int number, long mode) {
    return (number * MODES + (int) mode) * OUTCOMES;
  }

  int raised(int number, long mode, int cause) {
    return retired(number, mode) + 1 + cause;
  }

  /** The control register that an instruction names, by its place in the set; -1 if none. */
  int csr(int number, long packed) {
    return accessesCsr[number]
        ? csrs.getOrDefault((int) PackedInstruction.operand(packed, Operand.CSR), -1)
        : -1;
  }

  int accessed(int csr, long mode) {
    return firstCsr + csr * MODES + (int) mode;
  }

  void fields(int csr, long value, BitSet seen) {
    for (int field : fieldsOf.get(csr)) {
      seen.set(firstField + field * VALUES + fields.get(field).valueClass(value));
    }
  }

  /**
   * A trap.
   *
   * @param paging MODE of {@code satp}; of a trap from a guest the classes of {@code vsatp} and
   *     {@code hgatp}, 2 bits each: 0 Bare, 1 to 3 with three to five levels
   */
  int trap(Trap trap, long from, long to, long paging) {
    int which = (trap.interrupt() ? CAUSES : 0) + trap.cause();
    return firstTrap + ((which * MODES + (int) from) * MODES + (int) to) * PAGINGS + (int) paging;
  }

  /** A point in words, without blanks in its parts. */
  String name(int point) {
    if (point < firstCsr) {
      int outcome = point % OUTCOMES;
      int number = point / OUTCOMES / MODES;
      String mode = MODE_NAMES[point / OUTCOMES % MODES];
      String what = outcome == 0 ? "retires" : "raises:" + (outcome - 1);
      return "%s %s %s".formatted(set.instructions().get(number - 1).name(), mode, what);
    }
    if (point < firstField) {
      int index = point - firstCsr;
      return "csr %s %s".formatted(set.csrs().get(index / MODES).name(), MODE_NAMES[index % MODES]);
    }
    if (point < firstTrap) {
      int index = point - firstField;
      FieldOf field = fields.get(index / VALUES);
      return "field %s.%s %s"
          .formatted(field.csr.name(), field.name, field.className(index % VALUES));
    }
    int index = point - firstTrap;
    int which = index / PAGINGS / MODES / MODES;
    return "trap %s%d %s %s %s"
        .formatted(
            which >= CAUSES ? "interrupt:" : "",
            which % CAUSES,
            MODE_NAMES[index / PAGINGS / MODES % MODES],
            MODE_NAMES[index / PAGINGS % MODES],
            paging(index / PAGINGS / MODES % MODES, index % PAGINGS));
  }

  private static String paging(int from, int paging) {
    return from < VIRTUAL ? Integer.toString(paging) : "%d/%d".formatted(paging >>> 2, paging & 3);
  }

  /** Counts for people: what of the definitions was seen. */
  CoverageSummary summary(BitSet seen) {
    int[] retiredIn = new int[MODES];
    int retired = 0;
    int outcomes = 0;
    for (int number = 1; number <= set.instructions().size(); number++) {
      boolean anywhere = false;
      for (int mode = 0; mode < MODES; mode++) {
        boolean here = seen.get(retired(number, mode));
        retiredIn[mode] += here ? 1 : 0;
        anywhere |= here;
        int first = retired(number, mode);
        outcomes += seen.get(first, first + OUTCOMES).cardinality();
      }
      retired += anywhere ? 1 : 0;
    }
    int accessed = 0;
    for (int csr = 0; csr < set.csrs().size(); csr++) {
      accessed += seen.get(accessed(csr, 0), accessed(csr, 0) + MODES).isEmpty() ? 0 : 1;
    }
    int varied = 0;
    int classes = 0;
    for (int field = 0; field < fields.size(); field++) {
      int first = firstField + field * VALUES;
      int values = seen.get(first, first + VALUES).cardinality();
      varied += values > 1 ? 1 : 0;
      classes += values;
    }
    BitSet causes = new BitSet();
    int ways = 0;
    for (int point = seen.nextSetBit(firstTrap); point >= 0; point = seen.nextSetBit(point + 1)) {
      causes.set((point - firstTrap) / PAGINGS / MODES / MODES);
      ways++;
    }
    return new CoverageSummary(
        seen.cardinality(),
        set.instructions().size(),
        retired,
        retiredIn[3],
        retiredIn[1],
        retiredIn[0],
        retiredIn[VIRTUAL + 1],
        retiredIn[VIRTUAL],
        outcomes,
        set.csrs().size(),
        accessed,
        fields.size(),
        varied,
        classes,
        causes.cardinality(),
        ways);
  }
}
