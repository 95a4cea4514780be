package trapeze.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import trapeze.console.FuzzService;
import trapeze.console.UserError;
import trapeze.laws.Mix;
import trapeze.laws.ProgramText;

/** Findings in a folder: each as text that can be read and replayed, and as an ELF. */
final class Findings {
  private static final String PAIR = "pair: ";

  private final Path folder;
  private final Pairing pairing;
  private final Mix mix;
  private final FuzzService.Request request;
  private int number;

  Findings(Path folder, Pairing pairing, Mix mix, FuzzService.Request request) {
    this.folder = folder;
    this.pairing = pairing;
    this.mix = mix;
    this.request = request;
  }

  /** Saves a finding; gives the file of text. */
  Path save(Finding finding) {
    try {
      Files.createDirectories(folder);
      Path file;
      do {
        number++;
        file = folder.resolve("%s-%d.txt".formatted(pairing.name(), number));
      } while (Files.exists(file));
      Path elf = folder.resolve("%s-%d.elf".formatted(pairing.name(), number));
      Files.write(elf, ElfProgram.bytes(finding.program()));
      Files.writeString(file, text(finding, file, elf));
      return file;
    } catch (IOException e) {
      throw new UserError(folder.toString(), "cannot be written to: " + e.getMessage());
    }
  }

  private String text(Finding finding, Path file, Path elf) {
    List<String> lines = new ArrayList<>();
    lines.add(finding.kind());
    lines.add("");
    lines.add(PAIR + pairing.name());
    lines.add("machines: " + pairing.about());
    lines.add(
        "drawn with seed %d, program %d, mix '%s'".formatted(request.seed(), finding.found(), mix));
    String fault = request.fault().isEmpty() ? "" : " --seed-fault " + request.fault();
    lines.add("again: trapeze fuzz --replay %s%s".formatted(file, fault));
    lines.add("as a program of its own: %s, which ends its machine by itself".formatted(elf));
    lines.add("");
    lines.addAll(finding.text().lines().map(line -> "    " + line).toList());
    lines.add("");
    lines.add("The program, %d instructions:".formatted(finding.instructions()));
    lines.add("");
    lines.addAll(Story.of(finding.program()).lines().map(line -> "    " + line).toList());
    lines.add("");
    lines.add("The same to be read by the command:");
    lines.add("");
    lines.addAll(ProgramText.lines(finding.program()));
    return String.join("\n", lines) + "\n";
  }

  /** The pair that a saved finding is about. */
  static String pairOf(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(PAIR))
          .findFirst()
          .orElseThrow(
              () -> new UserError(file.toString(), "is no finding: it has no line 'pair: ...'"))
          .substring(PAIR.length());
    } catch (IOException e) {
      throw new UserError(file.toString(), "cannot be read: " + e.getMessage());
    }
  }
}
