package trapeze.laws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import trapeze.isa.definition.Decoder;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.memory.PhysicalMemory;

/**
 * What the manual lets a hart choose, as predicates over what has happened to it so far. What is
 * not permitted throws {@link Refused}.
 */
final class Permitted {
  private static final Decoder DECODER = new Decoder(Rv64.SET);
  private static final long ASID = 0xffffL << 44;

  /** A choice that the manual does not permit. */
  static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String what) {
      super(what);
    }
  }

  /**
   * A leaf that a walk has found.
   *
   * @param satp MODE and ASID under which it was found
   * @param first virtual address of its page
   * @param size bits of address inside the page
   * @param physical address of the page
   * @param entry the leaf entry, A and D as the walk has left them
   */
  record Found(long satp, long first, int size, long physical, long entry, boolean global) {
    private boolean holds(long address) {
      return (address ^ first) >>> size == 0;
    }
  }

  /** Whether an entry allows an access, as the hart's mode, SUM and MXR are now. */
  @FunctionalInterface
  interface Allows {
    boolean test(long entry);
  }

  private final PhysicalMemory memory;
  private final List<Found> found = new ArrayList<>();
  private final Map<Long, Set<Integer>> overwritten = new HashMap<>();

  Permitted(PhysicalMemory memory) {
    this.memory = memory;
  }

  private static long space(long satp) {
    return satp & (0xfL << 60 | ASID);
  }

  /** A walk has found a leaf. */
  void finds(long satp, long address, int size, long physical, long entry, boolean global) {
    long inside = (1L << size) - 1;
    Found leaf = new Found(space(satp), address & ~inside, size, physical & ~inside, entry, global);
    if (!found.contains(leaf)) {
      found.add(leaf);
    }
  }

  /** The leaves that a hart may still hold for an address. */
  List<Found> known(long satp, long address) {
    return found.stream()
        .filter(leaf -> leaf.satp() == space(satp) && leaf.holds(address))
        .toList();
  }

  /** Whether a halfword was another since the last FENCE.I. */
  boolean wasOverwritten(long at) {
    return everSince(at & -2).size() > 1;
  }

  /** A fence of address translation (priv:sfence.vma): with an ASID it spares what is global. */
  void fences(boolean hasAddress, long address, boolean hasAsid, long asid) {
    found.removeIf(
        leaf ->
            (!hasAddress || leaf.holds(address))
                && (!hasAsid || !leaf.global() && (leaf.satp() & ASID) >>> 44 == asid));
  }

  /**
   * A translation may be used, though the tables say another by now, if it was found for this
   * address space since the last fence that covers it, and permits the access; a store needs D.
   */
  void translation(long satp, long address, AccessKind kind, long physical, Allows allows) {
    boolean isFound =
        found.stream()
            .filter(leaf -> leaf.satp() == space(satp) && leaf.holds(address))
            .filter(leaf -> leaf.physical() + (address - leaf.first()) == physical)
            .filter(leaf -> kind != AccessKind.WRITE || (leaf.entry() & 0x80) != 0)
            .anyMatch(leaf -> allows.test(leaf.entry()));
    if (!isFound) {
      throw new Refused(
          "%s of %x through a translation to %x that no walk has found since it was fenced"
              .formatted(kind, address, physical));
    }
  }

  /** Memory is about to be written: what was there may still be executed. */
  void overwrites(long physical, int bytes) {
    for (long at = physical & -2; at < physical + bytes; at += 2) {
      overwritten.computeIfAbsent(at, _ -> new HashSet<>()).add(memory.getShort(at) & 0xffff);
    }
  }

  /** FENCE.I: what is in memory is what is executed. */
  void fencesInstructions() {
    overwritten.clear();
  }

  /**
   * An instruction may be executed if its halfwords were in memory, each at some time since the
   * last FENCE.I.
   */
  void instruction(long packed, long lower, long upper) {
    for (int low : everSince(lower)) {
      if ((low & 3) != 3 && DECODER.decode(low) == packed) {
        return;
      }
      for (int high : (low & 3) == 3 ? everSince(upper) : Set.<Integer>of()) {
        if (DECODER.decode(low | high << 16) == packed) {
          return;
        }
      }
    }
    throw new Refused(
        "%s at %x was not in memory since the last FENCE.I".formatted(Altered.name(packed), lower));
  }

  /** The same of bits that may be no instruction. */
  void bits(long bits, long lower, long upper) {
    boolean isShort = (bits & 3) != 3;
    if (!everSince(lower).contains((int) bits & 0xffff)
        || !isShort && !everSince(upper).contains((int) (bits >>> 16))) {
      throw new Refused("%x at %x was not in memory since the last FENCE.I".formatted(bits, lower));
    }
  }

  private Set<Integer> everSince(long at) {
    Set<Integer> all = new HashSet<>(overwritten.getOrDefault(at, Set.of()));
    if (memory.contains(at, 2)) {
      all.add(memory.getShort(at) & 0xffff);
    }
    return all;
  }

  /** An SC may fail for no reason, but it may not succeed without a reservation. */
  void conditional(boolean failed, boolean isReserved) {
    if (!failed && !isReserved) {
      throw new Refused("an SC without a reservation that succeeds");
    }
  }
}
