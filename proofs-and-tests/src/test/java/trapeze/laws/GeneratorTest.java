package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.Label;
import trapeze.isa.state.Trap;

/** A law over guests that never do a thing says nothing of it: what they must be seen to do. */
class GeneratorTest {
  private static final int PROGRAMS = 1000;

  private static final List<String> WANTED =
      Stream.of(
              causes(),
              Stream.of("Sv39", "Sv48", "Sv57").flatMap(each -> in(each, "S", "U")),
              Stream.of(12, 16, 21, 30, 39, 48).map("page of %d bits"::formatted),
              Stream.of("EXECUTE", "READ", "WRITE").map("A or D set by hardware, %s"::formatted),
              Stream.of("READ", "WRITE").map("MPRV, %s"::formatted),
              Stream.of("READ", "WRITE", "atomic").map("device, %s"::formatted),
              Stream.of("", " of an address", " of an ASID", " of an address of an ASID")
                  .map("fence%s"::formatted),
              Stream.of("TVM", "TW", "TSR").map("trapped by %s"::formatted),
              in("control register", "M", "S", "U"),
              in("fence.i", "M", "S", "U"),
              in("wfi", "M", "S"),
              in("sret", "M", "S"),
              in("cbo.zero", "M", "S"),
              Stream.of(
                  "S at U's page by SUM",
                  "load of what is executed by MXR",
                  "global page",
                  "page that protection divides",
                  "instruction across pages",
                  "data across pages",
                  "LR, trap, SC",
                  "sc.w",
                  "sc.d",
                  "trap in a handler",
                  "waits"))
          .flatMap(each -> each)
          .toList();

  private static Stream<String> in(String what, String... modes) {
    return Stream.of(modes).map(mode -> what + " in " + mode);
  }

  /** Every cause that there is with compressed instructions and without virtual S, from and to. */
  private static Stream<String> causes() {
    Stream<String> exceptions =
        Stream.of(1, 2, 3, 4, 5, 6, 7, 12, 13, 15)
            .map(cause -> new Trap(false, cause, 0).title())
            .flatMap(
                cause ->
                    Stream.of("U to S", "U to M", "S to S", "S to M")
                        .map(way -> "%s, from %s".formatted(cause, way)));
    Stream<String> calls =
        Stream.of(
            "environment call from U-mode, from U to S",
            "environment call from U-mode, from U to M",
            "environment call from S-mode, from S to S",
            "environment call from S-mode, from S to M",
            "environment call from M-mode, from M to M");
    Stream<String> toMachine =
        Stream.of(3, 7, 11)
            .map(cause -> Trap.interrupt(cause).title())
            .flatMap(
                cause ->
                    Stream.of("U", "S", "M")
                        .map(mode -> "%s, from %s to M".formatted(cause, mode)));
    Stream<String> toSupervisor =
        Stream.of(1, 5, 9)
            .map(cause -> Trap.interrupt(cause).title())
            .flatMap(
                cause ->
                    Stream.of("U", "S").map(mode -> "%s, from %s to S".formatted(cause, mode)));
    return Stream.of(exceptions, calls, toMachine, toSupervisor).flatMap(each -> each);
  }

  @Example
  @Label("generated guests do each of these things")
  void everythingOccurs() {
    Random random = new Random(1974);
    Map<String, Long> seen = new TreeMap<>();
    for (int i = 0; i < PROGRAMS; i++) {
      try (Runs runs = new Runs()) {
        Guest guest = runs.bareUnfinished(Programs.FENCED.from(random), WatchedHart::new);
        new Sightings(guest, seen);
        guest.runUntil(Runs.STEPS, Runs.STEPS);
      }
    }
    assertThat(seen.keySet()).containsAll(WANTED);
    assertThat(seen.getOrDefault("interrupt at an instruction", 0L)).isGreaterThan(100);
  }
}
