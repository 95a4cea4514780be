package trapeze.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import trapeze.console.ExitCode;
import trapeze.console.FuzzService;
import trapeze.console.Io;
import trapeze.console.UserError;
import trapeze.isa.rv64.Rv64;
import trapeze.laws.Mix;
import trapeze.laws.Program;

/** {@code trapeze fuzz}. */
public final class Fuzzing implements FuzzService {

  /** Used by the service loader. */
  public Fuzzing() {}

  @Override
  public int fuzz(Request request, Io io) {
    if (request.pair().equals("list")) {
      Pairings.all(request.qemu())
          .forEach(each -> io.out().printf("%-12s %s%n", each.name(), each.about()));
      return ExitCode.OK;
    }
    if (request.fault().equals("list")) {
      Arrays.stream(EngineFault.values())
          .forEach(each -> io.out().printf("%-24s %s%n", each.title(), each.about()));
      return ExitCode.OK;
    }
    Pairing pairing = asked(request);
    if (request.knobs().contains("list")) {
      listKnobs(pairing, io);
      return ExitCode.OK;
    }
    return request.replay().isPresent()
        ? replay(pairing, request.replay().get(), io)
        : search(pairing, request, io);
  }

  private static Pairing pairing(Request request) {
    String name = request.replay().map(Findings::pairOf).orElse(request.pair());
    Pairing found =
        Pairings.all(request.qemu()).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "--pair",
                        "there is no '%s'; there are %s"
                            .formatted(
                                name,
                                Pairings.all(request.qemu()).stream()
                                    .map(Pairing::name)
                                    .collect(Collectors.joining(", ")))));
    if (request.fault().isEmpty()) {
      return found;
    }
    EngineFault fault =
        Arrays.stream(EngineFault.values())
            .filter(each -> each.title().equals(request.fault().toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "--seed-fault",
                        "there is no '%s'; --seed-fault list lists them"
                            .formatted(request.fault())));
    return fault.pairing(found.mix());
  }

  /** The pairing with what is asked for besides its name. */
  private static Pairing asked(Request request) {
    Pairing found = pairing(request);
    return request.hypervisor() ? found.with(found.mix().withHypervisor()) : found;
  }

  private static void listKnobs(Pairing pairing, Io io) {
    for (Mix.Knob knob : Mix.all()) {
      io.out()
          .printf("%-20s %4d  %s%n", knob.name(), pairing.mix().weight(knob.name()), knob.about());
    }
  }

  /** The mix that is asked for, without what the pair cannot compare. */
  static Mix mix(Pairing pairing, List<String> knobs) {
    Mix mix = pairing.mix();
    for (String knob : knobs) {
      String[] parts = knob.split("=", 2);
      try {
        if (parts.length != 2) {
          throw new IllegalArgumentException("'%s' is not KNOB=WEIGHT".formatted(knob));
        }
        mix = mix.with(parts[0], Integer.parseInt(parts[1]));
      } catch (NumberFormatException e) {
        throw new UserError("--mix", "'%s' is no weight, in %s".formatted(parts[1], knob));
      } catch (IllegalArgumentException e) {
        throw new UserError("--mix", e.getMessage() + "; --mix list lists them");
      }
    }
    return pairing.limits().apply(mix);
  }

  private static int search(Pairing pairing, Request request, Io io) {
    Mix mix = mix(pairing, request.knobs());
    CoveragePoints points = new CoveragePoints(Rv64.SET);
    Corpus corpus = new Corpus(points, request.corpus());
    Findings findings = new Findings(request.findings(), pairing, mix, request);
    Report report = new Report(pairing, mix, request, io);
    Fuzzer fuzzer =
        new Fuzzer(
            new Fuzzer.Plan(
                pairing.maker(),
                mix,
                request.seed(),
                request.jobs(),
                request.count(),
                request.time(),
                request.stopAt()),
            Rv64.SET,
            corpus,
            finding -> report.found(finding, findings.save(finding)));
    report.begin(corpus.size());
    try (Interruption _ = new Interruption(fuzzer::stop)) {
      fuzzer.run(report::progress);
      report.end(fuzzer);
    } catch (InterruptedException e) {
      fuzzer.stop();
      Thread.currentThread().interrupt();
    }
    request.summary().ifPresent(file -> write(file, report.json(fuzzer)));
    return fuzzer.differences().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UserError(file.toString(), "cannot be written: " + e.getMessage());
    }
  }

  private static int replay(Pairing pairing, Path file, Io io) {
    Program program = Corpus.readProgram(file);
    try (Pair pair = pairing.maker().make()) {
      Verdict verdict = pair.run(program, new Coverage(new CoveragePoints(Rv64.SET)));
      return switch (verdict) {
        case Verdict.Same _ -> {
          io.out().printf("%s: no difference%n", file);
          yield ExitCode.OK;
        }
        case Verdict.Permitted(String why) -> {
          io.out().printf("%s: the manual leaves a choice: %s%n", file, why);
          yield ExitCode.OK;
        }
        case Verdict.Differs(String kind, String text) -> {
          io.out().printf("%s: %s%n%s%n", file, kind, text);
          yield ExitCode.FAILED;
        }
      };
    }
  }
}
