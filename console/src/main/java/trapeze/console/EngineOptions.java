package trapeze.console;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.machine.engine.Optimisation;
import trapeze.machine.engine.translate.Translation;

/** Options about how the real machine executes. What guests do is the same with each of them. */
final class EngineOptions {
  @Option(
      names = "--engine",
      paramLabel = "interpreter|translator",
      description =
          "how the real machine executes: instruction by instruction, or with code that is made of"
              + " what is executed often; what guests do is the same (translator)")
  private @Nullable Tier tier;

  /** How instructions are executed. */
  enum Tier {
    INTERPRETER(Translation.OFF),
    TRANSLATOR(Translation.HOT);

    private final Translation translation;

    Tier(Translation translation) {
      this.translation = translation;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes effect while the command line is read, before anything asks what is left out. */
  @Option(
      names = "--without",
      paramLabel = "NAME,...",
      completionCandidates = OptimisationNames.class,
      description =
          "optimisations to leave out, which 'trapeze bench --list' names and explains (none)")
  void leaveOut(@Nullable String unwanted) {
    if (unwanted != null) {
      try {
        Optimisation.leaveOut(OptimisationNames.read(unwanted));
      } catch (IllegalStateException e) {
        throw new UserError("--without", String.valueOf(e.getMessage()));
      }
    }
  }

  /** When the real machine translates: as the property says, if the command line does not. */
  Translation translation() {
    return tier == null ? Translation.ofProperty() : tier.translation;
  }
}
