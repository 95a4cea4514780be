package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import trapeze.machine.engine.translate.Translation;

/**
 * What kernels are run on.
 *
 * @param name short
 * @param meaning in words
 * @param virtualMachine options for the Java virtual machine; empty for QEMU
 * @param words of Trapeze's command; empty for QEMU
 */
public record Platform(
    String name, String meaning, List<String> virtualMachine, List<String> words) {
  /** The machine with its usual engine. */
  public static final String BARE = "bare";

  /** A virtual machine by trap-and-emulate. */
  public static final String VIRTUAL = "virtual";

  /** QEMU's TCG. */
  public static final String QEMU = "qemu";

  /** All of them. */
  public static final List<Platform> ALL =
      List.of(
          of("interpreter", "the bare machine, nothing translated", Translation.OFF, "machine"),
          of(BARE, "the bare machine, hot code translated", Translation.HOT, "machine"),
          run("virtual-interpreter", "trap-and-emulate, nothing translated", Translation.OFF),
          run(VIRTUAL, "trap-and-emulate", Translation.HOT),
          run("depth2", "trap-and-emulate on trap-and-emulate", Translation.HOT, "--depth", "2"),
          run("supervisor", "the guest's kernel in S", Translation.HOT, "--design", "supervisor"),
          run("hardware", "with the extension H", Translation.HOT, "--design", "hardware"),
          new Platform(QEMU, "qemu-system-riscv64, TCG", List.of(), List.of()));

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
        List.of(words));
  }

  /** Whether it is another program. */
  public boolean isQemu() {
    return words.isEmpty();
  }
}
