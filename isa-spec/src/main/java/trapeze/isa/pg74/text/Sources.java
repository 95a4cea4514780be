package trapeze.isa.pg74.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an assembler finds the files that a source names. */
@FunctionalInterface
public interface Sources {
  /** Files of the host. */
  Sources FILES = path -> Files.readString(path);

  /** The text of a file. */
  String read(Path path) throws IOException;
}
