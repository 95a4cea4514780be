package trapeze.console.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.console.terminal.EscapeKeys.Action;

class EscapeKeysTest {
  private static final int CONTROL_A = 1;
  private final EscapeKeys keys = new EscapeKeys();

  private Action escaped(int key) {
    assertThat(keys.press(CONTROL_A)).isEqualTo(new Action.Nothing());
    return keys.press(key);
  }

  @Test
  void otherKeysAreTheGuests() {
    assertThat(keys.press('n')).isEqualTo(new Action.Type((byte) 'n'));
    assertThat(keys.press(3)).isEqualTo(new Action.Type((byte) 3));
  }

  @Test
  void aKeyBehindControlAIsForTrapeze() {
    assertThat(escaped('n')).isEqualTo(new Action.Move(1));
    assertThat(escaped('p')).isEqualTo(new Action.Move(-1));
    assertThat(escaped('3')).isEqualTo(new Action.Show(2));
    assertThat(escaped('c')).isEqualTo(new Action.Prompt());
    assertThat(escaped('h')).isEqualTo(new Action.Help());
    assertThat(escaped('x')).isEqualTo(new Action.Quit());
    assertThat(escaped('!')).isEqualTo(new Action.Nothing());
    assertThat(keys.press('x')).isEqualTo(new Action.Type((byte) 'x'));
  }

  @Test
  void controlATwiceIsTheGuests() {
    assertThat(escaped(CONTROL_A)).isEqualTo(new Action.Type((byte) CONTROL_A));
  }
}
