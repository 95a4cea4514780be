package trapeze.shadow;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.Hardware;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** A real machine to make spaces on, and resources that know exactly who has what. */
final class Ground implements Resources {
  /** Where the real machine's memory begins. */
  static final long BASE = 0x8000_0000L;

  private static final long SIZE = 8L << 20;
  private static final long GUEST_ROOT = 4 * 4096;
  private static final int VMID = 7;
  private static final long FRAMES = BASE + (4L << 20);

  final PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, SIZE);
  final Hardware hardware;

  /**
   * Fences that the real hart was told: {@code asid}, or {@code asid address} in base 16; those of
   * VS-stage behind what {@code hgatp} was then.
   */
  final List<String> fences = new ArrayList<>();

  private final Deque<Long> free = new ArrayDeque<>();
  private final Deque<Long> guestRoots = new ArrayDeque<>(List.of(BASE + (3L << 20)));
  private final Set<Integer> vmids = new HashSet<>();
  private final Set<Long> taken = new HashSet<>();
  private final Set<Integer> asids = new HashSet<>();
  private final int mostAsids;
  private int mostVmids = 1;

  Ground(int frames, int mostAsids) {
    this.mostAsids = mostAsids;
    for (int i = 0; i < frames; i++) {
      free.add(FRAMES + 4096L * i);
    }
    Board board =
        new Board(
            Board.Configuration.USUAL,
            memory,
            this::hart,
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    hardware = new Hardware(board.harts().getFirst(), memory);
  }

  private Hart hart(HartState state, Bus bus, Clock clock) {
    return new Hart(state, bus, clock) {
      @Override
      public void fenceAddressTranslation(long hasAddress, long at, long hasAsid, long asid) {
        super.fenceAddressTranslation(hasAddress, at, hasAsid, asid);
        String space = hasAsid == 0 ? "all" : Long.toString(asid);
        fences.add(hasAddress == 0 ? space : space + " " + Long.toHexString(at));
      }

      @Override
      public void fenceGuestTranslation(long hasAddress, long at, long hasAsid, long asid) {
        super.fenceGuestTranslation(hasAddress, at, hasAsid, asid);
        String space = hasAsid == 0 ? "all" : Long.toString(asid);
        String tables = "hgatp %x: ".formatted(state.get(Rv64State.HGATP));
        fences.add(tables + (hasAddress == 0 ? space : space + " " + Long.toHexString(at)));
      }

      @Override
      public void fenceGuestPhysical(long hasAddress, long at, long hasVmid, long vmid) {
        super.fenceGuestPhysical(hasAddress, at, hasVmid, vmid);
        String space = hasVmid == 0 ? "guests" : "guest " + vmid;
        fences.add(hasAddress == 0 ? space : space + " " + Long.toHexString(at));
      }
    };
  }

  /** Frames that somebody has. */
  int framesTaken() {
    return taken.size();
  }

  /** From now on there are so many roots of G-stage and VMIDs, besides those that somebody has. */
  Ground withGuestRoots(int more) {
    mostVmids = vmids.size() + more;
    guestRoots.clear();
    for (int i = 0; i < more; i++) {
      guestRoots.addLast(BASE + (3L << 20) + (vmids.size() + i) * GUEST_ROOT);
    }
    return this;
  }

  /** VMIDs that somebody has. */
  int vmidsTaken() {
    return vmids.size();
  }

  /** ASIDs that somebody has. */
  int asidsTaken() {
    return asids.size();
  }

  /** From now on no frame can be had but these. */
  void limitFrames(int left) {
    while (free.size() > left) {
      free.removeLast();
    }
  }

  /** What the real tables say of an address: the leaf, or 0. Written anew, not the code's own. */
  long leaf(RealSpace space, long address) {
    int levels = (int) (space.satp() >>> 60) - 5;
    long table = (space.satp() & (1L << 44) - 1) << 12;
    for (int level = levels - 1; level >= 0; level--) {
      long entry = memory.getLong(table + 8 * (address >>> 12 + 9 * level & 511));
      if ((entry & 1) == 0 || (entry & 0xe) != 0) {
        return (entry & 1) == 0 ? 0 : entry;
      }
      table = entry >>> 10 << 12;
    }
    throw new AssertionError("a pointer where only leaves can be");
  }

  @Override
  public long takeFrame() {
    if (free.isEmpty()) {
      return NO_FRAME;
    }
    long frame = free.removeFirst();
    taken.add(frame);
    memory.fill(frame, 4096, (byte) 0);
    return frame;
  }

  @Override
  public void giveFrame(long frame) {
    if (!taken.remove(frame)) {
      throw new AssertionError("frame 0x%x is given back and nobody has it".formatted(frame));
    }
    memory.fill(frame, 4096, (byte) -1);
    free.addLast(frame);
  }

  @Override
  public int takeAsid() {
    for (int asid = 1; asid <= mostAsids; asid++) {
      if (asids.add(asid)) {
        return asid;
      }
    }
    return NO_ASID;
  }

  @Override
  public void giveAsid(int asid) {
    if (!asids.remove(asid)) {
      throw new AssertionError("ASID %d is given back and nobody has it".formatted(asid));
    }
  }

  @Override
  public long takeGuestRoot() {
    long root = guestRoots.isEmpty() ? NO_FRAME : guestRoots.removeFirst();
    if (root != NO_FRAME) {
      taken.add(root);
      memory.fill(root, GUEST_ROOT, (byte) 0);
    }
    return root;
  }

  @Override
  public void giveGuestRoot(long root) {
    if (!taken.remove(root)) {
      throw new AssertionError("root 0x%x is given back and nobody has it".formatted(root));
    }
    memory.fill(root, GUEST_ROOT, (byte) -1);
    guestRoots.addLast(root);
  }

  @Override
  public int takeVmid() {
    for (int vmid = VMID; vmid < VMID + mostVmids; vmid++) {
      if (vmids.add(vmid)) {
        return vmid;
      }
    }
    return NO_VMID;
  }

  @Override
  public void giveVmid(int vmid) {
    if (!vmids.remove(vmid)) {
      throw new AssertionError("VMID %d is given back and nobody has it".formatted(vmid));
    }
  }
}
