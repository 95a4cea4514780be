package trapeze.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The generated part of docs/mutation.md, and the page of counterexamples. */
final class MutationPage {
  private MutationPage() {}

  private static final List<String> HEAD =
      List.of(
          "| fault | where | law that fails | programs tried | instructions left |",
          "| --- | --- | --- | --- | --- |");

  /** The faults, a table for each pitfall. */
  static String table(Map<String, Counterexample> found) {
    List<String> lines = new ArrayList<>();
    for (Pitfall pitfall : Pitfall.values()) {
      lines.add("### " + pitfall.title());
      lines.add("");
      lines.addAll(HEAD);
      for (Fault fault : Faults.ALL) {
        Counterexample counterexample = found.get(fault.name());
        if (fault.pitfall() == pitfall && counterexample != null) {
          lines.add(
              "| %s | %s | %s | %d | %d |"
                  .formatted(
                      fault.name(),
                      fault.place(),
                      fault.law().title,
                      counterexample.tries(),
                      counterexample.instructions()));
        }
      }
      lines.add("");
    }
    return String.join("\n", lines);
  }

  /** Every counterexample in full. */
  static String counterexamples(Map<String, Counterexample> found) {
    StringBuilder page = new StringBuilder();
    page.append("# Counterexamples\n\n");
    page.append("Generated: one small guest for each seeded fault of [Mutation](mutation.md).\n");
    page.append("Each starts in M, in slot 0; after a trap its handler goes on with the next slot");
    page.append(", in the mode that `a7` held.\n");
    page.append("Chunks without instructions have been emptied; `space` is an address space that");
    page.append(" is not plain.\n");
    for (Fault fault : Faults.ALL) {
      Counterexample each = found.get(fault.name());
      if (each != null) {
        page.append("\n## %s\n\n".formatted(fault.name()));
        page.append("Law %s, after %d programs.\n".formatted(fault.law().title, each.tries()));
        String story = each.story();
        page.append(
            story.isEmpty() ? "It needs no instructions.\n" : "\n```\n%s\n```\n".formatted(story));
        page.append("\n%s\n".formatted(each.difference()));
      }
    }
    return page.toString();
  }
}
