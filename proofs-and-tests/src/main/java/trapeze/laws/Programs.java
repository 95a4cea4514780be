package trapeze.laws;

import static trapeze.laws.Draws.weight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trapeze.laws.Draws.Weighted;

/** Generated guests. */
public final class Programs {
  private Programs() {}

  /** Guests that fence as the manual asks. */
  public static final Draw<Program> FENCED = programs(Mix.USUAL);

  /**
   * Guests that store anything anywhere in their memory, their tables included, and do not fence.
   */
  static final Draw<Program> HOSTILE =
      programs(
          Draws.frequencyOf(
              weight(8, scene(Mix.USUAL)),
              weight(2, Paging.overwrite().map(List::of)),
              weight(1, Ordinary.again("fence").map(List::of))));

  /**
   * Guests of several harts: nothing that another hart could be late to learn of. None changes code
   * or tables, for a hart's fences are its own, and a jump into data would execute what others
   * store there.
   */
  static final Draw<Program> SEVERAL =
      programs(
          Draws.frequencyOf(
                  weight(3, Ordinary.reckoning()),
                  weight(12, Ordinary.access()),
                  weight(3, Ordinary.reservation()),
                  weight(2, Ordinary.loop()),
                  weight(1, Ordinary.print()),
                  weight(6, Privileged.controlRegister()),
                  weight(3, Privileged.system()),
                  weight(5, Privileged.request()),
                  weight(2, Privileged.returnTo()),
                  weight(2, Privileged.supervisorReturn()),
                  weight(2, Privileged.timer()),
                  weight(3, Privileged.interruptOf(2)),
                  weight(1, Privileged.modifiedPrivilege()),
                  weight(1, Privileged.protection()),
                  weight(6, Paging.enter()),
                  weight(2, Paging.turn()))
              .map(List::of));

  /** Guests made of such scenes. */
  static Draw<Program> programs(Draw<List<Chunk>> scenes) {
    return programs(scenes, Mix.USUAL);
  }

  /** Guests of this mix that fence as the manual asks. */
  public static Draw<Program> programs(Mix mix) {
    return programs(scene(mix), mix);
  }

  private static Draw<Program> programs(Draw<List<Chunk>> scenes, Mix mix) {
    Draw<Program> plain =
        Draws.combine(
                scenes.list(1, mix.scenes()).map(Programs::flat),
                Paging.tables().list(Paging.SPACES),
                start(mix),
                registers())
            .as(Program::new);
    return mix.hasHypervisor()
        ? Draws.combine(plain, GuestPaging.tables().list(Paging.SPACES), guestStart(mix))
            .as(Programs::withGuests)
        : plain;
  }

  private static Program withGuests(
      Program program, List<GuestTables> guests, Map<Integer, Long> start) {
    Map<Integer, Long> all = new HashMap<>(program.start());
    all.putAll(start);
    return new Program(program.chunks(), program.tables(), all, program.registers(), guests);
  }

  /** What HS leaves to its guest, and what M leaves to HS. */
  private static Draw<Map<Integer, Long>> guestStart(Mix mix) {
    return Draws.combine(
            mix.delegates()
                ? Draws.of(0L, 0xf0_b5ffL, 0xf0_b1ffL, 0xf0_0500L, 0xb0_b100L)
                : Draws.just(0L),
            mix.delegates() ? Draws.of(0L, 0xb1ffL, 0xb0ffL, 0x100L) : Draws.just(0L),
            mix.delegates() ? Draws.of(0L, 0x444L, 0x40L) : Draws.just(0L),
            Draws.of(0x6000L, 0x2000L, 0L, 0x4_2000L, 0xc_6000L),
            Draws.of(7L << 61 | 0xf0, 0L, 1L << 61, 1L << 61, 7L << 61, 1L << 63 | 1L << 61))
        .as(
            (machine, exceptions, interrupts, status, environment) ->
                Map.of(
                    0x302,
                    machine,
                    0x602,
                    exceptions,
                    0x603,
                    interrupts,
                    0x200,
                    status,
                    0x60a,
                    environment,
                    0x606,
                    7L));
  }

  private static List<Chunk> flat(List<List<Chunk>> scenes) {
    return scenes.stream().flatMap(List::stream).limit(Layout.SLOTS).toList();
  }

  /** A scene of this mix. */
  public static Draw<List<Chunk>> scene(Mix mix) {
    List<Weighted<Draw<List<Chunk>>>> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      int weight = mix.weight(kind);
      if (weight > 0) {
        kinds.add(weight(weight, kind.scenes(mix)));
      }
    }
    return Draws.frequencyOf(kinds);
  }

  private static Draw<Map<Integer, Long>> start(Mix mix) {
    return Draws.combine(
            // Where S's calls are its own, its handler cannot ask M to end the machine.
            mix.delegates()
                ? Draws.of(
                    0L, 0xa1fdL, 0xa0f1L, 0x100L, 0xb1ffL, 0L, 0xa1fdL, 0xa0f1L, 0x100L, 0xb1ffL,
                    0xb3ffL)
                : Draws.just(0L),
            mix.delegates() ? Draws.of(0L, 0x222L, 0x20L) : Draws.just(0L),
            Draws.of(0x6000L, 0x2000L, 0L, 0x4_2000L, 0xc_6000L),
            Draws.of(0L, 1L << 61, 1L << 63 | 1L << 61 | 1L << 62 | 0xf0, 1L << 63),
            Draws.of(7L, 0L, 2L))
        .as(
            (medeleg, mideleg, status, environment, counters) ->
                Map.of(
                    0x302,
                    medeleg,
                    0x303,
                    mideleg,
                    0x300,
                    status,
                    0x30a,
                    environment,
                    0x306,
                    counters,
                    0x106,
                    counters));
  }

  private static Draw<List<Long>> registers() {
    return Draws.<Long>oneOf(Draws.longs(), Draws.of(0L, 1L, -1L, Layout.DATA)).list(5);
  }
}
