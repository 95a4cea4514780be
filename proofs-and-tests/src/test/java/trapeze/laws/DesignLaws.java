package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/**
 * The laws. A subclass says of which design; the guests are the same for all.
 *
 * <p>Law 1 is equivalence, 2 resource control, 3 efficiency, 4 recursion; law 5, that each of them
 * can be broken, is {@link MutationLaw}'s.
 */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
abstract class DesignLaws {
  /** The monitor as it is, all guests being of this design. */
  final Parts parts;

  DesignLaws(Design design) {
    this.parts = of(design);
  }

  /** The monitor as it is, all guests being of a design. */
  static Parts of(Design design) {
    return new Parts() {
      @Override
      public Design design(Design asked) {
        return design;
      }
    };
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("1: bare and virtual agree at every trap that the guest sees, and at its end")
  void equivalence(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.equivalence(program, policy, slice, HartFactory.REAL, parts)).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("1: harts that share memory and interrupt each other are the same, bare and virtual")
  void severalHarts(
      @ForAll("several") Program program,
      @ForAll @IntRange(min = 2, max = 3) int harts,
      @ForAll @IntRange(min = 1, max = 100) int turn,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 4000) int slice) {
    int most = parts.design(Designs.TRAP_AND_EMULATE).mostHarts();
    String against =
        Laws.equivalenceOfHarts(
            program, Math.min(harts, most), turn, policy, slice, HartFactory.REAL, parts);
    assertThat(against).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: two guests touch their own frames only, keep their slices, and are as if alone")
  void resourceControl(
      @ForAll Program one,
      @ForAll Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.resourceControl(List.of(one, other), true, policy, slice, HartFactory.REAL, parts);
    assertThat(against).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: guests that overwrite their tables and their code, and never fence, touch no more")
  void resourceControlOfHostileGuests(
      @ForAll("hostile") Program one,
      @ForAll("hostile") Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.resourceControl(List.of(one, other), false, policy, slice, HartFactory.REAL, parts);
    assertThat(against).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: a guest beside one of the usual design, in turn on one real hart, is as if alone")
  void designsInTurn(
      @ForAll Program one,
      @ForAll Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    Alternating alternating = new Alternating(parts);
    String against =
        Laws.resourceControl(
            List.of(one, other), true, policy, slice, HartFactory.REAL, alternating);
    assertThat(against).isEmpty();
    assertThat(alternating.asked).isEqualTo(3);
  }

  /** What is asked first sets up the real machine; then every second guest is of the design. */
  private static final class Alternating extends Parts {
    private final Parts inner;
    private int asked;

    Alternating(Parts inner) {
      this.inner = inner;
    }

    @Override
    public Design design(Design usual) {
      return asked++ % 2 == 0 ? inner.design(usual) : Designs.TRAP_AND_EMULATE;
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: another program, memory and input beside a guest change nothing in its run")
  void nonInterference(
      @ForAll Program watched,
      @ForAll("hostile") Program one,
      @ForAll("hostile") Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    List<Program> others = List.of(one, other);
    assertThat(Laws.nonInterference(watched, others, policy, slice, HartFactory.REAL, parts))
        .isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: nor in that of one which does not fence its tables: what is stale is its own doing")
  void nonInterferenceWithStaleTables(
      @ForAll("hostile") Program watched,
      @ForAll("hostile") Program one,
      @ForAll Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    List<Program> others = List.of(one, other);
    assertThat(Laws.nonInterference(watched, others, policy, slice, Stepping.FORGETFUL, parts))
        .isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("4: a guest of a monitor that is itself such a guest agrees with the bare machine")
  void recursion(
      @ForAll Program program,
      @ForAll("inner") Design inner,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 2, max = 3) int depth,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    String against =
        Laws.recursion(program, policy, depth, slice, HartFactory.REAL, parts, of(inner));
    assertThat(against).isEmpty();
  }

  @Provide
  Arbitrary<Program> hostile() {
    return Guests.drawn(Programs.HOSTILE);
  }

  @Provide
  Arbitrary<Program> several() {
    return Guests.drawn(Programs.SEVERAL);
  }

  @Provide
  Arbitrary<Program> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Guests.drawn(Programs.HOSTILE)), Tuple.of(1, Guests.drawn(Programs.FENCED)));
  }

  /** Designs that a machine without the hypervisor extension carries. */
  @Provide
  Arbitrary<Design> inner() {
    return Arbitraries.of(Designs.TRAP_AND_EMULATE, Designs.SUPERVISOR);
  }
}
