package trapeze.console.run;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import trapeze.console.ExitCode;
import trapeze.console.directory.GuestLine;
import trapeze.console.directory.GuestSpec;

/** What runs if nobody says what to run: guests that are built in, each to show one thing. */
public final class DefaultSet {
  private static final List<String> LINES =
      List.of(
          "name=sprig,firmware=builtin:sprig,append=script=long",
          "name=disk,kernel=builtin:sprig-sbi,harts=2,disk=builtin:sprig-disk",
          "name=nested,firmware=builtin:c-monitor+sprig",
          "name=harts,firmware=builtin:harts,harts=4",
          "name=fault,firmware=builtin:page-fault",
          "name=crash,firmware=builtin:crash");

  /** How guests end that do not end well, and should not. */
  private static final Map<String, Integer> EXPECTED = Map.of("crash", ExitCode.FAULT_LOOP);

  private DefaultSet() {}

  /** What each of them shows, a line each. */
  public static final String DESCRIPTION =
      """
      sprig    our small operating system in virtual M, S and U mode
      disk     the same in virtual S, the monitor its SBI, with a disk
      nested   a monitor in C, in a virtual machine, with sprig in one of its own
      harts    four virtual harts that call each other and count together
      fault    page faults taken, repaired and resumed
      crash    faults for ever, and is ended; nobody else notices
      """;

  /** The guests. */
  public static List<GuestSpec> guests() {
    return IntStream.range(0, LINES.size())
        .mapToObj(i -> GuestLine.parse(LINES.get(i), i + 1))
        .toList();
  }

  /** The exit code that a guest of the set should end with. */
  public static int expected(String name) {
    return EXPECTED.getOrDefault(name, ExitCode.OK);
  }
}
