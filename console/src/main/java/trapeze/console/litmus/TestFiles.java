package trapeze.console.litmus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/** Where litmus tests are read from: Trapeze's own, or a folder of files. */
public final class TestFiles {
  private static final String OWN = "tests.litmus";

  private TestFiles() {}

  /**
   * A test, or why it is none.
   *
   * @param from what it was read from
   */
  public record Read(String from, @Nullable LitmusTest test, String problem) {}

  /** Trapeze's own tests. */
  public static List<Read> own() {
    try (InputStream in = TestFiles.class.getResourceAsStream(OWN)) {
      if (in == null) {
        throw new IllegalStateException("no " + OWN);
      }
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Read> tests = new ArrayList<>();
      for (String text : all.split("(?m)^(?=RISCV )")) {
        if (!text.isBlank()) {
          tests.add(read("", text));
        }
      }
      return tests;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The tests in a folder and the folders in it, by path.
   *
   * @throws UserError if there are none
   */
  public static List<Read> in(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> files =
          paths.filter(path -> path.toString().endsWith(".litmus")).sorted().toList();
      if (files.isEmpty()) {
        throw new UserError(folder.toString(), "has no .litmus files; give a folder of tests");
      }
      List<Read> tests = new ArrayList<>();
      for (Path file : files) {
        tests.add(read(folder.relativize(file).toString(), Files.readString(file)));
      }
      return tests;
    } catch (IOException e) {
      throw new UserError(
          folder.toString(), "cannot be read; give a folder of .litmus files, or one such file");
    }
  }

  private static Read read(String from, String text) {
    try {
      return new Read(from, LitmusParser.parse(text), "");
    } catch (Unreadable e) {
      return new Read(from, null, String.valueOf(e.getMessage()));
    }
  }
}
