package trapeze.console.pg74;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import trapeze.console.UserError;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.text.Assembler;
import trapeze.isa.pg74.text.AssemblyException;
import trapeze.isa.pg74.text.Program;
import trapeze.isa.pg74.text.Sources;

/**
 * A program of a 1974 machine, assembled on the fly.
 *
 * @param name its guest's name, no two alike
 * @param program the words
 */
public record GuestProgram(String name, Program program) {
  private static final String BUILT_IN = "builtin:";
  private static final String FOLDER = "/guest-programs/pg74/";
  private static final String SUFFIX = ".asm";

  /** What runs if nobody says what to run. */
  private static final List<String> USUAL =
      List.of(
          "builtin:hello", "builtin:causes", "builtin:minnow", "builtin:monitor/monitor+minnow");

  /** What {@link #usual} gives, a line each. */
  public static final String DESCRIPTION =
      """
      hello           a line on the console
      causes          a trap of every cause
      minnow          a tiny operating system: processes, the timer, supervisor calls
      monitor+minnow  a monitor in the machine's own instructions, and minnow inside it
      """;

  /** The programs that run if nobody says what to run. */
  public static List<GuestProgram> usual(ThirdGeneration machine) {
    return all(USUAL, machine);
  }

  /**
   * Assembles programs: files, or what is built in under names such as {@code builtin:minnow}.
   *
   * @throws UserError if one cannot be read, or is no program
   */
  public static List<GuestProgram> all(List<String> files, ThirdGeneration machine) {
    List<GuestProgram> all = new ArrayList<>();
    for (String file : files) {
      String name = name(file);
      long alike = all.stream().filter(each -> each.name.startsWith(name)).count();
      all.add(
          new GuestProgram(alike == 0 ? name : name + "-" + (alike + 1), assemble(file, machine)));
    }
    return all;
  }

  private static String name(String file) {
    String last = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf(':')) + 1);
    return last.endsWith(SUFFIX) ? last.substring(0, last.length() - SUFFIX.length()) : last;
  }

  private static Program assemble(String file, ThirdGeneration machine) {
    try {
      return file.startsWith(BUILT_IN)
          ? Assembler.assemble(builtIn(file), machine, GuestProgram::resource)
          : Assembler.assemble(Path.of(file), machine, Sources.FILES);
    } catch (AssemblyException e) {
      throw new UserError(String.valueOf(e.getMessage()));
    }
  }

  private static Path builtIn(String file) {
    String name = file.substring(BUILT_IN.length());
    String path = name.contains("/") ? name : name + "/" + name;
    if (GuestProgram.class.getResource(FOLDER + path + SUFFIX) == null) {
      throw new UserError(
          file,
          "there is no such program; built in are hello, causes, escape, minnow, and monitor with"
              + " what it runs, such as monitor/monitor+minnow");
    }
    return Path.of(path + SUFFIX);
  }

  /** The text of a source that is built in. */
  private static String resource(Path path) throws IOException {
    String name = FOLDER + path.normalize().toString().replace('\\', '/');
    try (InputStream in = GuestProgram.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new NoSuchFileException(path.toString());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
