package trapeze.laws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** A generated guest, changed a little: for a search that builds on what it has found. */
public final class Mutation {
  private final Draw<List<Chunk>> scenes;
  private final Draw<Program> programs;
  private final int most;

  /** Changes that draw what is new from a mix. */
  public Mutation(Mix mix) {
    this.scenes = Programs.scene(mix);
    this.programs = Programs.programs(mix);
    this.most = Math.min(Layout.SLOTS, 2 * mix.scenes() + 1);
  }

  /**
   * A changed guest.
   *
   * @param other another, parts of which may be taken
   */
  public Program of(Program program, Program other, RandomGenerator random) {
    Program made = program;
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      made = once(made, other, random);
    }
    return made;
  }

  private Program once(Program program, Program other, RandomGenerator random) {
    List<Chunk> chunks = new ArrayList<>(program.chunks());
    int at = random.nextInt(chunks.size() + 1);
    switch (random.nextInt(8)) {
      case 0, 1 -> chunks.addAll(at, scenes.from(random));
      case 2 -> {
        if (at < chunks.size() && chunks.size() > 1) {
          chunks.remove(at);
        }
      }
      case 3 -> {
        List<Chunk> theirs = other.chunks();
        int from = theirs.isEmpty() ? 0 : random.nextInt(theirs.size());
        chunks = new ArrayList<>(chunks.subList(0, at));
        chunks.addAll(theirs.subList(from, theirs.size()));
      }
      case 4 -> {
        if (at < chunks.size()) {
          chunks.add(random.nextInt(chunks.size() + 1), chunks.get(at));
        }
      }
      case 5 -> {
        if (at < chunks.size()) {
          chunks.remove(at);
          chunks.addAll(at, scenes.from(random));
        }
      }
      default -> {
        return otherState(program, programs.from(random), random);
      }
    }
    return program.with(
        chunks.subList(0, Math.min(chunks.size(), most)),
        program.tables(),
        program.start(),
        program.registers());
  }

  private static Program otherState(Program program, Program fresh, RandomGenerator random) {
    List<PageTables> tables = new ArrayList<>(program.tables());
    Map<Integer, Long> start = new HashMap<>(program.start());
    List<Long> registers = program.registers();
    if (program.hasHypervisor() && fresh.hasHypervisor() && random.nextInt(3) == 0) {
      List<GuestTables> guests = new ArrayList<>(program.guests());
      int guest = random.nextInt(guests.size());
      guests.set(guest, fresh.guests().get(guest));
      return program.withGuests(guests);
    }
    switch (random.nextInt(3)) {
      case 0 -> {
        int space = random.nextInt(tables.size());
        tables.set(space, fresh.tables().get(space));
      }
      case 1 -> {
        List<Integer> all = fresh.start().keySet().stream().sorted().toList();
        Integer csr = all.get(random.nextInt(all.size()));
        start.put(csr, fresh.start().getOrDefault(csr, 0L));
      }
      default -> registers = fresh.registers();
    }
    return program.with(program.chunks(), tables, start, registers);
  }
}
