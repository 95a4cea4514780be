package trapeze.isa.pg74.text;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;

/** Guests that touch everything: mostly instructions, all privileged ones among them. */
final class RandomGuests {
  /** Words of a guest's memory. */
  static final int MEMORY = 40;

  private final ThirdGeneration machine;
  private final Random random;

  RandomGuests(ThirdGeneration machine, long seed) {
    this.machine = machine;
    this.random = new Random(seed);
  }

  Program next() {
    long[] words = new long[MEMORY];
    List<Operation> operations = machine.operations();
    for (int i = 0; i < words.length; i++) {
      words[i] =
          switch (random.nextInt(12)) {
            case 0 -> random.nextLong();
            case 1, 4 -> machine.encode("halt", 0);
            case 2 -> psw();
            case 3 -> machine.encode("svc", 0);
            default ->
                machine.encode(
                    operations.get(random.nextInt(operations.size())).mnemonic(), operand());
          };
    }
    words[0] = psw();
    long supervisor = ~(1L << machine.format().modeAt());
    words[1] = random.nextInt(4) == 0 ? psw() : psw() & supervisor;
    if (random.nextBoolean()) {
      begin(words);
    }
    return new Program(machine, words, MEMORY, new TreeMap<>(), List.of());
  }

  /** A beginning as systems have it: the timer is set, and user mode or another R entered. */
  private void begin(long[] words) {
    Format f = machine.format();
    words[0] = 2L << f.counterAt() | MEMORY;
    words[2] = machine.encode("lit", random.nextInt(16));
    words[3] = machine.encode("stimer", 0);
    words[4] = machine.encode(random.nextBoolean() ? "lpsw" : "lr", 6);
    words[6] = psw() | 1L << f.modeAt();
  }

  private long operand() {
    return random.nextInt(8) == 0 ? random.nextInt(1 << 16) : random.nextInt(MEMORY + 2);
  }

  private long psw() {
    Format f = machine.format();
    long relocation = random.nextInt(6) > 0 ? 0 : random.nextInt(MEMORY + 3);
    long bound = random.nextInt(6) > 0 ? random.nextInt(1 << 17) : random.nextInt(MEMORY + 3);
    return (long) random.nextInt(2) << f.modeAt()
        | (long) random.nextInt(MEMORY) << f.counterAt()
        | relocation << f.relocationAt()
        | bound;
  }
}
