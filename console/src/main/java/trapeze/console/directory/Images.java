package trapeze.console.directory;

import java.nio.file.Path;
import trapeze.console.UserError;
import trapeze.machine.load.GuestImage;
import trapeze.machine.load.Payload;

/** Files, and what is built in under names such as {@code builtin:sprig}. */
public final class Images {
  /** What the names of built-in images begin with. */
  public static final String BUILT_IN = "builtin:";

  private Images() {}

  /**
   * Reads a program.
   *
   * @throws trapeze.machine.load.BadImage if it is none
   */
  public static GuestImage program(String name, Path folder) {
    return GuestImage.of(payload(name, folder, ".elf"));
  }

  /**
   * Reads any file.
   *
   * @param ending of the file's name, where a built-in one is given without
   * @throws trapeze.machine.load.BadImage if it cannot be read
   */
  public static Payload payload(String name, Path folder, String ending) {
    if (!name.startsWith(BUILT_IN)) {
      return Payload.load(folder.resolve(name));
    }
    String base = name.substring(BUILT_IN.length());
    String file = base.endsWith(".elf") || base.endsWith(".img") ? base : base + ending;
    if (Images.class.getResource("/guest-programs/" + file) == null) {
      throw new UserError(
          name,
          "there is no such image; built in are"
              + " sprig, sprig-sbi, sprig-pv, sprig-load, sensitive, page-fault, crash, harts,"
              + " shootdown, shootdown-sbi, compute, compute-long, micro, micro-sbi, bench,"
              + " parallel-load and kvm (for Linux), kvm-guest, selftest, c-monitor+sprig,"
              + " c-monitor+c-monitor+sprig, c-monitor+selftest,"
              + " c-monitor+c-monitor+selftest, and the disk sprig-disk");
    }
    Payload found = Payload.ofResource(Images.class, "/guest-programs/" + file);
    return new Payload(name, found.contents());
  }
}
