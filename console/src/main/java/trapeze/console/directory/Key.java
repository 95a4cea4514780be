package trapeze.console.directory;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What can be said of a guest: the same words in {@code --guest} and in a user directory. */
public enum Key {
  /** Its name. */
  NAME("NAME", "what its console and the control program call it"),
  /** Firmware. */
  FIRMWARE(
      "FILE|none",
      "starts in virtual M; none: the kernel does; without: the monitor is its SBI",
      "bios"),
  /** Kernel. */
  KERNEL("FILE", "Linux Image, ELF file or flat binary"),
  /** Initial RAM disk. */
  INITRD("FILE", "initial RAM disk"),
  /** Command line. */
  APPEND("TEXT", "the kernel's command line"),
  /** Memory. */
  MEMORY("SIZE", "memory, such as 512M or 2G (128M)", "m", "mem"),
  /** Harts. */
  HARTS("NUMBER", "virtual harts, 1 to 8 (1)", "smp"),
  /** Disk. */
  DISK("FILE", "disk image on virtio-blk; may be given more than once", "drive"),
  /** Disk mode. */
  DISK_MODE(
      "overlay|readonly|writable",
      "writes are kept in memory, refused, or go to the file (overlay)"),
  /** Design. */
  DESIGN("NAME", "how its instructions are executed: see the designs below (trap-emulate)"),
  /** Translation. */
  TRANSLATION(
      "nested|shadow",
      "what the real machine walks: two stages, or shadow tables (what the design usually has)"),
  /** Shares. */
  SHARES("NUMBER", "weight in scheduling (100)"),
  /** Console. */
  CONSOLE("uart|virtio", "which device takes the console's input (uart)"),
  /** Entropy. */
  ENTROPY("on|off", "a virtio-rng device, the same bytes in each run (off)"),
  /** Console file. */
  CONSOLE_FILE("FILE", "a copy of what it sends to its console, byte for byte"),
  /** Scripted input. */
  INPUT("TEXT|@FILE|-", "what is typed: text with \\n, a file, or standard input"),
  /** Prompt. */
  PROMPT("TEXT", "type each line of input only when the guest has printed this"),
  /** Step limit. */
  STEPS("NUMBER", "end it after so many steps, such as 2G"),
  /** Debugger. */
  GDB("[HOST:]PORT", "wait for gdb before its first instruction, at this port");

  /** The most harts that a machine may have. */
  public static final int MOST_HARTS = 8;

  private final String value;
  private final String meaning;
  private final List<String> aliases;

  Key(String value, String meaning, String... aliases) {
    this.value = value;
    this.meaning = meaning;
    this.aliases = List.of(aliases);
  }

  /** As users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What kind of value it takes. */
  public String value() {
    return value;
  }

  /** What it means, and the usual value in parentheses. */
  public String meaning() {
    return meaning;
  }

  /** The key that users write so. */
  static Optional<Key> of(String word) {
    return Arrays.stream(values())
        .filter(key -> key.word().equals(word) || key.aliases.contains(word))
        .findFirst();
  }

  /** All keys, for a message. */
  static String all() {
    return Arrays.stream(values()).map(Key::word).collect(Collectors.joining(", "));
  }
}
