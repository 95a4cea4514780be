package trapeze.monitor.sbi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.machine.Hart;

/** Harts as a call names them: 64 bits of mask from a base, or all (SBI 3.0, 3.1). */
final class HartMask {
  private HartMask() {}

  /** The harts; nothing if the mask names one that does not exist. */
  static @Nullable List<Hart> select(List<Hart> all, long mask, long base) {
    if (base == -1) {
      return all;
    }
    List<Hart> chosen = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((mask >>> bit & 1) != 0) {
        long id = base + bit;
        if (base < 0 || id < 0 || id >= all.size()) {
          return null;
        }
        chosen.add(all.get((int) id));
      }
    }
    return chosen;
  }
}
