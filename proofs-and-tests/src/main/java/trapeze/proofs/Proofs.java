package trapeze.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import trapeze.console.ExitCode;
import trapeze.console.Io;
import trapeze.console.ProofService;

/** {@code trapeze prove}, with Z3. */
public final class Proofs implements ProofService {

  /** Used by the service loader. */
  public Proofs() {}

  @Override
  public int prove(Request request, Io io) {
    if (request.fault().equals("list")) {
      for (SeededFault fault : SeededFault.values()) {
        io.out().printf("%-26s %s%n", fault.title(), fault.description());
      }
      return ExitCode.OK;
    }
    Optional<SeededFault> fault = find(request.fault());
    if (fault.isEmpty() && !request.fault().isEmpty()) {
      io.say(
          "no fault is called '%s'; there are %s"
              .formatted(
                  request.fault(),
                  Arrays.stream(SeededFault.values())
                      .map(SeededFault::title)
                      .collect(Collectors.joining(", "))));
      return ExitCode.USAGE;
    }
    Machines machines = fault.map(SeededFault::machines).orElse(Machines.RV64);
    List<Obligation> chosen =
        Obligations.of(machines).stream()
            .filter(obligation -> matches(obligation, request.only()))
            .toList();
    if (chosen.isEmpty()) {
      io.say("nothing to prove has '%s' in its name; --list lists all".formatted(request.only()));
      return ExitCode.USAGE;
    }
    if (request.list()) {
      chosen.forEach(obligation -> io.out().println(obligation.path()));
      return ExitCode.OK;
    }
    return prove(request, io, machines, chosen);
  }

  private static int prove(Request request, Io io, Machines machines, List<Obligation> chosen) {
    KnownProofs known = request.again() ? KnownProofs.none() : KnownProofs.in(cache());
    Prover prover = new Prover(machines.bare(), request.timeout(), known);
    ProofReport report = new ProofReport(io, request.json(), chosen.size());
    try (ExecutorService workers = Executors.newFixedThreadPool(request.jobs())) {
      List<Future<Verdict>> verdicts =
          chosen.stream()
              .map(obligation -> workers.submit(() -> prover.prove(obligation)))
              .toList();
      for (int i = 0; i < chosen.size(); i++) {
        report.add(chosen.get(i), verdicts.get(i).get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      io.say("interrupted; what has been proved is kept");
      return ExitCode.FAILED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a proof could not be posed: " + e.getCause(), e);
    }
    report.end();
    request.page().ifPresent(file -> write(file, report, io));
    return report.isComplete() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static void write(Path file, ProofReport report, Io io) {
    try {
      Files.writeString(file, ProofPage.text(report));
    } catch (IOException e) {
      io.say("%s cannot be written: %s".formatted(file, e.getMessage()));
    }
  }

  private static Optional<SeededFault> find(String name) {
    return Arrays.stream(SeededFault.values())
        .filter(fault -> fault.title().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static boolean matches(Obligation obligation, String pattern) {
    return obligation.path().toLowerCase(Locale.ROOT).contains(pattern.toLowerCase(Locale.ROOT));
  }

  /** Where proofs are kept from run to run: the user's folder for what can be made again. */
  private static Path cache() {
    String folder = System.getenv("XDG_CACHE_HOME");
    Path base =
        folder == null || folder.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(folder);
    return base.resolve("trapeze").resolve("proofs");
  }
}
