package trapeze.isa.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import trapeze.isa.rv64.Rv64;

/** Writes the reference pages into a folder: {@code WriteReference <folder>}. */
public final class WriteReference {
  private WriteReference() {}

  /** Writes every page; the one argument is the folder. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: WriteReference <folder>");
    }
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    for (Map.Entry<String, String> page : new ReferencePages(Rv64.SET).pages().entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
  }
}
