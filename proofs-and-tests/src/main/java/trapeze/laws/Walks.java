package trapeze.laws;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;

/**
 * What walks of the reference evaluator have found, kept as long as all that they have read stays
 * as it was: registers, protection, and every entry of the tables. So an answer is what the
 * definitions would say again, stale for no program, and most of the evaluator's time is saved.
 */
final class Walks {
  private static final int PAGE_BITS = 12;
  private static final int MOST = 1 << 12;

  /** All that a walk depends on, but protection and memory. */
  private record Question(
      long page,
      AccessKind kind,
      long mode,
      long satp,
      long status,
      long environment,
      Guest guest) {}

  /** What a guest's walk depends on beside that. */
  private record Guest(long vsatp, long hgatp, long status, long environment) {}

  private final HartState state;
  private final Map<Question, long[]> found = new HashMap<>();
  private final Set<Long> entries = new HashSet<>();
  private @Nullable Set<Long> reading;
  private boolean wrote;

  Walks(HartState state) {
    this.state = state;
  }

  /** What a walk gives, the state's scratch variables included. */
  long outcome(long address, AccessKind kind, long mode, LongSupplier walk) {
    Question question =
        new Question(
            address >>> PAGE_BITS,
            kind,
            mode,
            state.get(Rv64State.SATP),
            state.get(Rv64State.MSTATUS),
            state.get(Rv64State.MENVCFG),
            new Guest(
                state.get(Rv64State.VSATP),
                state.get(Rv64State.HGATP),
                state.get(Rv64State.VSSTATUS),
                state.get(Rv64State.HENVCFG)));
    long[] known = found.get(question);
    if (known != null) {
      System.arraycopy(known, 0, state.scratch, 0, known.length);
      long offset = address & (1L << PAGE_BITS) - 1;
      long physical = state.get(Rv64State.WALK_ADDRESS) >>> PAGE_BITS << PAGE_BITS;
      state.set(Rv64State.WALK_ADDRESS, physical | offset);
      return AddressTranslation.TRANSLATED;
    }
    Set<Long> read = new HashSet<>();
    reading = read;
    wrote = false;
    long outcome = walk.getAsLong();
    reading = null;
    if (outcome == AddressTranslation.TRANSLATED && !wrote && found.size() < MOST) {
      found.put(question, Arrays.copyOf(state.scratch, state.scratch.length));
      entries.addAll(read);
    }
    return outcome;
  }

  /** A walk reads an entry of 8 bytes. */
  void reads(long entry) {
    if (reading != null) {
      reading.add(entry);
    }
  }

  /** Memory is about to be written, by whomever. */
  void writes(long physical, int bytes) {
    wrote = true;
    for (long at = physical & -8; at < physical + bytes; at += 8) {
      if (entries.contains(at)) {
        forget();
      }
    }
  }

  /** Something else that walks depend on has changed. */
  void forget() {
    found.clear();
    entries.clear();
  }
}
