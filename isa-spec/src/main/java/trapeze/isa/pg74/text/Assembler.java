package trapeze.isa.pg74.text;

import java.nio.file.Path;
import trapeze.isa.pg74.ThirdGeneration;

/**
 * From text to programs of a third-generation machine, whichever its sizes and instructions. The
 * language is described in {@code docs/theory/pg74-assembler.md}.
 */
public final class Assembler {
  private Assembler() {}

  /** Assembles a file; what it includes is sought beside it. */
  public static Program assemble(Path file, ThirdGeneration machine) throws AssemblyException {
    return assemble(file, machine, Sources.FILES);
  }

  /** Assembles a file that is found, with all that it names, in some place. */
  public static Program assemble(Path file, ThirdGeneration machine, Sources sources)
      throws AssemblyException {
    Parser parser = new Parser(machine, sources, 0);
    parser.include(new Place(file.toString(), 1), file);
    return parser.finish(new Place(file.toString(), 1));
  }

  /** Assembles a text; files that it names are sought in the working directory. */
  public static Program assemble(String name, String text, ThirdGeneration machine)
      throws AssemblyException {
    Parser parser = new Parser(machine, Sources.FILES, 0);
    parser.parse(Path.of(name), text);
    return parser.finish(new Place(name, 1));
  }
}
