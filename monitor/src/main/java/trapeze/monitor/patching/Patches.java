package trapeze.monitor.patching;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.monitor.design.Place;
import trapeze.shadow.Resources;

/** The patched pages of one virtual hart's kernel, and the stubs that they lead to. */
class Patches {
  private static final long PAGE = 4096;

  /** Of a quota that page tables need too. */
  private static final int MOST_FRAMES = 128;

  /** Instructions whose traps are counted; then counting begins anew. */
  private static final int MOST_COUNTED = 1 << 16;

  /** Times that a page is stored to before it is left as it is. */
  private static final int MOST_DROPS = 4;

  private static final int NEVER = Integer.MIN_VALUE;

  /** The same for all virtual harts whose instructions are decoded alike. */
  private static final Map<IntToLongFunction, BitSet> ILLEGAL = new ConcurrentHashMap<>();

  private final Place place;
  private final int threshold;
  private final IntToLongFunction decoder;
  private final StateLayout layout = new StateLayout();
  private final StubCompiler compiler;
  private final Holes holes;
  private final Frames frames;
  private final Map<Long, PatchedPage> pages = new HashMap<>();
  private final Map<Long, StubPage> stubPages = new HashMap<>();
  private final Map<Long, Integer> traps = new HashMap<>();
  private final Map<Long, Integer> drops = new HashMap<>();

  /** Halfwords that are an illegal instruction whatever stands behind them; never changed. */
  private final BitSet illegal;

  private int taken;
  private @Nullable StatePage state;

  Patches(Place place, int threshold) {
    this.place = place;
    this.threshold = threshold;
    this.decoder = place.virtual().engine().decoder();
    this.compiler = new StubCompiler(place.virtual().engine().set(), place.virtual().state, layout);
    this.holes = new Holes(place.virtual());
    this.frames = new Frames(place.hardware());
    this.illegal = ILLEGAL.computeIfAbsent(decoder, Patches::illegal);
  }

  private static BitSet illegal(IntToLongFunction decoder) {
    BitSet illegal = new BitSet();
    for (int half = 0; half < 1 << 16; half++) {
      illegal.set(half, (half & 3) != 3 && decoder.applyAsLong(half) == 0);
    }
    return illegal;
  }

  /** Whether there are any. */
  boolean isEmpty() {
    return pages.isEmpty();
  }

  /** The page of virtual state, which there is as long as there are patches. */
  @Nullable StatePage state() {
    return state;
  }

  Holes holes() {
    return holes;
  }

  /** The patched page that has a frame of the guest's. */
  @Nullable PatchedPage ofFrame(long guestPhysical) {
    return pages.get(guestPhysical & -PAGE);
  }

  /** Whether a block of the guest's memory has a patched page in it. */
  boolean touches(long guestPhysical, int shift) {
    long block = guestPhysical & -(1L << shift);
    return pages.keySet().stream().anyMatch(frame -> frame - block >>> shift == 0);
  }

  /** The stub page that an address is in. */
  @Nullable StubPage stubPage(long address) {
    return stubPages.get(address & -PAGE);
  }

  /**
   * Whether an address is in the middle of what has been patched, or so before it that an
   * instruction there would reach into it.
   */
  boolean isBeside(long pc) {
    for (PatchedPage page : pages.values()) {
      if (page.address == (pc & -PAGE)
          && (page.stubs.containsKey(pc - 2) || page.stubs.containsKey(pc + 2))) {
        return true;
      }
    }
    return false;
  }

  /** Counts a trap of an instruction in virtual S; patches it when it has trapped often. */
  void count(long pc, int bits) {
    if (traps.size() >= MOST_COUNTED) {
      traps.clear();
    }
    int count = traps.merge(pc, 1, (before, one) -> before < 0 ? before : before + one);
    if (count >= threshold) {
      traps.put(pc, NEVER);
      try {
        patch(pc, bits);
      } catch (Unpatchable _) {
        // Then it goes on trapping.
      }
    }
  }

  /** The stub of an instruction. */
  StubCode compile(long packed) {
    return compiler.compile(packed);
  }

  /** The page in which stubs find what they need. */
  StatePage statePage(StateLayout places, long frame) {
    return new StatePage(place.virtual(), place.hardware(), places, frame);
  }

  private void patch(long pc, int bits) {
    long packed = decoder.applyAsLong(bits);
    int offset = (int) (pc & (PAGE - 1));
    if (packed == 0 || PackedInstruction.length(packed) != 4 || offset == 0 || offset > PAGE - 4) {
      throw new Unpatchable("it is no instruction inside a page");
    }
    StubCode code = compile(packed);
    long guestFrame = frameOf(pc);
    PatchedPage page = pages.get(guestFrame);
    if (page != null && (page.address != (pc & -PAGE) || page.stubs.containsKey(pc))
        || drops.getOrDefault(guestFrame, 0) >= MOST_DROPS) {
      throw new Unpatchable("its page is used in other ways");
    }
    long original = place.hostMap().toHost(guestFrame);
    if (frames.word(original + offset) != bits) {
      throw new Unpatchable("it has been changed");
    }
    int before = frames.half((page == null ? original : page.copy) + offset - 2);
    LongPredicate accepts = start -> isExact(pc, before, start, code);
    if (state == null) {
      state = statePage(layout, takeFrame());
    }
    StubPage stubs = stubPageFor(pc, code, accepts);
    if (page == null) {
      page = new PatchedPage(pc & -PAGE, guestFrame, original, copyFrame(stubs), place.hardware());
      pages.put(guestFrame, page);
      place.spaces().dropFrame(original);
    }
    long start = stubs.room(code.words().length, accepts).orElseThrow();
    Stub stub = new Stub(pc, bits, start, code);
    stubs.add(stub);
    page.stubs.put(pc, stub);
    frames.write(stubs.frame + (start & (PAGE - 1)), code.words());
    long back = start + 4L * code.back();
    frames.write(stubs.frame + (back & (PAGE - 1)), Assembly.jump(pc + 4 - back));
    frames.write(page.copy + offset, Assembly.jump(start - pc));
    place.hardware().fenceInstructions();
  }

