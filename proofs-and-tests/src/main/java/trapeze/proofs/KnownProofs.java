package trapeze.proofs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has been proved before, by the hash of the question as it was put to the solver: the
 * definitions, the invariants and what was claimed are all in it. A file of lines; it may be
 * deleted at any time.
 */
final class KnownProofs {
  private final Path file;
  private final Map<String, Verdict.Result> results = new HashMap<>();
  private final boolean isKept;

  private KnownProofs(Path file, boolean isKept) {
    this.file = file;
    this.isKept = isKept;
  }

  /** Nothing is known, and nothing will be. */
  static KnownProofs none() {
    return new KnownProofs(Path.of(""), false);
  }

  /** What a file has, if it is there. */
  static KnownProofs in(Path file) {
    KnownProofs known = new KnownProofs(file, true);
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).forEach(known::read);
      } else if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }

  private void read(String line) {
    String[] words = line.split(" ");
    if (words.length == 2) {
      Arrays.stream(Verdict.Result.values())
          .filter(result -> result.name().equals(words[1]))
          .forEach(result -> results.put(words[0], result));
    }
  }

  /** What is known of a question. */
  synchronized Optional<Verdict.Result> find(String hash) {
    return Optional.ofNullable(results.get(hash));
  }

  /** Keeps what has been found. */
  synchronized void add(String hash, Verdict.Result result) {
    if (isKept && results.put(hash, result) == null) {
      try {
        Files.write(
            file,
            List.of(hash + " " + result),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
