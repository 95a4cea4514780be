package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OptimisationTest {
  private final @Nullable String before = System.getProperty(Optimisation.PROPERTY);

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty(Optimisation.PROPERTY);
    } else {
      System.setProperty(Optimisation.PROPERTY, before);
    }
  }

  @Test
  void namesAreReadAsTheyAreListed() {
    Set<Optimisation> all = EnumSet.allOf(Optimisation.class);
    System.setProperty(Optimisation.PROPERTY, Optimisation.list(all));
    assertThat(Optimisation.leftOut()).isEqualTo(all);
    assertThat(Optimisation.TRANSLATOR.isOn()).isFalse();
  }

  @Test
  void anUnknownNameGetsTheKnownOnes() {
    System.setProperty(Optimisation.PROPERTY, "translator, magic");
    assertThatThrownBy(Optimisation::leftOut)
        .hasMessageContaining("'magic'")
        .hasMessageContaining(Optimisation.list(EnumSet.allOf(Optimisation.class)));
  }

  @Test
  void nothingIsLeftOutOnceSomebodyHasAsked() {
    System.setProperty(Optimisation.PROPERTY, "");
    assertThat(Optimisation.TRANSLATOR.isOn()).isTrue();
    assertThatThrownBy(() -> Optimisation.leaveOut(EnumSet.of(Optimisation.TRANSLATOR)))
        .isInstanceOf(IllegalStateException.class);
    Optimisation.leaveOut(EnumSet.noneOf(Optimisation.class));
  }
}
