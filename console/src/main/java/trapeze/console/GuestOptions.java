package trapeze.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.directory.GuestLine;
import trapeze.console.directory.GuestSpec;
import trapeze.console.directory.Key;
import trapeze.console.directory.Setting;

/** Options that describe one guest, as on QEMU. */
final class GuestOptions {
  private static final String VIRT = "virt";

  @Option(
      names = {"--kernel", "-kernel"},
      paramLabel = "FILE",
      description = "Linux Image, ELF file or flat binary; or builtin:NAME")
  private @Nullable String kernel;

  @Option(
      names = {"--firmware", "-bios"},
      paramLabel = "FILE",
      description =
          "starts in M-mode at 0x80000000, then goes on to the kernel; 'none' starts the kernel"
              + " in M-mode; without this, an SBI in Java serves the kernel")
  private @Nullable String firmware;

  @Option(
      names = {"--initrd", "-initrd"},
      paramLabel = "FILE",
      description = "initial RAM disk")
  private @Nullable String initrd;

  @Option(
      names = {"--append", "-append"},
      paramLabel = "TEXT",
      description = "the kernel's command line")
  private @Nullable String append;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "memory, in MiB or with a letter, such as 2G (128M)")
  private @Nullable String memory;

  @Option(
      names = {"--smp", "-smp", "--harts"},
      paramLabel = "NUMBER",
      description = "harts (1)")
  private @Nullable String harts;

  @Option(
      names = {"--drive", "-drive", "--disk"},
      paramLabel = "FILE",
      description =
          "disk image for virtio-blk, or file=FILE with readonly=on or writable=on;"
              + " what a guest writes is kept in memory unless it is writable")
  private List<String> drives = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "TEXT|@FILE|-",
      description = "what is typed at the console: text with \\n, a file, or standard input")
  private @Nullable String input;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "type each line of input only when the guest has printed this")
  private @Nullable String prompt;

  @Option(
      names = "--console-file",
      paramLabel = "FILE",
      description = "a copy of what the guest sends to its console, byte for byte")
  private @Nullable String consoleFile;

  @Option(names = "--name", paramLabel = "NAME", description = "the guest's name")
  private @Nullable String name;

  @Option(
      names = {"-nographic", "--nographic", "-no-reboot", "--no-reboot"},
      hidden = true,
      description = "accepted, since so it is")
  @SuppressWarnings("UnusedVariable") // what they ask for is what happens anyway
  private boolean alreadySo;

  @Option(
      names = {"-M", "-machine", "--machine"},
      paramLabel = "NAME",
      description =
          "virt, the RISC-V board, or a machine of the 1974 paper: pg74, or a variant that"
              + " 'trapeze classify' lists (virt)")
  private String board = VIRT;

  /** Whether any of them was given. */
  boolean isGiven() {
    return kernel != null || firmware != null || !drives.isEmpty() || initrd != null;
  }

  /** Whether the machine is one of the 1974 paper's. */
  boolean isThirdGeneration() {
    return !board.equals(VIRT);
  }

  /** The machine's name. */
  String machine() {
    return board;
  }

  /** The guest. */
  GuestSpec guest() {
    List<Setting> settings = new ArrayList<>();
    add(settings, Key.NAME, "--name", name);
    add(settings, Key.KERNEL, "--kernel", kernel);
    if (!"default".equals(firmware)) {
      add(settings, Key.FIRMWARE, "--firmware", firmware);
    }
    add(settings, Key.INITRD, "--initrd", initrd);
    add(settings, Key.APPEND, "--append", append);
    add(settings, Key.MEMORY, "--memory", memory);
    add(settings, Key.HARTS, "--smp", harts);
    add(settings, Key.CONSOLE_FILE, "--console-file", consoleFile);
    add(settings, Key.INPUT, "--input", input);
    add(settings, Key.PROMPT, "--prompt", prompt);
    drives.forEach(drive -> addDrive(settings, drive));
    return GuestSpec.of(settings, "guest", "command line", Path.of(""));
  }

  private static void add(List<Setting> settings, Key key, String option, @Nullable String value) {
    if (value != null) {
      settings.add(new Setting(key, value, option));
    }
  }

  /** QEMU's {@code file=disk.img,format=raw,if=none,id=x,readonly=on}, or just the file. */
  private static void addDrive(List<Setting> settings, String drive) {
    if (!drive.contains("=")) {
      settings.add(new Setting(Key.DISK, drive, "--drive"));
      return;
    }
    Map<String, String> modes =
        Map.of("readonly", "readonly", "writable", "writable", "snapshot", "overlay");
    for (String item : GuestLine.split(drive, "--drive")) {
      String[] pair = item.split("=", 2);
      String value = pair.length > 1 ? pair[1] : "on";
      String mode = modes.get(pair[0]);
      if (pair[0].equals("file")) {
        settings.add(new Setting(Key.DISK, value, "--drive"));
      } else if (mode != null && value.equals("on")) {
        settings.add(new Setting(Key.DISK_MODE, mode, "--drive"));
      } else if (pair[0].equals("format") && !value.equals("raw")) {
        throw new UserError(
            "--drive", "format '%s' is not there; convert the image to raw".formatted(value));
      } else if (mode == null && !List.of("format", "if", "id").contains(pair[0])) {
        throw new UserError(
            "--drive",
            "unknown key '%s'; known are file, readonly, writable, snapshot".formatted(pair[0]));
      }
    }
  }
}
