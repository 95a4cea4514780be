package trapeze.laws;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.rv64.HypervisorLevel;
import trapeze.isa.rv64.Rv64;
import trapeze.laws.Draws.Weighted;

/**
 * What generated guests are made of: a weight for each knob, 0 for never. Knobs are the kinds of
 * scenes, modes, address spaces, kinds of address, every extension and every control register that
 * the definitions have, so that what they gain is drawn without a further line.
 */
public final class Mix {
  private static final String LENGTH = "length";
  private static final String SPECIAL = "special-values";
  private static final String DELEGATION = "delegation";
  private static final String CSR = "csr.";
  private static final String HYPERVISOR = "hypervisor";
  private static final List<String> SPACES = List.of("bare", "sv39", "sv48", "sv57");

  private static final List<String> GUESTS = List.of("guest-bare", "sv39x4", "sv48x4", "sv57x4");

  private static final Map<String, Knob> KNOBS = knobs();

  /** Weights of the kinds of scenes that are about guests, where there are any. */
  private static final Map<Kind, Integer> ABOUT_GUESTS =
      Map.ofEntries(
          Map.entry(Kind.GUEST_ENTER, 60),
          Map.entry(Kind.GUEST_CALL, 24),
          Map.entry(Kind.GUEST_ACCESS, 24),
          Map.entry(Kind.GUEST_CSR, 30),
          Map.entry(Kind.GUEST_READ, 3),
          Map.entry(Kind.GUEST_FENCE, 6),
          Map.entry(Kind.GUEST_REMAP, 8),
          Map.entry(Kind.GUEST_DELEGATE, 20),
          Map.entry(Kind.GUEST_INTERRUPT, 8),
          Map.entry(Kind.GUEST_MPRV, 4),
          Map.entry(Kind.GUEST_SCENE, 90),
          Map.entry(Kind.ENTER, 8),
          Map.entry(Kind.REMAP, 4),
          Map.entry(Kind.SCENE, 12));

  /** What the laws draw. */
  public static final Mix USUAL =
      new Mix(
          KNOBS.values().stream()
              .collect(Collectors.toMap(Knob::name, Knob::usual, (a, _) -> a, LinkedHashMap::new)));

  /** What can be turned, how far it is unless someone does, and what it is. */
  public record Knob(String name, int usual, String about) {}

  private final Map<String, Integer> weights;

  private Mix(Map<String, Integer> weights) {
    this.weights = Collections.unmodifiableMap(weights);
  }

