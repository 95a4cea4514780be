package trapeze.laws;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the definitions have answered about physical memory protection: a function of its registers
 * and of the question alone, so that the answers of one program are good for the next.
 */
final class Protections {
  private static final int MOST_SETTINGS = 32;
  private static final int MOST_ANSWERS = 1 << 16;
  private static final ThreadLocal<Protections> OF_THREAD =
      ThreadLocal.withInitial(Protections::new);

  /** An access: physical address, bytes, mode. */
  record Question(long physical, int bytes, long mode) {}

  private final Map<List<Long>, Map<Question, Long>> settings =
      new LinkedHashMap<>(2 * MOST_SETTINGS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Long>, Map<Question, Long>> eldest) {
          return size() > MOST_SETTINGS;
        }
      };

  private Protections() {}

  /** Those that this thread has asked for. */
  static Protections ofThisThread() {
    return OF_THREAD.get();
  }

  /** The answers while the registers hold this; to be added to. */
  Map<Question, Long> of(long[] registers) {
    List<Long> setting = Arrays.stream(registers).boxed().toList();
    Map<Question, Long> answers = settings.computeIfAbsent(setting, _ -> new HashMap<>());
    if (answers.size() > MOST_ANSWERS) {
      answers.clear();
    }
    return answers;
  }
}
