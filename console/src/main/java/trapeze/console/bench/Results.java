package trapeze.console.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import trapeze.machine.engine.Optimisation;

/**
 * Everything that was timed.
 *
 * @param command as it was given
 * @param host what it was timed on, in words
 * @param paging how the guest's RAM was mapped
 * @param rounds asked for
 * @param seconds of CPU that is measured of a run, about
 * @param cells kernels in their order, for each of them the platforms in theirs
 * @param ablated what was left out of platforms in turn
 */
public record Results(
    String command,
    Host host,
    Paging paging,
    int rounds,
    double seconds,
    List<Timed> cells,
    List<Optimisation> ablated) {
  private static final double NANO = 1e9;
  private static final double MEGA = 1e6;

  /** The same without the platforms that something was left out of in turn. */
  Results whole() {
    List<String> parts =
        platforms().stream()
            .flatMap(platform -> ablated.stream().map(platform::ablatedName))
            .toList();
    List<Timed> rest =
        cells.stream().filter(cell -> !parts.contains(cell.platform().name())).toList();
    return new Results(command, host, paging, rounds, seconds, rest, List.of());
  }

  /** The kernels that were chosen. */
  public List<Kernel> kernels() {
    return cells.stream().map(Timed::kernel).distinct().toList();
  }

  /** The platforms that were chosen. */
  public List<Platform> platforms() {
    return cells.stream().map(Timed::platform).distinct().toList();
  }

  /** Whether such a platform is among them. */
  public boolean has(String platform) {
    return platforms().stream().anyMatch(each -> each.name().equals(platform));
  }

  /** A cell. */
  public Optional<Timed> cell(String kernel, String platform) {
    return cells.stream()
        .filter(each -> each.kernel().name().equals(kernel))
        .filter(each -> each.platform().name().equals(platform))
        .findFirst();
  }

  /** Nanoseconds of CPU for an operation. */
  public Optional<Series> times(String kernel, String platform) {
    return cell(kernel, platform).flatMap(Timed::times);
  }

  /** How many times as fast a platform is as another, by round. */
  public Optional<Series> speed(String kernel, String platform, String other) {
    return times(kernel, other)
        .flatMap(slow -> times(kernel, platform).map(fast -> slow.dividedBy(fast)));
  }

  /** The geometric mean of the medians of {@link #speed} over a group's kernels, if it has any. */
  public Optional<Double> speed(Kernel.Group group, String platform, String other) {
    List<Double> medians = new ArrayList<>();
    for (Kernel kernel : kernels()) {
      if (kernel.group() == group) {
        speed(kernel.name(), platform, other).ifPresent(speed -> medians.add(speed.median()));
      }
    }
    return medians.isEmpty() ? Optional.empty() : Optional.of(Series.geometricMean(medians));
  }

  /**
   * Millions of the guest's instructions in a second of CPU. The instructions of an iteration are
   * the same everywhere, and are those that a platform of Trapeze has counted.
   */
  public Optional<Double> mips(Timed cell) {
    double instructions =
        cells.stream()
            .filter(each -> each.kernel() == cell.kernel() && each.problem().isEmpty())
            .mapToDouble(Timed::instructions)
            .max()
            .orElse(0);
    return instructions == 0
        ? Optional.empty()
        : cell.times()
            .map(times -> instructions / (times.median() * cell.operations()) * NANO / MEGA);
  }

  /** What gave no time, a line each. */
  public List<String> problems() {
    return cells.stream()
        .flatMap(cell -> cell.problem().map(why -> cell.name() + ": " + why).stream())
        .toList();
  }
}
