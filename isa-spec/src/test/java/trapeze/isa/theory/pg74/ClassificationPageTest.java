package trapeze.isa.theory.pg74;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that is checked in is the one that the definitions give. */
class ClassificationPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "theory", "classification.md");

  @Test
  void theCheckedInPageIsCurrent() {
    assertThat(PAGE)
        .as("write it again with trapeze.isa.theory.pg74.ClassificationPage")
        .hasContent(ClassificationPage.print());
  }
}
