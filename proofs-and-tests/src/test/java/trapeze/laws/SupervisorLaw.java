package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.assertj.core.api.SoftAssertions;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/** The laws for guests whose kernels are in the real S: the same functions, the same guests. */
@Domain(Guests.class)
@Domain(DomainContext.Global.class)
class SupervisorLaw {
  private static final Parts SUPERVISOR = SupervisorFaults.PARTS;
  private static final int PROGRAMS = 1000;

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("1: bare and virtual agree at every trap that the guest sees, and at its end")
  void equivalence(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    assertThat(Laws.equivalence(program, policy, slice, HartFactory.REAL, SUPERVISOR)).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("1: harts that share memory and interrupt each other are the same")
  void severalHarts(
      @ForAll("several") Program program,
      @ForAll @IntRange(min = 2, max = 3) int harts,
      @ForAll @IntRange(min = 1, max = 100) int turn,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 4000) int slice) {
    String against =
        Laws.equivalenceOfHarts(program, harts, turn, policy, slice, HartFactory.REAL, SUPERVISOR);
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
        Laws.resourceControl(
            List.of(one, other), true, policy, slice, HartFactory.REAL, SUPERVISOR);
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
        Laws.resourceControl(
            List.of(one, other), false, policy, slice, HartFactory.REAL, SUPERVISOR);
    assertThat(against).isEmpty();
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("2: guests of different designs in turn on one real hart are as if alone")
  void designsInTurn(
      @ForAll Program one,
      @ForAll Program other,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 1, max = 1000) int slice) {
    String against =
        Laws.resourceControl(
            List.of(one, other), true, policy, slice, HartFactory.REAL, new Alternating());
    assertThat(against).isEmpty();
  }

  /** The first guest's kernel is in the real S, all of the next guest in the real U. */
  private static final class Alternating extends Parts {
    private int asked;

    @Override
    public Design design(Design usual) {
      return asked++ % 2 == 0 ? Designs.SUPERVISOR : Designs.TRAP_AND_EMULATE;
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("4: a guest of a monitor that is itself such a guest agrees with the bare machine")
  void recursion(
      @ForAll Program program,
      @ForAll Policy policy,
      @ForAll @IntRange(min = 7, max = 4000) int slice) {
    try (Runs runs = new Runs()) {
      Guest bare = runs.bare(program);
      ControlProgram inner =
          new ControlProgram(
              runs.below(policy, 2, HartFactory.REAL, SUPERVISOR), policy, SUPERVISOR);
      Guest guest = Runs.virtual(program, inner).runUntil(Runs.STEPS, slice);
      assertThat(guest.differenceFrom(bare)).isEmpty();
    }
  }

  @Example
  @Tag("search")
  @Label("5: every fault that only this design can have is caught")
  void everyFaultIsFound() {
    SoftAssertions softly = new SoftAssertions();
    for (Fault fault : SupervisorFaults.ALL) {
      String against = "";
      for (int i = 0; i < PROGRAMS && against.isEmpty(); i++) {
        against = Trial.against(fault, Policy.CACHED, Trial.program(i));
      }
      softly.assertThat(against).as(fault.name()).isNotEmpty();
    }
    softly.assertAll();
  }

  @Provide
  Arbitrary<Program> hostile() {
    return Guests.drawn(Programs.HOSTILE);
  }

  @Provide
  Arbitrary<Program> several() {
    return Guests.drawn(Programs.SEVERAL);
  }
}
