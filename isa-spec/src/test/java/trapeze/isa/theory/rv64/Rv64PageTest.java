package trapeze.isa.theory.rv64;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page that is checked in is the one that the definitions give. */
class Rv64PageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "theory", "rv64-table.md");

  @Test
  void theCheckedInPageIsCurrent() {
    assertThat(PAGE)
        .as("write docs/theory/rv64-table.md again with trapeze.isa.theory.rv64.Rv64Page")
        .hasContent(Rv64Page.print());
  }

  @Test
  void registersInARowAreARange() {
    assertThat(
            Names.list(
                List.of(
                    "csrrs x5, a3, x0",
                    "csrrs x5, b1, x0",
                    "csrrs x5, a4, x0",
                    "csrrs x5, a5, x0",
                    "wfi")))
        .isEqualTo("`csrrs x5, …, x0` of `a3` to `a5`, `b1`; `wfi`");
  }
}
