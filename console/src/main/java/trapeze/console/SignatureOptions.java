package trapeze.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.conform.Signature;
import trapeze.console.conform.SignatureSink;
import trapeze.console.conform.Target;

/** Options about signatures, by the names that Spike and the Sail model have for them. */
final class SignatureOptions {
  private static final String SPIKE_FILE = "+signature=";
  private static final String SPIKE_GRANULARITY = "+signature-granularity=";
  private static final int WIDEST = 16;

  @Option(
      names = {"--test-signature", "-T"},
      paramLabel = "FILE",
      description = "write the signature of a single program; also +signature=FILE")
  private @Nullable Path file;

  @Option(
      names = "--signature-granularity",
      paramLabel = "BYTES",
      description = "bytes in a line of it (4); also +signature-granularity=BYTES")
  private int granularity = Signature.USUAL_GRANULARITY;

  @Option(
      names = "--signatures",
      paramLabel = "FOLDER",
      description = "write the signatures of all programs, a folder for each target")
  private @Nullable Path folder;

  /** Takes an argument as Spike has it; whether it is one. */
  boolean takes(String argument) {
    if (argument.startsWith(SPIKE_FILE)) {
      file = Path.of(argument.substring(SPIKE_FILE.length()));
    } else if (argument.startsWith(SPIKE_GRANULARITY)) {
      String number = argument.substring(SPIKE_GRANULARITY.length());
      granularity = number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 0;
    } else {
      return false;
    }
    return true;
  }

  /** What becomes of the signatures of so many programs. */
  SignatureSink sink(int programs, List<Target> targets) {
    if (granularity < 1 || granularity > WIDEST || Integer.bitCount(granularity) != 1) {
      throw new UserError("--signature-granularity", "give 1, 2, 4, 8 or 16 bytes");
    }
    if (file != null && (programs != 1 || targets.size() != 1)) {
      throw new UserError(
          "--test-signature",
          String.format(
              Locale.ROOT,
              "is for one program on one target, not for %d on %d; give --signatures FOLDER",
              programs,
              targets.size()));
    }
    return new SignatureSink(file, folder, granularity);
  }
}
