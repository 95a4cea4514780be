package trapeze.isa.theory;

import java.util.List;

/**
 * Why an instruction has, or has not, a property: concrete states to try it on. One state shows
 * what it does there; two, which differ in one respect only, show that it depends on it.
 *
 * @param property what is shown
 * @param holds whether it shows that the property holds, or that it does not
 * @param cases the states, one or two
 * @param differences what must not be so, a line each, e.g. {@code m: 0 before, 1 after}
 */
public record Witness(
    Property property, boolean holds, List<Case> cases, List<String> differences) {
  public Witness {
    cases = List.copyOf(cases);
    differences = List.copyOf(differences);
  }

  /**
   * The instruction carried out in one state.
   *
   * @param title how this state stands to the other one, e.g. {@code in user mode}
   * @param before the state, as far as it matters
   * @param after the state it leads to; with a trap, the state that is stored
   * @param outcome how it ends: {@code completes}, or the trap in words
   */
  public record Case(String title, Snapshot before, Snapshot after, String outcome) {}

  /** In a line. */
  public String summary() {
    return String.join("; ", differences);
  }
}
