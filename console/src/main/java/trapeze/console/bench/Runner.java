package trapeze.console.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import trapeze.console.directory.Images;

/** Starts a process for each run, and takes its times. */
final class Runner implements AutoCloseable {
  private static final String IMAGE = Images.BUILT_IN + "bench";
  private static final String MEMORY = "128M";
  private static final long MOST_SECONDS = 900;

  private final ChildTimes times = new ChildTimes();
  private final Path folder;
  private final Path image;
  private final String qemu;
  private final Paging paging;

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
   * Runs a kernel, and takes the CPU time from where it is warm to its end.
   *
   * @param warm iterations before the time is taken
   * @param iterations whose time is taken
   * @throws BadRun if it does not end as it should
   */
  Sample run(Kernel kernel, Platform platform, long warm, long iterations)
      throws InterruptedException {
    String arguments =
        "kernel=%s warm=%d n=%d paging=%s count=1"
            .formatted(kernel.name(), warm, iterations, paging);
    Child child = new Child(command(platform, arguments), times);
    Sample sample = child.run(kernel.name(), MOST_SECONDS);
    if (!sample.checksum().equals(kernel.checksum())) {
      throw new BadRun(
          "has checksum %s in place of %s".formatted(sample.checksum(), kernel.checksum()));
    }
    return sample;
  }

  private List<String> command(Platform platform, String arguments) {
    List<String> command = new ArrayList<>();
    if (platform.isQemu()) {
      command.addAll(List.of(qemu, "-M", "virt", "-m", MEMORY, "-nographic", "-monitor", "none"));
      command.addAll(List.of("-serial", "stdio", "-bios", "none", "-kernel", image.toString()));
    } else {
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(inherited());
      command.addAll(platform.virtualMachine());
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add("trapeze.console.Main");
      command.addAll(platform.words());
      command.addAll(List.of("-m", MEMORY, "-bios", IMAGE));
    }
    command.addAll(List.of("-append", arguments));
    return command;
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
