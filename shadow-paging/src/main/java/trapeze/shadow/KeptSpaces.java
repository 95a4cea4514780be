package trapeze.shadow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Optimisation;

/**
 * Which context has which real space, and which makes room for another: the one that has not been
 * entered for longest.
 */
final class KeptSpaces {
  /** Whether the space that the guest left last is looked at before all others. */
  private static final boolean PAIRS = Optimisation.PAIRED_CONTEXTS.isOn();

  /** Who is told of each space that is given back. */
  interface Released {
    /**
     * It is about to be.
     *
     * @param forRoom whether another one needs its place
     */
    void released(RealSpace space, boolean forRoom);
  }

  private final Hardware hardware;
  private final Resources resources;
  private final Policy policy;
  private final Released listener;

  /** In order of use, the longest unused first. */
  private final LinkedHashMap<Context, RealSpace> spaces = new LinkedHashMap<>(16, 0.75f, true);

  private @Nullable Context current;
  private @Nullable RealSpace currentSpace;

  /** The context before the current one; system calls go from one to the other and back. */
  private @Nullable Context previous;

  private @Nullable RealSpace previousSpace;

  KeptSpaces(Hardware hardware, Resources resources, Policy policy, Released listener) {
    this.hardware = hardware;
    this.resources = resources;
    this.policy = policy;
    this.listener = listener;
  }

  /** The space of a context, if there is one. Asking does not change which was used last. */
  Optional<RealSpace> ifKept(Context context) {
    return spaces.entrySet().stream()
        .filter(each -> each.getKey().equals(context))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  void forEach(BiConsumer<Context, RealSpace> action) {
    spaces.forEach(action);
  }

  /** The real space of a context; made if there is none. */
  RealSpace enter(Context context) {
    RealSpace space = currentSpace;
    if (space != null && context.equals(current)) {
      return space;
    }
    space = previousSpace;
    if (PAIRS && space != null && context.equals(previous)) {
      become(context, space);
      return space;
    }
    touch();
    space = spaces.get(context);
    if (space == null) {
      space = make(context);
      spaces.put(context, space);
    }
    become(context, space);
    return space;
  }

  private void become(Context context, RealSpace space) {
    previous = current;
    previousSpace = currentSpace;
    current = context;
    currentSpace = space;
  }

  /** Brings the order of use up to date with going back and forth between two contexts. */
  private void touch() {
    if (previous != null) {
      spaces.get(previous);
    }
    if (current != null) {
      spaces.get(current);
    }
  }

  private void forgetCurrent() {
    current = null;
    currentSpace = null;
    previous = null;
    previousSpace = null;
  }

  private RealSpace make(Context context) {
    if (spaces.size() >= policy.spaces()) {
      evict();
    }
    int asid = resources.takeAsid();
    long root = resources.takeFrame();
    while ((asid == Resources.NO_ASID || root == Resources.NO_FRAME) && !spaces.isEmpty()) {
      evict();
      asid = asid == Resources.NO_ASID ? resources.takeAsid() : asid;
      root = root == Resources.NO_FRAME ? resources.takeFrame() : root;
    }
    if (asid == Resources.NO_ASID || root == Resources.NO_FRAME) {
      throw new IllegalStateException("a virtual hart's quota does not hold a single space");
    }
    return new RealSpace(hardware, resources, context.stage(), context.realMode(), asid, root);
  }

  private void evict() {
    RealSpace eldest = spaces.pollFirstEntry().getValue();
    release(eldest, true);
    forgetCurrent();
  }

  /** Gives everything back. */
  void release() {
    spaces.values().forEach(space -> release(space, false));
    spaces.clear();
    forgetCurrent();
  }

  private void release(RealSpace space, boolean forRoom) {
    listener.released(space, forRoom);
    space.giveBackTables();
    resources.giveFrame(space.root());
    resources.giveAsid(space.asid());
  }
}
