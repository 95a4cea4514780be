package trapeze.console.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import trapeze.console.UserError;

/**
 * A user directory, in VM/370's sense: a TOML file that describes machines, each in a {@code
 * [[machine]]} of its own with the keys of {@link Key}. Relative paths start from its folder.
 */
public final class UserDirectory {
  private static final String MACHINE = "machine";

  private final Path file;

  private UserDirectory(Path file) {
    this.file = file;
  }

  /**
   * The machines that a file describes.
   *
   * @throws UserError if something in it is wrong; the message names file, line and key
   */
  public static List<GuestSpec> read(Path file) {
    return new UserDirectory(file).machines(Toml.parse(contents(file)));
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UserError(file.toString(), "no such user directory; check the path");
    } catch (AccessDeniedException e) {
      throw new UserError(file.toString(), "may not be read; check its permissions");
    } catch (IOException e) {
      throw new UserError(file.toString(), "is no text file that can be read; give a TOML file");
    }
  }

  private List<GuestSpec> machines(TomlParseResult root) {
    if (root.hasErrors()) {
      TomlParseError first = root.errors().getFirst();
      throw new UserError(place(first.position()), firstLine(first.getMessage()));
    }
    for (String key : root.keySet()) {
      if (!key.equals(MACHINE)) {
        throw new UserError(
            place(root.inputPositionOf(List.of(key))),
            "unknown key '%s'; describe each guest under [[machine]]".formatted(key));
      }
    }
    if (!root.isArray(List.of(MACHINE))) {
      throw new UserError(
          place(root.inputPositionOf(List.of(MACHINE))),
          "describes no machine; begin each with a line [[machine]]");
    }
    TomlArray tables = root.getArrayOrEmpty(List.of(MACHINE));
    List<GuestSpec> machines = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      String place = place(tables.inputPositionOf(i));
      if (!(tables.get(i) instanceof TomlTable table)) {
        throw new UserError(place, "a machine is a table; begin it with a line [[machine]]");
      }
      machines.add(machine(table, i + 1, place));
    }
    return machines;
  }

  private GuestSpec machine(TomlTable table, int number, String place) {
    List<Setting> settings = new ArrayList<>();
    for (String word : table.keySet()) {
      String at = place(table.inputPositionOf(List.of(word)));
      Key key =
          Key.of(word)
              .orElseThrow(
                  () ->
                      new UserError(
                          at, "unknown key '%s'; known are %s".formatted(word, Key.all())));
      Object value = table.get(List.of(word));
      if (key == Key.DISK && value instanceof TomlArray several) {
        several.toList().forEach(each -> settings.add(setting(key, each, at)));
      } else {
        settings.add(setting(key, value, at));
      }
    }
    Path folder = file.toAbsolutePath().getParent();
    return GuestSpec.of(settings, MACHINE + number, place, folder == null ? Path.of("") : folder);
  }

  private static Setting setting(Key key, @Nullable Object value, String place) {
    return switch (value) {
      case String text -> new Setting(key, text, place);
      case Long number -> new Setting(key, number.toString(), place);
      case Boolean truth -> new Setting(key, truth.toString(), place);
      case null, default ->
          throw new UserError(
              place, "%s: takes one value; write %s = \"...\"".formatted(key.word(), key.word()));
    };
  }

  private String place(@Nullable TomlPosition position) {
    return position == null ? file.toString() : "%s:%d".formatted(file, position.line());
  }

  private static String firstLine(@Nullable String text) {
    return String.valueOf(text).lines().findFirst().orElse("is no TOML");
  }
}
