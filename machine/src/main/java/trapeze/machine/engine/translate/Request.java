package trapeze.machine.engine.translate;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import trapeze.machine.engine.generate.Flow;
import trapeze.machine.engine.generate.Region;

/** A region that somebody waits for; made on one thread, taken on another. */
public final class Request {
  private final long[] page;
  private final int start;
  private final BitSet heads;
  private final int version;
  private @Nullable TranslatedCode code;
  private BitSet entries = new BitSet();
  private volatile boolean isDone;

  /**
   * A request.
   *
   * @param page packed instructions by halfword, 0 where none is decoded; not to be changed
   * @param start the halfword where the region begins
   * @param heads halfwords that execution is known to come to from elsewhere
   * @param version of the page, for the one who asks
   */
  public Request(long[] page, int start, BitSet heads, int version) {
    this.page = page;
    this.start = start;
    this.heads = heads;
    this.version = version;
  }

  Region find(Flow flow, int most) {
    return new RegionFinder(flow, most).find(page, start, heads);
  }

  /** The halfword where the region begins. */
  public int start() {
    return start;
  }

  /** The version of the page that the region is in. */
  public int version() {
    return version;
  }

  /** Whether it has been seen to. */
  public boolean isDone() {
    return isDone;
  }

  /** The code, once it has been seen to; nothing if none can be made. */
  public @Nullable TranslatedCode code() {
    return code;
  }

  /** The halfwords that the code may be entered at. */
  public BitSet entries() {
    return entries;
  }

  void complete(@Nullable TranslatedCode made, BitSet madeEntries) {
    code = made;
    entries = madeEntries;
    isDone = true;
  }
}
