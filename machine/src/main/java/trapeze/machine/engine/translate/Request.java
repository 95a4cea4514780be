package trapeze.machine.engine.translate;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import trapeze.machine.engine.generate.Flow;
import trapeze.machine.engine.generate.Region;

/** A region that somebody waits for; made on one thread, taken on another. */
public final class Request {
  private static final long[] NOTHING = new long[0];

  /** Let go of when it has been seen to, for a page may keep a request that it never asks about. */
  private long[] span;

  private final int start;
  private final BitSet heads;
  private final int most;
  private @Nullable TranslatedCode code;
  private BitSet entries = new BitSet();
  private int pages;
  private volatile boolean isDone;

  /**
   * A request.
   *
   * @param span packed instructions by place, see {@link Region}; not to be changed
   * @param start the place where the region begins
   * @param heads places that execution is known to come to from elsewhere
   * @param most instructions of the region
   */
  public Request(long[] span, int start, BitSet heads, int most) {
    this.span = span;
    this.start = start;
    this.heads = heads;
    this.most = most;
  }

  Region find(Flow flow, int fewer) {
    return new RegionFinder(flow, fewer).find(span, start, heads);
  }

  /** The place where the region begins. */
  public int start() {
    return start;
  }

  /** Instructions of the region, at most. */
  int most() {
    return most;
  }

  /** Whether it has been seen to. */
  public boolean isDone() {
    return isDone;
  }

  /** The code, once it has been seen to; nothing if none can be made. */
  public @Nullable TranslatedCode code() {
    return code;
  }

  /** The places that the code may be entered at. */
  public BitSet entries() {
    return entries;
  }

  /** The pages of the span that the code is made from, a bit each. */
  public int pages() {
    return pages;
  }

  void complete(@Nullable TranslatedCode made, Region region) {
    code = made;
    entries = region.entries();
    pages = region.pages();
    completeWithoutCode();
  }

  /** It could not be seen to: what it is about stays the interpreter's. */
  void completeWithoutCode() {
    span = NOTHING;
    isDone = true;
  }
}
