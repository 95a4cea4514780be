package trapeze.console.directory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.console.gdb.GdbAddress;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.design.Design;

/**
 * A guest as its user described it, checked as far as that goes without opening files.
 *
 * @param place where it was described, for messages
 * @param folder what relative paths in it start from
 * @param firmware file, or {@code none}; nothing if the monitor is to be the SBI
 * @param memory in bytes, a multiple of 4 KiB
 * @param design how it is executed, if it says so itself
 * @param translation what is walked for it, if it says so itself
 * @param steps after which it is ended; the greatest long if never
 * @param gdb where it is debugged, if it says so itself
 */
public record GuestSpec(
    String name,
    String place,
    Path folder,
    @Nullable Setting firmware,
    @Nullable Setting kernel,
    @Nullable Setting initrd,
    String append,
    long memory,
    int harts,
    List<Disk> disks,
    @Nullable Design design,
    @Nullable Setting translation,
    int shares,
    boolean virtioConsole,
    boolean entropy,
    @Nullable Setting consoleFile,
    @Nullable Setting input,
    @Nullable String prompt,
    long steps,
    @Nullable GdbAddress gdb) {

  /** The word for a guest without firmware, whose kernel starts in M-mode. */
  static final String NO_FIRMWARE = "none";

  private static final long USUAL_MEMORY = 128L << 20;
  private static final long LEAST_MEMORY = 4L << 20;
  private static final long MOST_MEMORY = 1L << 40;
  private static final int MOST_SHARES = 1_000_000;
  private static final int MOST_DISKS = 6;

  public GuestSpec {
    disks = List.copyOf(disks);
  }

  /**
   * A guest from its settings.
   *
   * @param usualName if the settings have none
   * @throws UserError if something in them is wrong
   */
  public static GuestSpec of(List<Setting> settings, String usualName, String place, Path folder) {
    Map<Key, Setting> last = new EnumMap<>(Key.class);
    List<Setting> images = new ArrayList<>();
    for (Setting setting : settings) {
      if (setting.key() == Key.DISK) {
        images.add(setting);
      } else if (last.put(setting.key(), setting) != null) {
        throw setting.wrong("given twice; leave one out");
      }
    }
    Setting firmware = last.get(Key.FIRMWARE);
    Setting kernel = last.get(Key.KERNEL);
    if (kernel == null && (firmware == null || firmware.value().equals(NO_FIRMWARE))) {
      throw new UserError(place, "has neither kernel nor firmware; give one of them");
    }
    if (images.size() > MOST_DISKS) {
      throw images.getLast().wrong("there is room for %d disks".formatted(MOST_DISKS));
    }
    return new GuestSpec(
        name(last.get(Key.NAME), usualName),
        place,
        folder,
        firmware,
        kernel,
        last.get(Key.INITRD),
        text(last.get(Key.APPEND), ""),
        memory(last.get(Key.MEMORY)),
        number(last.get(Key.HARTS), 1, Key.MOST_HARTS, 1),
        disks(images, last.get(Key.DISK_MODE)),
        design(last.get(Key.DESIGN)),
        translation(last.get(Key.TRANSLATION)),
        number(last.get(Key.SHARES), 1, MOST_SHARES, GuestDefinition.USUAL_SHARES),
        word(last.get(Key.CONSOLE), "uart", "uart", "virtio").equals("virtio"),
        word(last.get(Key.ENTROPY), "off", "on", "off", "true", "false").matches("on|true"),
        last.get(Key.CONSOLE_FILE),
        last.get(Key.INPUT),
        last.containsKey(Key.PROMPT) ? text(last.get(Key.PROMPT), "") : null,
        last.containsKey(Key.STEPS) ? count(last.get(Key.STEPS)) : Long.MAX_VALUE,
        gdb(last.get(Key.GDB)));
  }

  /** The same with no more steps than these. */
  public GuestSpec withStepsAtMost(long limit) {
    return new GuestSpec(
        name,
        place,
        folder,
        firmware,
        kernel,
        initrd,
        append,
        memory,
        harts,
        disks,
        design,
        translation,
        shares,
        virtioConsole,
        entropy,
        consoleFile,
        input,
        prompt,
        Math.min(steps, limit),
        gdb);
  }

  /** The path that a setting names. */
  Path path(Setting setting) {
    return folder.resolve(setting.value());
  }

  private static String name(@Nullable Setting setting, String usual) {
    if (setting == null) {
      return usual;
    }
    if (!setting.value().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,31}")) {
      throw setting.wrong(
          "'%s' is no name; use letters, digits, dots and hyphens, 32 at most"
              .formatted(setting.value()));
    }
    return setting.value();
  }

  private static long memory(@Nullable Setting setting) {
    if (setting == null) {
      return USUAL_MEMORY;
    }
    long bytes = setting.bytes();
    if (bytes < LEAST_MEMORY || bytes > MOST_MEMORY || bytes % 4096 != 0) {
      throw setting.wrong(
          "%s is not between 4M and 1T in whole pages of 4K".formatted(setting.value()));
    }
    return bytes;
  }

  private static List<Disk> disks(List<Setting> images, @Nullable Setting mode) {
    Disk.Mode chosen =
        Disk.Mode.valueOf(
            word(mode, "overlay", "overlay", "readonly", "writable").toUpperCase(Locale.ROOT));
    if (mode != null && images.isEmpty()) {
      throw mode.wrong("there is no disk that it could be about; give one");
    }
    return images.stream().map(image -> new Disk(image, chosen)).toList();
  }

  private static @Nullable GdbAddress gdb(@Nullable Setting setting) {
    return setting == null ? null : GdbAddress.parse(setting.value(), setting.place());
  }

  private static @Nullable Setting translation(@Nullable Setting setting) {
    if (setting != null) {
      setting.translation();
    }
    return setting;
  }

  /**
   * How it is executed.
   *
   * @param usual the design of guests that do not say so themselves
   * @throws UserError if the design has no such translation as it asks for
   */
  public Design designOr(Design usual) {
    Design chosen = design == null ? usual : design;
    return translation == null ? chosen : translation.translating(chosen);
  }

  private static @Nullable Design design(@Nullable Setting setting) {
    return setting == null ? null : setting.design();
  }

  private static String text(@Nullable Setting setting, String usual) {
    return setting == null ? usual : setting.value();
  }

  private static int number(@Nullable Setting setting, int least, int most, int usual) {
    return setting == null ? usual : setting.number(least, most);
  }

  private static long count(@Nullable Setting setting) {
    return setting == null ? Long.MAX_VALUE : setting.count();
  }

  private static String word(@Nullable Setting setting, String usual, String... allowed) {
    return setting == null ? usual : setting.word(allowed);
  }
}
