package trapeze.console.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.console.UserError;

class UserDirectoryTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("machines.toml");
  }

  private List<GuestSpec> read(String text) throws IOException {
    Files.writeString(file, text);
    return UserDirectory.read(file);
  }

  @Test
  void eachMachineIsAGuest() throws IOException {
    List<GuestSpec> guests =
        read(
            """
            [[machine]]
            name = "one"
            kernel = "Image"
            memory = "1G"
            harts = 4
            disk = ["a.img", "b.img"]

            [[machine]]
            firmware = "builtin:sprig"
            entropy = true
            """);
    assertThat(guests).extracting(GuestSpec::name).containsExactly("one", "machine2");
    GuestSpec one = guests.getFirst();
    assertThat(one.harts()).isEqualTo(4);
    assertThat(one.disks()).hasSize(2);
    assertThat(one.folder()).isEqualTo(folder.toAbsolutePath());
    assertThat(guests.getLast().entropy()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          [[machine]]#kernel = "k"#memroy = "1G" | 3 | unknown key 'memroy'; known are name,
          [[machine]]#kernel = "k"#memory = "1Q" | 3 | memory: '1Q' is no size
          [[machine]]#kernel = "k"#harts = 4.5 | 3 | harts: takes one value
          [[machine]]#kernel = "k"#kernel = "l" | 3 | kernel
          [[machine]]#name = "a" | 1 | has neither kernel nor firmware
          machines = 3 | 1 | unknown key 'machines'; describe each guest under [[machine]]
          machine = 3 | 1 | describes no machine
          [[machine | 1 |
          """)
  void mistakesAreNamedWithTheirLine(String text, int line, String problem) {
    assertThatThrownBy(() -> read(text.replace('#', '\n')))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("%s:%d: ".formatted(file, line))
        .hasMessageContaining(problem == null ? "" : problem)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void anEmptyDirectoryIsNone() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("describes no machine");
  }
}
