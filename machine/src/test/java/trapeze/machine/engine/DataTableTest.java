package trapeze.machine.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Tables of translations know what was entered last in a place, and nothing that was forgotten. */
class DataTableTest {
  private static final long ADDEND = 0x7f00_0000_0000L;
  private static final int ROOM = 8;

  private static boolean knows(DataTable table, long page) {
    long place = DataTable.place(table.entries, page);
    boolean known = DataTable.tag(table.entries, place) == page;
    if (known) {
      assertThat(DataTable.addend(table.entries, place)).isEqualTo(ADDEND + page);
    }
    return known;
  }

  private static void enter(DataTable table, long number) {
    table.enter(number << 12, number << 12, ADDEND + (number << 12));
  }

  @Property(tries = 300)
  void aTableKnowsWhatAMapWithItsPlacesKnows(
      @ForAll @Size(max = 60) List<@IntRange(min = -20, max = 60) Integer> actions) {
    DataTable table = new DataTable(ROOM);
    int room = ROOM;
    Map<Integer, Integer> model = new HashMap<>();
    for (int action : actions) {
      if (action == -20) {
        table.clear();
        model.clear();
      } else if (action == -19) {
        room *= 2;
        table.resize(room);
        Map<Integer, Integer> old = Map.copyOf(model);
        model.clear();
        for (int page : old.values()) {
          model.put(page % room, page);
        }
      } else if (action < 0) {
        table.forget((long) -action << 12);
        model.remove(-action % room);
      } else {
        enter(table, action);
        model.put(action % room, action);
      }
      for (int page = 0; page <= 60; page++) {
        assertThat(knows(table, (long) page << 12))
            .isEqualTo(Integer.valueOf(page).equals(model.get(page % room)));
      }
    }
  }

  @Test
  void whatIsClearedIsForgottenHoweverMuchItWas() {
    for (int entered : new int[] {0, 1, 64, 65, 512}) {
      DataTable table = new DataTable(512);
      for (int i = 0; i < entered; i++) {
        enter(table, i);
      }
      table.clear();
      for (int i = 0; i < 512; i++) {
        assertThat(knows(table, (long) i << 12)).isFalse();
      }
    }
  }

  @Test
  void pagesThatLoseTheirPlaceOftenGetMoreRoom() {
    DataTable table = new DataTable(ROOM);
    for (int i = 0; i < 3 * ROOM; i++) {
      enter(table, i);
    }
    assertThat(table.isCrowded()).isTrue();
    assertThat(table.fit(1000, 1 << 10)).isTrue();
    assertThat(table.pages()).isEqualTo(64);
    assertThat(knows(table, 23L << 12)).isTrue();
  }

  @Test
  void thoseThatLoseItSeldomDoNot() {
    DataTable table = new DataTable(ROOM);
    for (int i = 0; i < 3 * ROOM; i++) {
      enter(table, i);
    }
    assertThat(table.fit(1_000_000, 1 << 10)).isFalse();
    assertThat(table.isCrowded()).isFalse();
    assertThat(table.pages()).isEqualTo(ROOM);
  }

  @Test
  void roomHasALimit() {
    DataTable table = new DataTable(ROOM);
    for (int i = 0; i < 20 * ROOM; i++) {
      enter(table, i);
    }
    assertThat(table.fit(0, 32)).isTrue();
    assertThat(table.pages()).isEqualTo(32);
    for (int i = 0; i < 20 * ROOM; i++) {
      enter(table, i);
    }
    assertThat(table.fit(0, 32)).isFalse();
  }

  @Test
  void anEmptyArrayKnowsNoAddress() {
    for (long page : new long[] {0, 0x1000, -0x1000}) {
      long place = DataTable.place(DataTable.EMPTY, page);
      assertThat(DataTable.tag(DataTable.EMPTY, place)).isNotEqualTo(page);
    }
  }
}