  private static Map<String, Knob> knobs() {
    List<Knob> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      all.add(new Knob(kind.knob(), kind.usualWeight(), kind.about()));
    }
    all.add(new Knob(LENGTH, Layout.SLOTS / 2, "scenes of a program, at most"));
    all.add(new Knob("mode.m", 1, "machine mode, where a mode is chosen"));
    all.add(new Knob("mode.s", 1, "supervisor mode"));
    all.add(new Knob("mode.u", 1, "user mode"));
    all.add(new Knob("bare", 1, "no translation, where an address space is chosen"));
    all.add(new Knob("sv39", 1, "the address space with Sv39"));
    all.add(new Knob("sv48", 1, "the one with Sv48"));
    all.add(new Knob("sv57", 1, "the one with Sv57"));
    all.add(new Knob(HYPERVISOR, 0, "1: the machine has the hypervisor extension"));
    all.add(new Knob("mode.vs", 1, "a guest's supervisor mode, where a guest is entered"));
    all.add(new Knob("mode.vu", 1, "a guest's user mode"));
    all.add(new Knob("guest-bare", 1, "no second stage, where a guest is entered"));
    all.add(new Knob("sv39x4", 1, "the guest with Sv39x4"));
    all.add(new Knob("sv48x4", 1, "the one with Sv48x4"));
    all.add(new Knob("sv57x4", 1, "the one with Sv57x4"));
    all.add(new Knob("aligned", 4, "accesses that are aligned"));
    all.add(new Knob("misaligned", 2, "accesses at any byte"));
    all.add(new Knob("page-end", 1, "accesses at or across the end of a page"));
    all.add(new Knob("data", 8, "accesses to data pages"));
    all.add(new Knob("device", 2, "accesses to devices"));
    all.add(new Knob("nowhere", 1, "accesses to what is not there"));
    all.add(new Knob(SPECIAL, 3, "of 4 floating-point values, how many are special"));
    all.add(new Knob(DELEGATION, 1, "traps delegated to S at the start; 0: none"));
    Rv64.SET.instructions().stream()
        .map(Instruction::extension)
        .distinct()
        .forEach(each -> all.add(new Knob(each, 1, "instructions of " + each)));
    HypervisorLevel.othersOf(Rv64.SET).stream()
        .map(Csr::name)
        .forEach(each -> all.add(new Knob(CSR + each, 1, "accesses to " + each)));
    Rv64.SET.csrs().stream()
        .filter(HypervisorLevel::isAdded)
        .map(Csr::name)
        .forEach(each -> all.add(new Knob(CSR + each, 1, "accesses to " + each)));
    return all.stream()
        .collect(Collectors.toMap(Knob::name, each -> each, (a, _) -> a, LinkedHashMap::new));
  }

  /** Every knob there is. */
  public static List<Knob> all() {
    return List.copyOf(KNOBS.values());
  }

  /**
   * The same with one knob turned.
   *
   * @throws IllegalArgumentException if there is no such knob, or the weight is out of range
   */
  public Mix with(String knob, int weight) {
    if (!KNOBS.containsKey(knob)) {
      throw new IllegalArgumentException("there is no knob '%s'".formatted(knob));
    }
    int most = knob.equals(LENGTH) ? Layout.SLOTS : 100_000;
    int least = knob.equals(LENGTH) ? 1 : 0;
    if (weight < least || weight > most) {
      throw new IllegalArgumentException(
          "%s takes a number from %d to %d, not %d".formatted(knob, least, most, weight));
    }
    Map<String, Integer> changed = new LinkedHashMap<>(weights);
    changed.put(knob, weight);
    return new Mix(changed);
  }

  /** The same with a kind's weight turned. */
  public Mix with(Kind kind, int weight) {
    return with(kind.knob(), weight);
  }

  /** The same without some kinds. */
  public Mix without(Kind... kinds) {
    Mix made = this;
    for (Kind kind : kinds) {
      made = made.with(kind, 0);
    }
    return made;
  }

  /** The same for machines with the hypervisor extension, most scenes of which are of guests. */
  public Mix withHypervisor() {
    Mix made = with(HYPERVISOR, 1);
    for (Map.Entry<Kind, Integer> each : ABOUT_GUESTS.entrySet()) {
      made = made.with(each.getKey(), each.getValue());
    }
    return made;
  }

  /** Whether machines have the hypervisor extension. */
  boolean hasHypervisor() {
    return weight(HYPERVISOR) > 0;
  }

  /** How far a knob is turned. */
  public int weight(String knob) {
    return weights.getOrDefault(knob, 0);
  }

  int weight(Kind kind) {
    return weight(kind.knob());
  }

  /** How often an instruction is drawn, compared with others. */
  int weight(Instruction instruction) {
    return weight(instruction.extension());
  }

  /** How often a control register is drawn, compared with others. */
  int weight(Csr csr) {
    return weight(CSR + csr.name());
  }

  int scenes() {
    return weight(LENGTH);
  }

  boolean delegates() {
    return weight(DELEGATION) > 0;
  }

  /** Whether one of four floating-point values is to be special, by chance. */
  Draw<Boolean> isSpecial() {
    int special = Math.min(4, weight(SPECIAL));
    return Draws.frequency(Draws.weight(special, true), Draws.weight(4 - special, false));
  }

  /** A mode: M if none is wanted. */
  Draw<Integer> mode() {
    return orElse(3, weighted("mode.m", 3), weighted("mode.s", 1), weighted("mode.u", 0));
  }

  /** A mode below M: M if none is wanted. */
  Draw<Integer> below() {
    return orElse(3, weighted("mode.s", 1), weighted("mode.u", 0));
  }

  /** An address space: -1 for none, else the number of one with tables. */
  Draw<Integer> space() {
    List<Weighted<Integer>> all = new ArrayList<>();
    for (int i = 0; i < SPACES.size(); i++) {
      all.add(weighted(SPACES.get(i), i - 1));
    }
    return orElse(-1, all);
  }

  /** An address space with tables; the first if none is wanted. */
  Draw<Integer> paged() {
    List<Weighted<Integer>> all = new ArrayList<>();
    for (int i = 1; i < SPACES.size(); i++) {
      all.add(weighted(SPACES.get(i), i - 1));
    }
    return orElse(0, all);
  }

  /** A guest's mode: VS if none is wanted. */
  Draw<Integer> guestMode() {
    return orElse(1, weighted("mode.vs", 1), weighted("mode.vu", 0));
  }

  /** A guest by its G-stage: -1 for one without, else the number of one with tables. */
  Draw<Integer> guest() {
    List<Weighted<Integer>> all = new ArrayList<>();
    for (int i = 0; i < GUESTS.size(); i++) {
      all.add(weighted(GUESTS.get(i), i - 1));
    }
    return orElse(-1, all);
  }

  /** A guest with G-stage tables; the first if none is wanted. */
  Draw<Integer> pagedGuest() {
    List<Weighted<Integer>> all = new ArrayList<>();
    for (int i = 1; i < GUESTS.size(); i++) {
      all.add(weighted(GUESTS.get(i), i - 1));
    }
    return orElse(0, all);
  }

  /** An instruction or another thing, by its weight. */
  static <T> Draw<T> orElse(T otherwise, List<Weighted<T>> values) {
    return values.stream().anyMatch(each -> each.weight() > 0)
        ? Draws.frequency(values)
        : Draws.just(otherwise);
  }

  private <T> Weighted<T> weighted(String knob, T value) {
    return Draws.weight(weight(knob), value);
  }

  @SafeVarargs
  private static <T> Draw<T> orElse(T otherwise, Weighted<T>... values) {
    return orElse(otherwise, List.of(values));
  }

  /** The knobs that are not as usual, as {@code --mix} takes them. */
  @Override
  public String toString() {
    return weights.entrySet().stream()
        .filter(each -> !each.getValue().equals(USUAL.weight(each.getKey())))
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(","));
  }
}
