package trapeze.machine.engine.generate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import trapeze.isa.rv64.Rv64;

/** The build's entry into engine generation: reads the specification, writes ordinary classes. */
public final class GenerateEngine {

  private GenerateEngine() {}

  /**
   * Writes the engine's classes below {@code arguments[0]}, the module's output directory.
   *
   * <p>A file whose bytes are already there is left untouched: a newer file would make every module
   * that depends on this one compile again.
   *
   * @param arguments the output directory, and nothing else
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: GenerateEngine <output directory>");
    }
    Path output = Path.of(arguments[0]);
    EngineGenerator engine = EngineGenerator.generate(Rv64.SET);
    for (var generated : engine.classes().entrySet()) {
      write(output.resolve(generated.getKey().replace('.', '/') + ".class"), generated.getValue());
    }
    Path folder = output.resolve(Names.PACKAGE.replace('.', '/'));
    for (var listing : engine.listings().entrySet()) {
      write(folder.resolve(listing.getKey()), listing.getValue().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
  }
}
