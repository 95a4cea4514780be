package trapeze.console.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.console.directory.Images;

/** Starts a process for each run, and takes its times. */
final class Runner implements AutoCloseable {
  private static final String IMAGE = Images.BUILT_IN + "bench";
  private static final String MEMORY = "128M";
  private static final long MOST_SECONDS = 900;

  /** So many that a run never comes to its end. */
  private static final int MOST_LAPS = 40;

  private final ChildTimes times = new ChildTimes();
  private final Path folder;
  private final Path image;
  private final String qemu;
  private final Paging paging;
  private volatile @Nullable Child child;
  private volatile boolean isStopped;

  /**
   * A runner.
   *
   * @param qemu path or name of {@code qemu-system-riscv64}
   */
  Runner(Paging paging, String qemu) throws IOException {
    this.paging = paging;
    this.qemu = qemu;
    folder = Files.createTempDirectory("trapeze-bench");
    image = folder.resolve("bench.elf");
    Files.write(image, Images.payload(IMAGE, Path.of(""), ".elf").contents());
  }

  /**
   * Runs a kernel in longer and longer laps until one takes so much CPU time.
   *
   * @param enough nanoseconds
   * @throws BadRun if it does not end as it should
   * @throws InterruptedException if it is stopped
   */
  Sample run(Kernel kernel, Platform platform, long enough) throws InterruptedException {
    String arguments =
        "kernel=%s laps=%d paging=%s count=1"
            .formatted(kernel.name(), kernel.isCold() ? 0 : MOST_LAPS, paging);
    Child next = new Child(command(platform, arguments), times);
    child = next;
    if (isStopped) {
      throw new InterruptedException();
    }
    Sample sample = next.run(kernel.name(), enough, MOST_SECONDS);
    if (!sample.checksum().equals(kernel.checksum())) {
      throw new BadRun(
          "has checksum %s in place of %s".formatted(sample.checksum(), kernel.checksum()));
    }
    return sample;
  }

  /** Ends the process that runs, and starts no other. */
  void stop() {
    isStopped = true;
    Child last = child;
    if (last != null) {
      last.stop();
    }
  }

  private List<String> command(Platform platform, String arguments) {
    List<String> command = new ArrayList<>();
    if (platform.isQemu()) {
      command.addAll(List.of(qemu, "-M", "virt", "-m", MEMORY, "-nographic", "-monitor", "none"));
      command.addAll(List.of("-serial", "stdio", "-bios", "none", "-kernel", image.toString()));
      command.addAll(List.of("-append", arguments));
      return command;
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(inherited());
    command.addAll(platform.options());
    command.addAll(program());
    command.addAll(platform.words());
    if (platform.guests() == 1) {
      command.addAll(List.of("-m", MEMORY, "-bios", IMAGE, "-append", arguments));
    } else {
      for (String name : List.of("timed", Child.BESIDE)) {
        command.addAll(
            List.of(
                "--guest",
                "name=%s,firmware=%s,memory=%s,append=%s"
                    .formatted(name, IMAGE, MEMORY, arguments)));
      }
    }
    return command;
  }

  /** Trapeze as it runs here: its jar, whose manifest says what it needs, or its classes. */
  private static List<String> program() {
    String path = System.getProperty("java.class.path");
    return path.endsWith(".jar") && !path.contains(File.pathSeparator)
        ? List.of("-jar", path)
        : List.of("-cp", path, "trapeze.console.Main");
  }

  /** What this process was started with, without what writes archives of classes. */
  private static List<String> inherited() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> !each.contains("AutoCreateSharedArchive"))
        .filter(each -> !each.contains("AOTCacheOutput") && !each.contains("AOTMode"))
        .toList();
  }

  /** QEMU's version, or an empty text if it is not there. */
  String qemuVersion() {
    try {
      Process process =
          new ProcessBuilder(qemu, "--version")
              .redirectErrorStream(true)
              .redirectInput(Child.nothing())
              .start();
      try (BufferedReader answer = process.inputReader()) {
        String first = answer.readLine();
        return first == null ? "" : first;
      }
    } catch (IOException _) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(image);
    Files.deleteIfExists(folder);
  }
}
