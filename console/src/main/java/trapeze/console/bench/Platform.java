package trapeze.console.bench;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.engine.translate.Translation;
import trapeze.shadow.Policy;

/**
 * What kernels are run on.
 *
 * @param name short
 * @param meaning in words
 * @param virtualMachine options for the Java virtual machine; empty for QEMU
 * @param words of Trapeze's command; empty for QEMU
 * @param guests that execute the kernel at once
 * @param leftOut optimisations that it does without
 */
public record Platform(
    String name,
    String meaning,
    List<String> virtualMachine,
    List<String> words,
    int guests,
    Set<Optimisation> leftOut) {
  /** The machine with its usual engine. */
  public static final String BARE = "bare";

  /** A virtual machine by trap-and-emulate. */
  public static final String VIRTUAL = "virtual";

  /** Two virtual machines on one real hart. */
  public static final String TWO = "two";

  /** The same with slices of {@value #SHORT_SLICE} steps. */
  public static final String TURNS = "turns";

  /** Two virtual machines on two real harts. */
  public static final String HARTS = "harts";

  /** Steps of a short slice. */
  static final int SHORT_SLICE = 1000;

  /** QEMU's TCG. */
  public static final String QEMU = "qemu";

  /** A virtual machine with the policy of shadow page tables that is usual. */
  public static final String USUAL_POLICY = policy(Policy.CACHED);

  /** Those that others' speed is given against. */
  static final List<String> BASES = List.of(BARE, QEMU, USUAL_POLICY);

  private static final List<Platform> APART_FROM_POLICIES =
      List.of(
          of("interpreter", "the bare machine, nothing translated", Translation.OFF, "machine"),
          of(BARE, "the bare machine, hot code translated", Translation.HOT, "machine"),
          run("virtual-interpreter", "trap-and-emulate, nothing translated", Translation.OFF),
          run(VIRTUAL, "trap-and-emulate", Translation.HOT),
          run("depth2", "trap-and-emulate on trap-and-emulate", Translation.HOT, "--depth", "2"),
          run("supervisor", "the guest's kernel in S", Translation.HOT, "--design", "supervisor"),
          run("hardware", "with the extension H", Translation.HOT, "--design", "hardware"),
          run(TWO, "two by trap-and-emulate, in turns on one real hart", Translation.HOT).twice(),
          run(
                  TURNS,
                  "the same in turns of %d steps".formatted(SHORT_SLICE),
                  Translation.HOT,
                  "--slice",
                  Integer.toString(SHORT_SLICE))
              .twice(),
          of(
                  HARTS,
                  "two by trap-and-emulate, each on a real hart",
                  Translation.HOT,
                  "run",
                  "--real-harts",
                  "2")
              .twice(),
          new Platform(QEMU, "qemu-system-riscv64, TCG", List.of(), List.of(), 1, Set.of()));

  /** All of them. */
  public static final List<Platform> ALL =
      Stream.concat(
              APART_FROM_POLICIES.stream(), Stream.of(Policy.values()).map(Platform::withPolicy))
          .toList();

  public Platform {
    virtualMachine = List.copyOf(virtualMachine);
    words = List.copyOf(words);
    leftOut = Set.copyOf(leftOut);
  }

  /** The same without some optimisations; QEMU stays as it is. */
  public Platform without(Set<Optimisation> unwanted) {
    return isQemu() ? this : new Platform(name, meaning, virtualMachine, words, guests, unwanted);
  }

  /** The same without one optimisation more, which its name says. */
  public Platform ablated(Optimisation optimisation) {
    Set<Optimisation> unwanted = EnumSet.of(optimisation);
    unwanted.addAll(leftOut);
    return new Platform(
        ablatedName(optimisation), meaning, virtualMachine, words, guests, unwanted);
  }

  /** The name of this platform without one optimisation more. */
  String ablatedName(Optimisation optimisation) {
    return "%s without %s".formatted(name, optimisation);
  }

  private Platform twice() {
    return new Platform(name, meaning, virtualMachine, words, 2, leftOut);
  }

  private static String policy(Policy policy) {
    return "policy-" + policy;
  }

  private static Platform withPolicy(Policy policy) {
    return run(
        policy(policy),
        "trap-and-emulate, nothing translated, --policy %s".formatted(policy),
        Translation.OFF,
        "--policy",
        policy.toString());
  }

  private static Platform run(
      String name, String meaning, Translation translation, String... options) {
    List<String> words = new ArrayList<>(List.of("run", "--real-harts", "1"));
    words.addAll(List.of(options));
    return of(name, meaning, translation, words.toArray(String[]::new));
  }

  private static Platform of(
      String name, String meaning, Translation translation, String... words) {
    return new Platform(
        name,
        meaning,
        List.of(
            "-D%s=%s".formatted(Translation.PROPERTY, translation.name().toLowerCase(Locale.ROOT))),
        List.of(words),
        1,
        Set.of());
  }

  /** Options for the Java virtual machine, with what is left out. */
  List<String> options() {
    List<String> options = new ArrayList<>(virtualMachine);
    if (!leftOut.isEmpty()) {
      options.add("-D%s=%s".formatted(Optimisation.PROPERTY, Optimisation.list(leftOut)));
    }
    return options;
  }

  /** Whether it is another program. */
  public boolean isQemu() {
    return words.isEmpty();
  }
}
