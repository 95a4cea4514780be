package trapeze.isa.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trapeze.isa.rv64.Rv64;

/** The reference that is checked in is the one that the definitions give. */
class ReferencePagesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "isa");
  private static final Map<String, String> PAGES = new ReferencePages(Rv64.SET).pages();

  @Test
  void theCheckedInPagesAreCurrent() throws IOException {
    for (Map.Entry<String, String> page : PAGES.entrySet()) {
      assertThat(FOLDER.resolve(page.getKey()))
          .as("write docs/isa again with trapeze.isa.text.WriteReference")
          .hasContent(page.getValue());
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(PAGES.keySet());
    }
  }

  @Test
  void everyDefinitionHasItsPlace() {
    List<String> headings =
        PAGES.values().stream()
            .flatMap(String::lines)
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .toList();
    assertThat(headings)
        .containsAll(Rv64.SET.instructions().stream().map(Object::toString).toList())
        .containsAll(Rv64.SET.compressed().stream().map(Object::toString).toList())
        .containsAll(Rv64.SET.csrs().stream().map(Object::toString).toList())
        .containsAll(Rv64.SET.routines().stream().map(routine -> routine.name()).toList());
  }
}
