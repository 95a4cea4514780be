package trapeze.isa.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page that is checked in is the one that the definitions give. */
class ProfilePageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "profile.md");

  @Test
  void theCheckedInPageIsCurrent() {
    assertThat(PAGE)
        .as("write docs/profile.md again with trapeze.isa.text.ProfilePage")
        .hasContent(ProfilePage.print());
  }
}
