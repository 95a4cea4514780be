package trapeze.console.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import trapeze.console.UserError;

/**
 * A folder with a file for each cell. A file is replaced as a whole, so that whenever a run is
 * killed the folder holds all rounds that were done.
 */
public final class ResultStore {
  private final Path folder;

  /**
   * A store, whose folder is made if it is not there.
   *
   * @throws UserError if it cannot be
   */
  public ResultStore(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UserError(
          folder.toString(), "is no folder that results can be kept in; name another");
    }
  }

  /**
   * What is kept of a cell.
   *
   * @return nothing if there is none, or one of another program or another guest
   * @throws UserError if there is a file that is no result
   */
  public Optional<CellResult> find(Cell cell, String fingerprint) {
    Path file = file(cell);
    try {
      return Optional.of(ResultFile.read(Files.readString(file)))
          .filter(result -> result.fingerprint().equals(fingerprint));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "is no result of a cell; remove it, or give another --results");
    }
  }

  /** Keeps a result. */
  public void keep(Cell cell, CellResult result) {
    Path file = file(cell);
    Path written = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(written, ResultFile.document(result));
      Files.move(
          written, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  private Path file(Cell cell) {
    return folder.resolve(cell.name().replace('/', '~') + ".json");
  }
}
