package trapeze.console.directory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import trapeze.console.UserError;

/**
 * A guest on the command line: {@code name=a,kernel=Image,memory=1G,append="x=1,2"}. A comma in a
 * value is doubled, as on QEMU, or the value is put in quotes.
 */
public final class GuestLine {
  private static final Set<String> DISK_MODES = Set.of("overlay", "readonly", "writable");

  private GuestLine() {}

  /**
   * The guest that a line describes.
   *
   * @param number of the line among its like, from 1
   * @throws UserError if something in it is wrong
   */
  public static GuestSpec parse(String line, int number) {
    String place = "--guest %d".formatted(number);
    List<Setting> settings = new ArrayList<>();
    for (String item : split(line, place)) {
      settings.add(setting(item, place));
    }
    return GuestSpec.of(settings, "guest" + number, place, Path.of(""));
  }

  private static Setting setting(String item, String place) {
    int equals = item.indexOf('=');
    String word = equals < 0 ? item : item.substring(0, equals);
    if (equals < 0 && DISK_MODES.contains(word)) {
      return new Setting(Key.DISK_MODE, word, place);
    }
    Key key =
        Key.of(word)
            .orElseThrow(
                () ->
                    new UserError(
                        place, "unknown key '%s'; known are %s".formatted(word, Key.all())));
    if (equals < 0) {
      throw new UserError(
          place, "%s: has no value; write %s=%s".formatted(word, word, key.value()));
    }
    return new Setting(key, item.substring(equals + 1), place);
  }

  /**
   * The items between single commas outside quotes, with quotes and doubled commas undone.
   *
   * @param place of the line, for messages
   */
  public static List<String> split(String line, String place) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c != ',' || quoted) {
        item.append(c);
      } else if (i + 1 < line.length() && line.charAt(i + 1) == ',') {
        item.append(c);
        i++;
      } else {
        items.add(item.toString());
        item.setLength(0);
      }
    }
    if (quoted) {
      throw new UserError(place, "a quote is not closed; add \" behind the value");
    }
    items.add(item.toString());
    items.removeIf(String::isEmpty);
    return items;
  }
}