  /**
   * Whether a jump to a stub at an address reaches it, and whoever jumps into its middle, or in
   * front of it to what would reach into it, traps: the monitor interprets what the guest has
   * there.
   *
   * @param before the halfword in front of the instruction
   */
  boolean isExact(long pc, int before, long start, StubCode code) {
    long reach = (1 << 20) - 4;
    if (Math.abs(start - pc) > reach || Math.abs(start + 4L * code.back() - pc - 4) > reach) {
      return false;
    }
    int jump = Assembly.jump(start - pc);
    boolean trapsInside = illegal.get(jump >>> 16);
    boolean trapsBefore = (before & 3) != 3 || decoder.applyAsLong(before | jump << 16) == 0;
    return trapsInside && trapsBefore;
  }

  private StubPage stubPageFor(long pc, StubCode code, LongPredicate accepts) {
    int words = code.words().length;
    for (StubPage page : stubPages.values()) {
      if (page.room(words, accepts).isPresent()) {
        return page;
      }
    }
    OptionalLong hole =
        holes.near(
            pc,
            address ->
                !stubPages.containsKey(address)
                    && address != -PAGE
                    && new StubPage(address, 0).room(words, accepts).isPresent());
    StubPage made =
        new StubPage(
            hole.orElseThrow(() -> new Unpatchable("there is no room near it")), takeFrame());
    stubPages.put(made.address, made);
    return made;
  }

  /** The guest-physical address of the page that the guest's kernel executes at an address. */
  private long frameOf(long pc) {
    int result = AddressTranslation.CHANGED;
    while (result == AddressTranslation.CHANGED) {
      result =
          (int)
              place
                  .virtual()
                  .engine()
                  .definitions()
                  .translate(
                      place.virtual(), pc, AccessKind.EXECUTE.ordinal(), PrivilegeMode.S.code());
    }
    long frame = place.virtual().state.get(Rv64State.WALK_ADDRESS) & -PAGE;
    if (result != AddressTranslation.TRANSLATED || !place.hostMap().contains(frame, PAGE)) {
      throw new Unpatchable("it is not in the guest's memory");
    }
    return frame;
  }

  private long copyFrame(StubPage stubs) {
    try {
      return takeFrame();
    } catch (Unpatchable full) {
      giveIfEmpty(stubs);
      throw full;
    }
  }

  private long takeFrame() {
    long frame = taken < MOST_FRAMES ? place.resources().takeFrame() : Resources.NO_FRAME;
    if (frame == Resources.NO_FRAME) {
      throw new Unpatchable("the quota is spent");
    }
    taken++;
    return frame;
  }

  private void giveFrame(long frame) {
    place.spaces().dropFrame(frame);
    place.resources().giveFrame(frame);
    taken--;
  }

  /** The guest has changed a page: it is executed as it is. */
  void drop(PatchedPage page) {
    pages.remove(page.guestFrame);
    drops.merge(page.guestFrame, 1, Integer::sum);
    for (Stub stub : page.stubs.values()) {
      StubPage in = stubPages.get(stub.start() & -PAGE);
      if (in != null) {
        in.remove(stub);
        giveIfEmpty(in);
      }
      traps.remove(stub.site());
    }
    giveFrame(page.copy);
    if (pages.isEmpty() && state != null) {
      place.spaces().dropFrame(state.frame);
    }
  }

  /** The page is not patched again. */
  void ban(PatchedPage page) {
    drop(page);
    drops.put(page.guestFrame, MOST_DROPS);
  }

  /** Nothing is patched any more. */
  void dropAll() {
    List.copyOf(pages.values()).forEach(this::drop);
  }

  /** The guest has something of its own where stubs are. */
  void drop(StubPage stubs) {
    for (PatchedPage page : List.copyOf(pages.values())) {
      if (page.stubs.values().stream().anyMatch(stubs.stubs()::contains)) {
        drop(page);
      }
    }
  }

  /** Drops what somebody has changed without a store of the guest's. */
  void verify() {
    List<PatchedPage> changed = new ArrayList<>();
    for (PatchedPage page : pages.values()) {
      if (!page.isCurrent(place.hardware())) {
        changed.add(page);
      }
    }
    changed.forEach(this::drop);
  }

  /** Gives its frames back. */
  void release() {
    dropAll();
    if (state != null) {
      giveFrame(state.frame);
      state = null;
    }
  }

  private void giveIfEmpty(StubPage page) {
    if (page.isEmpty()) {
      stubPages.remove(page.address);
      giveFrame(page.frame);
    }
  }
}
