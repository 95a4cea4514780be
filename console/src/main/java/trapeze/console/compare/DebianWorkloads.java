package trapeze.console.compare;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import trapeze.console.UserError;

/** Debian as a guest, from a folder that {@code scripts/fetch-debian} has made. */
public final class DebianWorkloads {
  private static final int ITERATIONS = 10;

  private DebianWorkloads() {}

  /**
   * The boot to its power-off, above OpenSBI; and, if {@code scripts/debian-workloads} has been
   * there too, its loads, of which only the iterations are measured.
   *
   * @throws UserError if the folder does not hold what the boot needs
   */
  public static List<Workload> in(Path folder) {
    for (String file : List.of("fw_dynamic.bin", "Image", "initramfs.cpio.gz")) {
      if (!Files.isReadable(folder.resolve(file))) {
        throw new UserError(
            "--debian",
            "there is no %s in %s; scripts/fetch-debian --output %s makes it"
                .formatted(file, folder, folder));
      }
    }
    String guest =
        "firmware=%s,kernel=%s,initrd=%%s,memory=256M,append=console=ttyS0 %%s"
            .formatted(written(folder, "fw_dynamic.bin"), written(folder, "Image"));
    List<Workload> all = new ArrayList<>();
    all.add(
        new Workload(
            "debian-boot",
            "Debian's kernel above OpenSBI: boot, a few commands, power-off",
            guest.formatted(written(folder, "initramfs.cpio.gz"), "earlycon=sbi"),
            0,
            null));
    if (Files.isReadable(folder.resolve("workloads.cpio.gz"))) {
      String initrd = written(folder, "workloads.cpio.gz");
      for (String load : List.of("fork-exec", "pipe", "compile", "key-value")) {
        String words = "quiet workload=" + load + " workload.n=%d";
        all.add(
            Workload.byDifference(
                "debian-" + load,
                load + " of scripts/debian-workloads, by busybox on Debian",
                guest.formatted(initrd, words),
                ITERATIONS));
      }
    }
    return all;
  }

  /** A path as a description of a guest has it: commas doubled; it is made into a format later. */
  private static String written(Path folder, String file) {
    String path = folder.resolve(file).toString();
    if (path.contains("\"") || path.contains("%")) {
      throw new UserError("--debian", "a path with a quote or a percent sign cannot be used");
    }
    return path.replace(",", ",,");
  }
}
