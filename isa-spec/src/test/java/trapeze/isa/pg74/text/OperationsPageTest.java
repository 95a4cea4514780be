package trapeze.isa.pg74.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OperationsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "theory", "pg74-operations.md");

  @Test
  void theCheckedInPageIsCurrent() {
    assertThat(PAGE)
        .as("write %s again with trapeze.isa.pg74.text.OperationsPage", PAGE)
        .hasContent(OperationsPage.print());
  }
}
