package trapeze.monitor.patching;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trapeze.monitor.patching.PatchedTwins.ALIAS;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.rv64.Rv64State;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.Place;

/**
 * Each fault put into the design makes a guest notice, and the same guest notices nothing without.
 */
class SeededFaultsTest {
  private static final int THRESHOLD = 3;

  /** ANDI x5, x5, -3 and the same with -1: what clears SIE, and what clears nothing. */
  private static final int CLEARS = 0xffd2_f293;

  private static final int CLEARS_NOTHING = 0xfff2_f293;

  /** The design with a fault. */
  private record Faulty(Function<Place, Execution> made) implements Design {
    @Override
    public String title() {
      return "faulty";
    }

    @Override
    public String summary() {
      return "patching with a seeded fault";
    }

    @Override
    public List<Fixed> configuration() {
      return Deprivileging.CONFIGURATION;
    }

    @Override
    public Execution execution(Place place) {
      return made.apply(place);
    }
  }

  private static void isCaught(Function<Place, Patches> patches, Consumer<PatchedTwins> guest) {
    isCaughtIn(place -> new PatchedExecution(place, patches.apply(place)), guest);
  }

  private static void isCaughtIn(
      Function<Place, Execution> execution, Consumer<PatchedTwins> guest) {
    guest.accept(new PatchedTwins(new Patching(THRESHOLD)));
    assertThatThrownBy(() -> guest.accept(new PatchedTwins(new Faulty(execution))))
        .isInstanceOf(AssertionError.class);
  }

  private static void loop(PatchedTwins twins) {
    PatchingTest.loopOfMoves(twins);
    twins.run(2000);
  }

  @Test
  void aStubWithAWrongMask() {
    isCaught(
        place ->
            new Patches(place, THRESHOLD) {
              @Override
              StubCode compile(long packed) {
                StubCode right = super.compile(packed);
                int[] words = right.words();
                for (int i = 0; i < words.length; i++) {
                  words[i] = words[i] == CLEARS ? CLEARS_NOTHING : words[i];
                }
                return right;
              }
            },
        SeededFaultsTest::loop);
  }

  @Test
  void thePageOfVirtualStateIsNotReadBack() {
    isCaught(
        place ->
            new Patches(place, THRESHOLD) {
              @Override
              StatePage statePage(StateLayout places, long frame) {
                return new StatePage(place.virtual(), place.hardware(), places, frame) {
                  @Override
                  void read() {}
                };
              }
            },
        SeededFaultsTest::loop);
  }

  @Test
  void theStepsOfStubsAreTheGuests() {
    isCaughtIn(
        place ->
            new PatchedExecution(place, new Patches(place, THRESHOLD)) {
              @Override
              public long surplus() {
                return 0;
              }
            },
        SeededFaultsTest::loop);
  }

  @Test
  void theCopyIsLeftAfterAStore() {
    isCaught(
        place ->
            new Patches(place, THRESHOLD) {
              @Override
              void drop(PatchedPage page) {}
            },
        twins -> PatchingTest.writesItsCode(twins, ALIAS).run(1000));
  }

  @Test
  void whatTheMonitorWritesIsNotCompared() {
    isCaught(
        place ->
            new Patches(place, THRESHOLD) {
              @Override
              void verify() {}
            },
        twins -> {
          PatchingTest.loopOfMoves(twins);
          twins.run(500).at(4).addi(20, 20, 1);
          twins.both(board -> board.harts().getFirst().fenceI()).run(500);
        });
  }

  @Test
  void theJumpMayStandAnywhereInReach() {
    isCaught(
        place ->
            new Patches(place, THRESHOLD) {
              @Override
              boolean isExact(long pc, int before, long start, StubCode code) {
                return start > pc && start - pc < 1 << 16;
              }
            },
        twins -> PatchingTest.jumpsIntoTheMiddle(twins).run(4000));
  }

  @Test
  void nothingThatAStubChangesNeedsAttention() {
    isCaught(
        place -> withoutAttention(place, _ -> true),
        twins -> PatchingTest.letsAnInterruptIn(twins).run(1000));
  }

  @Test
  void sieNeedsNoAttention() {
    isCaught(
        place -> withoutAttention(place, Rv64State.MSTATUS::equals),
        twins -> PatchingTest.letsAnInterruptIn(twins).run(1000));
  }

  @Test
  void enablesNeedNoAttention() {
    isCaught(
        place -> withoutAttention(place, Rv64State.MIE::equals),
        twins -> PatchingTest.enablesAnInterrupt(twins).run(1000));
  }

  private static Patches withoutAttention(Place place, Predicate<StateVariable> ofWhat) {
    return new Patches(place, THRESHOLD) {
      @Override
      StatePage statePage(StateLayout places, long frame) {
        return new StatePage(place.virtual(), place.hardware(), places, frame) {
          @Override
          long attention(StateVariable variable, long pending, long enabled) {
            return ofWhat.test(variable) ? 0 : super.attention(variable, pending, enabled);
          }
        };
      }
    };
  }
}
