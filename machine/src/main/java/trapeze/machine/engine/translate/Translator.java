package trapeze.machine.engine.translate;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.InstructionSet;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.engine.generate.Flow;
import trapeze.machine.engine.generate.Region;
import trapeze.machine.engine.generate.RegionGenerator;

/**
 * Makes code of regions, at once or on a thread of its own. Each becomes a hidden class, which goes
 * when nobody holds its code any more.
 */
public final class Translator {
  private static final int LONGEST_QUEUE = 256;
  private static final boolean IN_BACKGROUND = Optimisation.BACKGROUND_TRANSLATION.isOn();

  private final InstructionSet set;
  private final MethodHandles.@Nullable Lookup lookup;
  private final BlockingQueue<Request> queue = new ArrayBlockingQueue<>(LONGEST_QUEUE);
  private final Consumer<Throwable> onFailure;
  private volatile @Nullable Flow flow;
  private boolean isRunning;

  /** Whether the thread has met a mistake of Trapeze's own, or of the JVM's. */
  private boolean hasFailed;

  /**
   * A translator of an instruction set.
   *
   * @param lookup what defines classes beside the generated ones; nothing if there are none that
   *     translations could agree with
   */
  public Translator(InstructionSet set, MethodHandles.@Nullable Lookup lookup) {
    this(set, lookup, Translator::tell);
  }

  /**
   * The same.
   *
   * @param onFailure who is told, once, that the thread failed at a region
   */
  Translator(
      InstructionSet set, MethodHandles.@Nullable Lookup lookup, Consumer<Throwable> onFailure) {
    this.lookup = lookup;
    this.set = set;
    this.onFailure = onFailure;
  }

  /** Where execution goes behind each instruction. */
  public Flow flow() {
    Flow known = flow;
    return known == null ? makeFlow() : known;
  }

  private synchronized Flow makeFlow() {
    Flow known = flow;
    if (known == null) {
      known = new Flow(set);
      flow = known;
    }
    return known;
  }

  /** Whether anything can be translated. */
  public boolean isAble() {
    return lookup != null;
  }

  /**
   * Makes code of what a request is about: of less than that, if HotSpot would not compile it all;
   * of nothing, if the instruction that it begins with is not to be translated.
   */
  public void translate(Request request) {
    TranslatedCode made = null;
    Region region = request.find(flow(), request.most());
    MethodHandles.Lookup definer = lookup;
    if (definer != null && region.packed()[region.start()] != 0) {
      RegionGenerator generator = new RegionGenerator(set, flow());
      byte[] bytes = generator.generate(region);
      for (int most = request.most() / 2; bytes.length == 0 && most > 0; most /= 2) {
        region = request.find(flow(), most);
        bytes = generator.generate(region);
      }
      made = bytes.length == 0 ? null : load(definer, bytes);
    }
    request.complete(made, region);
  }

  private static TranslatedCode load(MethodHandles.Lookup definer, byte[] bytes) {
    try {
      return (TranslatedCode)
          definer.defineHiddenClass(bytes, true).lookupClass().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a translated region cannot be loaded", e);
    }
  }

  /** Has a request seen to, on another thread as a rule; says whether there was room for it. */
  public boolean submit(Request request) {
    if (!IN_BACKGROUND) {
      translate(request);
      return true;
    }
    start();
    return queue.offer(request);
  }

  private synchronized void start() {
    if (!isRunning) {
      isRunning = true;
      Thread.ofPlatform().daemon().name("translator").start(this::work);
    }
  }

  private void work() {
    while (true) {
      Request request;
      try {
        request = queue.take();
      } catch (InterruptedException e) {
        return;
      }
      translateIfPossible(request);
    }
  }

  /**
   * Nobody waits for this thread, and it serves many harts: whatever goes wrong with one region is
   * told once, and the interpreter goes on with what the region is about.
   */
  private void translateIfPossible(Request request) {
    try {
      translate(request);
    } catch (RuntimeException | Error e) {
      request.completeWithoutCode();
      if (!hasFailed) {
        hasFailed = true;
        onFailure.accept(e);
      }
    }
  }

  private static void tell(Throwable failure) {
    System.err.println(
        "trapeze: internal error: guest code could not be translated, and is interpreted: "
            + failure);
  }
}
