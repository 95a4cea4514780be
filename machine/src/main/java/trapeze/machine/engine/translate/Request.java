package trapeze.machine.engine.translate;

import org.jspecify.annotations.Nullable;
import trapeze.machine.engine.generate.Region;

/** A region that somebody waits for; made on one thread, taken on another. */
public final class Request {
  private final Region region;
  private final int version;
  private volatile @Nullable TranslatedCode code;
  private volatile boolean isDone;

  /**
   * A request.
   *
   * @param version of the page that the region was found in, for the one who asks
   */
  public Request(Region region, int version) {
    this.region = region;
    this.version = version;
  }

  /** What is to be made code of. */
  public Region region() {
    return region;
  }

  /** The version of the page that the region was found in. */
  public int version() {
    return version;
  }

  /** Whether it has been seen to. */
  public boolean isDone() {
    return isDone;
  }

  /** The code; nothing if it is not there yet or none can be made. */
  public @Nullable TranslatedCode code() {
    return code;
  }

  void complete(@Nullable TranslatedCode made) {
    code = made;
    isDone = true;
  }
}
