package trapeze.laws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.AccessObserver;
import trapeze.machine.engine.Engine;
import trapeze.monitor.Allocator;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * Tags on real memory: which guest a frame was given to, and for which guest a frame holds page
 * tables. As an observer of the real hart it checks every access against them, page walks included.
 */
final class Ownership extends Parts implements AccessObserver {
  private static final long FRAME = -4096L;
  private static final int BLOCK = 64;

  /** Where the frames of an uppermost table of G-stage are, from its address on. */
  private static final List<Long> ROOT = List.of(0L, 4096L, 8192L, 12288L);

  /** Frames for page tables that each guest may have. */
  private static final long FRAMES = 24;

  private final Parts inner;
  private final List<HostMap> memories = new ArrayList<>();
  private final Map<Long, Integer> tables = new HashMap<>();
  private final Map<Integer, Integer> asids = new HashMap<>();
  private final Map<Integer, Integer> vmids = new HashMap<>();

  /** Frames that were used since they were given: whether by walks. */
  private final Map<Long, Boolean> walked = new HashMap<>();

  private final List<Boolean> patched = new ArrayList<>();
  private int running;
  private @Nullable Hart hart;

  /** Watches a monitor made of these parts; guests are numbered as they are defined. */
  Ownership(Parts inner) {
    this.inner = inner;
  }

  /** Says whose accesses the next ones are. */
  void runs(int guest) {
    running = guest;
  }

  /** Something was touched or given that is another's; whoever runs the guests catches it. */
  static final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Violation(String what) {
      super(what);
    }
  }

  /** Whose accesses are checked, together with being its observer. */
  void watches(Hart real) {
    hart = real;
  }

  /**
   * Whether the root and the ASID that are in force on the real hart are those of the guest that
   * has just run: of {@code satp}, or root and VMID of {@code hgatp}, or, where that is Bare, of
   * {@code vsatp}.
   */
  boolean ownsRoot(HartState real) {
    boolean virtual = real.get(Rv64State.VIRTUAL) != 0;
    boolean nested = virtual && (real.get(Rv64State.HGATP) & Rv64State.HGATP_MODE.mask()) != 0;
    long register = real.get(nested ? Rv64State.HGATP : virtual ? Rv64State.VSATP : Rv64State.SATP);
    int space = (int) (register >>> 44 & 0xffff);
    return register >>> 60 == 0 && !virtual
        || tables.getOrDefault(register << 20 >>> 8, -1) == running
            && (nested ? vmids : asids).getOrDefault(space, -1) == running;
  }

  @Override
  public Engine engine() {
    return inner.engine();
  }

  @Override
  public Design design(Design asked) {
    return inner.design(asked);
  }

  /** Few frames: so that guests come to the end of them. */
  @Override
  public Resources resources(Allocator allocator, int realHart, long frames) {
    return new Tagged(inner.resources(allocator, realHart, FRAMES), memories.size());
  }

  @Override
  public ShadowSpaces spaces(
      Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
    memories.add(hostMap);
    return inner.spaces(hardware, resources, policy, hostMap);
  }

  @Override
  public void accesses(long address, int bytes, AccessKind kind, boolean walk) {
    // An instruction for cache blocks asks in the same way whether its block is memory.
    boolean mayProbe = kind == AccessKind.READ && address % BLOCK == 0;
    // In VS and VU the guest's own tables are walked too, where G-stage says that they are.
    boolean mayWalk = hart != null && hart.state.get(Rv64State.VIRTUAL) != 0;
    boolean own =
        isOwnFrame(address, walk)
            || (!walk || mayProbe || mayWalk) && contains(memories.get(running), address, bytes);
    if (!own) {
      throw new Violation(
          "guest %d: %s%s of %d bytes at %x"
              .formatted(running, walk ? "walk, " : "", kind, bytes, address));
    }
  }

  /**
   * Whether a frame was given for the guest, and is used as it was before: to be walked as a table,
   * or else, where the design puts pages of its own in the guest's way, to be accessed. A frame
   * that is both lets the guest write its own real tables.
   */
  private boolean isOwnFrame(long address, boolean walk) {
    long frame = address & FRAME;
    boolean mayAccess = walk || running < patched.size() && patched.get(running);
    return mayAccess
        && tables.getOrDefault(frame, -1) == running
        && walk == walked.computeIfAbsent(frame, _ -> walk);
  }

  /** Guests, in the order in which they were defined, that have pages of the monitor's own. */
  void patches(boolean whether) {
    patched.add(whether);
  }

  private static boolean contains(HostMap memory, long address, int bytes) {
    long offset = address - memory.hostBase();
    return offset >= 0 && offset + bytes <= memory.size();
  }

  private final class Tagged implements Resources {
    private final Resources usual;
    private final int guest;
    private int taken;

    Tagged(Resources usual, int guest) {
      this.usual = usual;
      this.guest = guest;
    }

    @Override
    public long takeFrame() {
      long frame = usual.takeFrame();
      if (frame != NO_FRAME) {
        note(frame);
      }
      return frame;
    }

    private void note(long frame) {
      boolean isMemory = memories.stream().anyMatch(memory -> contains(memory, frame, 4096));
      Integer before = tables.put(frame, guest);
      walked.remove(frame);
      if (++taken > FRAMES) {
        throw new Violation("guest %d has %d frames for its tables".formatted(guest, taken));
      }
      if (isMemory || before != null) {
        throw new Violation("frame %x given to guest %d is somebody's".formatted(frame, guest));
      }
    }

    @Override
    public void giveFrame(long frame) {
      tables.remove(frame, guest);
      taken--;
      usual.giveFrame(frame);
    }

    @Override
    public int takeAsid() {
      int asid = usual.takeAsid();
      Integer before = asid == NO_ASID ? null : asids.put(asid, guest);
      if (before != null) {
        throw new Violation("ASID %d given to guest %d is in use".formatted(asid, guest));
      }
      return asid;
    }

    @Override
    public void giveAsid(int asid) {
      asids.remove(asid);
      usual.giveAsid(asid);
    }

    @Override
    public long takeGuestRoot() {
      long root = usual.takeGuestRoot();
      if (root != NO_FRAME) {
        ROOT.forEach(offset -> note(root + offset));
      }
      return root;
    }

    @Override
    public void giveGuestRoot(long root) {
      ROOT.forEach(offset -> tables.remove(root + offset, guest));
      taken -= ROOT.size();
      usual.giveGuestRoot(root);
    }

    @Override
    public int takeVmid() {
      int vmid = usual.takeVmid();
      Integer before = vmid == NO_VMID ? null : vmids.put(vmid, guest);
      if (before != null) {
        throw new Violation("VMID %d given to guest %d is in use".formatted(vmid, guest));
      }
      return vmid;
    }

    @Override
    public void giveVmid(int vmid) {
      vmids.remove(vmid);
      usual.giveVmid(vmid);
    }
  }
}
