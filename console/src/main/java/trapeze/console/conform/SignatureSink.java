package trapeze.console.conform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;

/**
 * What becomes of signatures: nothing, one file, or a folder with a file for each program and
 * target.
 *
 * @param file the file for a single program's signature
 * @param folder the folder for those of many
 * @param granularity bytes in a line
 */
public record SignatureSink(@Nullable Path file, @Nullable Path folder, int granularity) {
  /** Signatures are only compared. */
  public static final SignatureSink NONE =
      new SignatureSink(null, null, Signature.USUAL_GRANULARITY);

  /**
   * Writes a signature, if it is wanted.
   *
   * @throws UserError if it cannot be written
   */
  public void accept(Target target, String name, Signature signature) {
    if (file != null) {
      write(file, signature);
    } else if (folder != null) {
      write(folder.resolve(target.word()).resolve(name + ".signature"), signature);
    }
  }

  private void write(Path where, Signature signature) {
    try {
      Path parent = where.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.write(where, signature.lines(granularity));
    } catch (IOException e) {
      throw new UserError(
          where.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }
}
