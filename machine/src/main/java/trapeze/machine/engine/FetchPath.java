package trapeze.machine.engine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.state.HartState;
import trapeze.machine.device.Bus;
import trapeze.machine.engine.generate.Flow;
import trapeze.machine.engine.translate.TranslatedCode;

/**
 * Instruction fetch: decoded pages by physical address, found by virtual address.
 *
 * <p>A fetched instruction may be stale until FENCE.I, as the manual allows; stores cost nothing
 * for it. An instruction that crosses into the next page is fetched anew each time.
 */
public abstract class FetchPath extends AtomicPath {
  private static final int MOST_DECODED_PAGES = 4096;

  private static final long[] NOTHING_DECODED = new long[CodePage.SLOTS];

  private final ContextTable<FetchContext> contexts =
      new ContextTable<>(FetchContext::new, this::mostContexts);
  private FetchContext context = contexts.find(new Regime());
  private int fetchMode;
  private final Map<Long, CodePage> pages = new HashMap<>();
  private final DecodeCache decoded;
  private long generation;
  private boolean marks;

  /** Marks of decoded pages that the loop does not stop at for a while. */
  final RestingMarks resting = new RestingMarks();

  /** Whether the loop is left where it comes to another page at a place without a mark. */
  boolean marksEntries;

  /** The page entered last; none where nothing may be cached. */
  private @Nullable CodePage current;

  /** Whether the generated loop was left because execution comes to another page. */
  public boolean leftForPage;

  FetchPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
    decoded = new DecodeCache(engine.decoder());
  }

  /** An instruction's packed form; 0 if its bits are none. */
  protected final long decode(int bits) {
    return decoded.decode(bits);
  }

  final void useFetchContext(Regime regime) {
    fetchMode = regime.mode;
    if (!context.isFor(regime)) {
      context = contexts.find(regime);
    }
  }

  /** Drops every decoded page. */
  final void forgetDecoded() {
    pages.clear();
    resting.forget();
    contexts.clear();
  }

  final void clearFetch() {
    contexts.clear();
  }

  final void fenceFetch(Fence fence) {
    contexts.fence(fence);
  }

  /** Lets later fetches see what is in memory now: FENCE.I, or someone else changed the code. */
  public final void fenceInstructions() {
    generation++;
    stopAfterThis();
  }

  /** The table of decoded instructions for the page of an address; raises what the fetch raises. */
  public final long[] enter(long pc) {
    CodePage page = context.find(pc);
    if (page == null) {
      page = findPage(pc);
    }
    current = page;
    if (page == null) {
      return NOTHING_DECODED;
    }
    page.bringTo(generation);
    return page.packed;
  }

  /**
   * The same for the generated loop where it begins, with marks where it is to stop; nothing where
   * the page must be entered by somebody else first.
   */
  public final long @Nullable [] knownTable(long pc) {
    CodePage page = context.find(pc);
    return page == null || !page.isOf(generation) ? null : page.marked;
  }

  /** The same where the loop comes to another page, which is to be a mark. */
  public final long @Nullable [] nextTable(long pc) {
    CodePage page = context.find(pc);
    return page == null || !page.isOf(generation) || marksEntries && page.headAt(slot(pc)) == null
        ? null
        : page.marked;
  }

  /** Marks where the page entered last was come to, if the loop was left to enter it. */
  final void markEntry(long pc) {
    CodePage page = current;
    if (leftForPage && marks && page != null) {
      page.mark(slot(pc));
    }
    leftForPage = false;
  }

  /** The decoded page of an address as it is now, if the translation of the address is known. */
  final @Nullable CodePage knownPage(long pc) {
    CodePage page = context.find(pc);
    if (page != null) {
      current = page;
      page.bringTo(generation);
    }
    return page;
  }

  /** The decoded page of an address, if it is known and needs no comparison with memory. */
  final @Nullable CodePage pageAsItIs(long address) {
    CodePage page = context.find(address);
    return page != null && page.isOf(generation) ? page : null;
  }

  /** The code that an address is known to lead to. */
  final @Nullable Link linkFrom(long pc) {
    return context.link(pc, generation);
  }

  /** Keeps where an address leads as long as nothing changes that decides about it. */
  final void keepLink(long pc, TranslatedCode code, long base, int valid) {
    context.keepLink(pc, generation, code, base, valid);
  }

  /** The page being executed; none where nothing may be cached. */
  final @Nullable CodePage currentPage() {
    return current;
  }

  static int slot(long pc) {
    return (int) (pc & (PAGE - 1)) >>> 1;
  }

  /** Says whether places that are likely to be executed often are marked. */
  final void markHeads(boolean wanted) {
    marks = wanted;
    marksEntries = wanted;
  }

  /** Marks what a decoded instruction jumps back to, or calls, or comes back to. */
  private void markTargets(CodePage page, long pc, long packed) {
    Flow flow = engine.translator().flow();
    Flow.Kind kind = flow.kind(packed);
    int offset = (int) pc & (PAGE - 1);
    boolean isCall = kind != Flow.Kind.NEXT && kind != Flow.Kind.BRANCH && flow.links(packed);
    if (kind == Flow.Kind.BRANCH || kind == Flow.Kind.JUMP) {
      long distance = Flow.distance(packed);
      long target = offset + distance;
      if ((distance < 0 || isCall) && target >= 0 && target < PAGE) {
        page.mark((int) target >>> 1);
      }
    }
    int next = offset + PackedInstruction.length(packed);
    if (isCall && kind != Flow.Kind.OUTSIDE && next < PAGE) {
      page.mark(next >>> 1);
    }
  }

  /** Decodes what stands behind an instruction in its page, as far as execution must come to it. */
  final void decodeOnward(CodePage page, long pc) {
    long next = pc;
    while ((next & PAGE_MASK) == (pc & PAGE_MASK)) {
      long packed = decodeIn(page, next);
      if (packed == 0 || engine.translator().flow().kind(packed) != Flow.Kind.NEXT) {
        return;
      }
      next += PackedInstruction.length(packed);
    }
  }

  /** The instruction at an address in a page; 0 if it is none, or does not end in the page. */
  private long decodeIn(CodePage page, long pc) {
    int offset = (int) pc & (PAGE - 1);
    long known = page.packed[offset >>> 1];
    if (known != 0) {
      return known;
    }
    int bits = halfwordOf(page, offset);
    int length = isShort(bits) ? 2 : 4;
    if (offset + length > PAGE || !keepsDecoded(pc)) {
      return 0;
    }
    if (length == 4) {
      bits |= halfwordOf(page, offset + 2) << 16;
    }
    long packed = decode(bits);
    if (packed != 0) {
      keep(page, pc, packed, bits);
    }
    return packed;
  }

  private void keep(CodePage page, long pc, long packed, int bits) {
    page.keep(slot(pc), PackedInstruction.length(packed), packed, bits);
    if (marks) {
      markTargets(page, pc, packed);
    }
  }

  /**
   * The bits, zero-extended, of the instruction that would be executed at an address in the address
   * space that the hart is in; 0 if it is none, or lies across two pages, or what is there is not
   * known.
   */
  public long knownBits(long pc) {
    CodePage page = pageAsItIs(pc);
    long packed = page == null ? 0 : decodeIn(page, pc);
    return page == null || packed == 0 ? 0 : seenBits(page, pc, packed);
  }

  /**
   * Whether what has been decoded at an address is no system instruction, or nothing is known of
   * the address: a question that costs little and changes nothing.
   */
  public boolean isPlain(long pc) {
    CodePage page = pageAsItIs(pc);
    if (page == null) {
      return true;
    }
    long packed = page.packed[slot(pc)];
    return packed != 0 && engine.translator().flow().kind(packed) != Flow.Kind.OUTSIDE;
  }

  private static int halfwordOf(CodePage page, int offset) {
    return (int) HostAccess.read(page.host + offset, 2);
  }

  /** The instruction at an address in the page entered last, which has not been decoded yet. */
  public final long fetch(long pc) {
    fetches(pc);
    CodePage page = current;
    int bits = fetchBits(page, pc);
    long packed = decode(bits);
    if (packed == 0) {
      throw raise(2, zeroExtended(bits));
    }
    int length = isShort(bits) ? 2 : 4;
    int offset = (int) pc & (PAGE - 1);
    if (page != null && offset + length <= PAGE && keepsDecoded(pc)) {
      keep(page, pc, packed, bits);
    }
    return packed;
  }

  /**
   * The bits that an instruction of the page entered last was decoded from, zero-extended; memory
   * may hold others since.
   */
  final long bitsOf(long pc, long packed) {
    CodePage page = current;
    int offset = (int) pc & (PAGE - 1);
    int length = PackedInstruction.length(packed);
    if (page == null || offset + length > PAGE) {
      return zeroExtended(fetchBits(page, pc));
    }
    return seenBits(page, pc, packed);
  }

  private static long seenBits(CodePage page, long pc, long packed) {
    int slot = slot(pc);
    return PackedInstruction.length(packed) == 2
        ? page.seen(slot)
        : zeroExtended(page.seen(slot) | page.seen(slot + 1) << 16);
  }

  /** The bits of the instruction at {@code state.pc}, zero-extended. */
  @Override
  public long instructionBits() {
    return zeroExtended(fetchBits(findPage(state.pc), state.pc));
  }

  private int fetchBits(@Nullable CodePage page, long pc) {
    int bits = halfword(page, pc);
    if (isShort(bits)) {
      return bits;
    }
    long upper = pc + 2;
    boolean crosses = (upper & (PAGE - 1)) == 0;
    return bits | halfword(crosses ? findPage(upper) : page, upper) << 16;
  }

  private static boolean isShort(int bits) {
    return (bits & 3) != 3;
  }

  private static long zeroExtended(int bits) {
    return isShort(bits) ? bits & 0xffffL : bits & 0xffff_ffffL;
  }

  private int halfword(@Nullable CodePage page, long address) {
    if (page != null) {
      return (int) HostAccess.read(page.host + (address & (PAGE - 1)), 2);
    }
    long physical = translate(address, 2, AccessKind.EXECUTE, fetchMode);
    if (!isMemory(physical, 2)) {
      throw accessFault(address, AccessKind.EXECUTE);
    }
    report(physical, 2, AccessKind.EXECUTE, false);
    return (int) HostAccess.read(host(physical), 2);
  }

  /** Decoded pages kept; beyond, all are dropped. A page takes about 20 KiB. */
  protected int mostDecodedPages() {
    return MOST_DECODED_PAGES;
  }

  /** The decoded page for an address, or none where each fetch must be checked by itself. */
  private @Nullable CodePage findPage(long address) {
    CodePage known = context.find(address);
    if (known != null || observer != null) {
      return known;
    }
    long physical = translate(address, 2, AccessKind.EXECUTE, fetchMode) & PAGE_MASK;
    if (!isMemory(physical, PAGE)) {
      throw accessFault(address, AccessKind.EXECUTE);
    }
    if (!holdsForPage) {
      return null;
    }
    if (pages.size() >= mostDecodedPages()) {
      forgetDecoded();
    }
    CodePage page =
        pages.computeIfAbsent(
            physical, at -> new CodePage(bus.memory().segment(at, PAGE), generation));
    context.enter(address, page);
    context.noteLeaf(address, leafShift);
    return page;
  }
}
