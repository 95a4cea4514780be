package trapeze.monitor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.state.Trap;
import trapeze.monitor.design.StateWords;

/**
 * What one virtual hart has cost: exits by cause, instructions by how they were executed. Written
 * by the thread that runs the hart; others may read it, and see numbers a moment old.
 */
public final class Accounting {
  private static final int CAUSES = 64;

  /** One exit in so many is timed; the times are scaled up. */
  private static final int SAMPLING = 64;

  private final InstructionSet set;
  private final long[] exits = new long[CAUSES];
  private final long[] emulated;
  private final long[] reflected = new long[2 * CAUSES];
  private final long[] delegated = new long[2 * CAUSES];
  private long neighbours;
  private long direct;
  private long interpreted;
  private long substituted;
  private long deviceAccesses;
  private long entries;
  private long generalWords;
  private long controlWords;
  private long floatingWords;
  private long guestNanoseconds;
  private long monitorNanoseconds;

  Accounting(InstructionSet set) {
    this.set = set;
    this.emulated = new long[set.instructions().size() + 1];
  }

  /** Counts an entry into direct execution; whether this one is to be timed. */
  boolean enters() {
    return ++entries % SAMPLING == 0;
  }

  /** Counts state that was given to the real hart, or taken back. */
  void moved(StateWords words) {
    generalWords += words.general();
    controlWords += words.control();
    floatingWords += words.floating();
  }

  void ranDirectly(long instructions) {
    direct += instructions;
  }

  void ranFor(long inGuest, long inMonitor) {
    guestNanoseconds += inGuest * SAMPLING;
    monitorNanoseconds += inMonitor * SAMPLING;
  }

  void exited(Trap trap) {
    exits[trap.cause()]++;
  }

  /** Counts a neighbour; whether this one is to be timed. */
  boolean neighbour() {
    return ++neighbours % SAMPLING == 0;
  }

  void emulated(int number) {
    emulated[number]++;
  }

  void interpreted(long instructions) {
    interpreted += instructions;
  }

  void substituted(long instructions) {
    substituted += instructions;
  }

  void accessedDevice() {
    deviceAccesses++;
  }

  void reflected(Trap trap) {
    reflected[index(trap)]++;
  }

  void delegated(Trap trap) {
    delegated[index(trap)]++;
  }

  private static int index(Trap trap) {
    return (trap.interrupt() ? CAUSES : 0) + trap.cause();
  }

  /** Instructions that would have trapped, and were emulated with their neighbour's exit. */
  public long neighbours() {
    return neighbours;
  }

  /** Instructions that the real hart executed by itself. */
  public long direct() {
    return direct;
  }

  /** Instructions that trapped, or were neighbours of one that did, and were emulated. */
  public long emulated() {
    long sum = 0;
    for (long each : emulated) {
      sum += each;
    }
    return sum;
  }

  /** Instructions that the monitor interpreted without a trap, because the hardware could not. */
  public long interpreted() {
    return interpreted;
  }

  /**
   * Instructions among the {@linkplain #direct direct} ones for which the real hart executed others
   * of the monitor's, without an exit.
   */
  public long substituted() {
    return substituted;
  }

  /** Loads and stores that reached a virtual device. */
  public long deviceAccesses() {
    return deviceAccesses;
  }

  /** Times that the guest was given the real hart. */
  public long entries() {
    return entries;
  }

  /** 64-bit words of general registers and pc that entries have loaded and exits saved. */
  public long generalWords() {
    return generalWords;
  }

  /** The same of control registers, but for a real {@code satp} written only if it changes. */
  public long controlWords() {
    return controlWords;
  }

  /** The same of floating-point registers and {@code fcsr}. */
  public long floatingWords() {
    return floatingWords;
  }

  /** Traps of the real hart. */
  public long exits() {
    long sum = 0;
    for (long each : exits) {
      sum += each;
    }
    return sum;
  }

  /** Nanoseconds in direct execution, estimated from samples. */
  public long guestNanoseconds() {
    return guestNanoseconds;
  }

  /** Nanoseconds in the monitor, estimated from samples. */
  public long monitorNanoseconds() {
    return monitorNanoseconds;
  }

  /** Traps of the real hart by cause, in the manual's words; only what occurred. */
  public Map<String, Long> exitsByCause() {
    Map<String, Long> all = new LinkedHashMap<>();
    for (int cause = 0; cause < CAUSES; cause++) {
      if (exits[cause] > 0) {
        all.put(new Trap(false, cause, 0).title(), exits[cause]);
      }
    }
    return all;
  }

  /** Instructions emulated, by mnemonic; only what occurred. */
  public Map<String, Long> emulatedByName() {
    Map<String, Long> all = new TreeMap<>();
    for (int number = 1; number < emulated.length; number++) {
      if (emulated[number] > 0) {
        Instruction instruction = set.instructions().get(number - 1);
        all.put(instruction.name(), emulated[number]);
      }
    }
    return all;
  }

  /** Traps that the monitor gave the guest's own system, in the manual's words. */
  public Map<String, Long> reflectedByCause() {
    return byCause(reflected);
  }

  /** Traps that the real hart gave the guest's own system without an exit. */
  public Map<String, Long> delegatedByCause() {
    return byCause(delegated);
  }

  private static Map<String, Long> byCause(long[] traps) {
    Map<String, Long> all = new TreeMap<>();
    for (int i = 0; i < traps.length; i++) {
      if (traps[i] > 0) {
        all.put(new Trap(i >= CAUSES, i % CAUSES, 0).title(), traps[i]);
      }
    }
    return all;
  }
}
