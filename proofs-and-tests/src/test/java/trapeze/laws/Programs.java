package trapeze.laws;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Generated guests, for the laws. */
class Programs extends DomainContextBase {

  /**
   * Guests that store anything anywhere in their memory, their tables included, and do not fence.
   */
  static final Arbitrary<Program> HOSTILE =
      programs(
          Arbitraries.frequencyOf(
              Tuple.of(8, scene()),
              Tuple.of(2, Paging.overwrite().map(List::of)),
              Tuple.of(1, Ordinary.again("fence").map(List::of))));

  private static final Arbitrary<Program> PROGRAMS = programs(scene());

  /**
   * Guests of several harts: nothing that another hart could be late to learn of. None changes code
   * or tables, for a hart's fences are its own, and a jump into data would execute what others
   * store there.
   */
  static final Arbitrary<Program> SEVERAL =
      programs(
          Arbitraries.frequencyOf(
                  Tuple.of(3, Ordinary.reckoning()),
                  Tuple.of(12, Ordinary.access()),
                  Tuple.of(3, Ordinary.reservation()),
                  Tuple.of(2, Ordinary.loop()),
                  Tuple.of(1, Ordinary.print()),
                  Tuple.of(6, Privileged.controlRegister()),
                  Tuple.of(3, Privileged.system()),
                  Tuple.of(5, Privileged.request()),
                  Tuple.of(2, Privileged.returnTo()),
                  Tuple.of(2, Privileged.supervisorReturn()),
                  Tuple.of(2, Privileged.timer()),
                  Tuple.of(3, Privileged.interruptOf(2)),
                  Tuple.of(1, Privileged.modifiedPrivilege()),
                  Tuple.of(1, Privileged.protection()),
                  Tuple.of(6, Paging.enter()),
                  Tuple.of(2, Paging.turn()))
              .map(List::of));

  /** Guests made of such scenes. */
  static Arbitrary<Program> programs(Arbitrary<List<Chunk>> scenes) {
    return Combinators.combine(
            scenes.list().ofMinSize(1).ofMaxSize(Layout.SLOTS / 2).map(Programs::flat),
            Paging.tables().list().ofSize(Paging.SPACES),
            start(),
            registers())
        .as(Program::new);
  }

  /** Guests that fence as the manual asks. */
  @Provide
  Arbitrary<Program> programs() {
    return PROGRAMS;
  }

  private static List<Chunk> flat(List<List<Chunk>> scenes) {
    return scenes.stream().flatMap(List::stream).limit(Layout.SLOTS).toList();
  }

  private static Arbitrary<List<Chunk>> scene() {
    return Arbitraries.frequencyOf(Tuple.of(4, chunk().map(List::of)), Tuple.of(1, Scenes.any()));
  }

  private static Arbitrary<Chunk> chunk() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Ordinary.reckoning()),
        Tuple.of(2, Ordinary.compressed()),
        Tuple.of(10, Ordinary.access()),
        Tuple.of(1, Ordinary.reservation()),
        Tuple.of(1, Ordinary.loop()),
        Tuple.of(1, Ordinary.jump()),
        Tuple.of(1, Ordinary.selfModifying()),
        Tuple.of(1, Ordinary.readingCode()),
        Tuple.of(1, Ordinary.print()),
        Tuple.of(6, Privileged.controlRegister()),
        Tuple.of(3, Privileged.system()),
        Tuple.of(5, Privileged.request()),
        Tuple.of(2, Privileged.returnTo()),
        Tuple.of(2, Privileged.supervisorReturn()),
        Tuple.of(2, Privileged.timer()),
        Tuple.of(1, Privileged.softwareInterrupt()),
        Tuple.of(1, Privileged.modifiedPrivilege()),
        Tuple.of(1, Privileged.protection()),
        Tuple.of(5, Paging.enter()),
        Tuple.of(2, Paging.turn()),
        Tuple.of(3, Paging.change()));
  }

  private static Arbitrary<Map<Integer, Long>> start() {
    return Combinators.combine(
            // Where S's calls are its own, its handler cannot ask M to end the machine.
            Arbitraries.of(
                0L, 0xa1fdL, 0xa0f1L, 0x100L, 0xb1ffL, 0L, 0xa1fdL, 0xa0f1L, 0x100L, 0xb1ffL,
                0xb3ffL),
            Arbitraries.of(0L, 0x222L, 0x20L),
            Arbitraries.of(0x6000L, 0x2000L, 0L, 0x4_2000L, 0xc_6000L),
            Arbitraries.of(0L, 1L << 61, 1L << 63 | 1L << 61 | 1L << 62 | 0xf0, 1L << 63),
            Arbitraries.of(7L, 0L, 2L))
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

  private static Arbitrary<List<Long>> registers() {
    return Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(0L, 1L, -1L, Layout.DATA))
        .list()
        .ofSize(5);
  }
}
