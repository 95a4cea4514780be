package trapeze.proofs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The page of documentation that says what has been proved, what has not, and what is outside. */
final class ProofPage {
  private ProofPage() {}

  static String text(ProofReport report) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # What is proved

        This page is written by `trapeze prove --page`.
        Each line of the table is a family of obligations, each obligation a question to Z3 that is made from the definitions: for all states that keep the invariants, for all operands.
        *Vacuous* means that the case cannot come to be: an instruction that always traps in U has no direct execution to be faithful, one that never traps has nothing to be emulated.

        | family | proved | vacuous | timed out | failed |
        | --- | --- | --- | --- | --- |
        """);
    for (Obligation.Family family : Obligation.Family.values()) {
      Map<Verdict.Result, Integer> counts = report.counts(family);
      page.append(
          "| %s | %d | %d | %d | %d |\n"
              .formatted(
                  family.title(),
                  counts.getOrDefault(Verdict.Result.PROVED, 0),
                  counts.getOrDefault(Verdict.Result.VACUOUS, 0),
                  counts.getOrDefault(Verdict.Result.TIMED_OUT, 0),
                  counts.getOrDefault(Verdict.Result.FAILED, 0)));
    }
    page.append(
        """

        ## The diagram

        *v* is the state of the virtual hart, *project(v)* what the real hart is given of it, *save* what is taken back ([`Deprivileging`](../../isa-spec/src/main/java/trapeze/isa/rv64/Deprivileging.java)).

        - Faithful execution: if an instance completes on *project(v)*, in U, then it completes on *v*, asks the same of memory in the same order, and *save* of the one is the other; the real control registers stay, and no effect is had that is the monitor's.
        - Faithful emulation: if it traps on *project(v)*, nothing has changed; the trap value is the instruction, for which the definition over *v* is executed, or the trap is the one that *v* itself raises.
        - What traps are entered by, `takeTrap`, is the definition over *v* again; real and virtual interrupts, the invariants, and what may be assumed of translation and protection are proved beside it.

        A 16-bit form is proved as the 32-bit form that it stands for, with length 2 and bits of its own.
        An instruction that names a control register is proved for each register, reading and writing at once.

        ## Not proved

        """);
    section(page, report, Verdict.Result.TIMED_OUT, "The solver did not end in time");
    section(page, report, Verdict.Result.FAILED, "There is a counterexample");
    page.append("Outside, by name:\n\n");
    for (Exclusions.Exclusion each : Exclusions.ALL) {
      page.append("- %s: %s.\n".formatted(each.what(), each.why()));
    }
    page.append("\n## What never completes in U\n\n");
    page.append(
        "Direct execution is vacuous for these, in every state: what the monitor emulates, always."
            + "\n\n");
    grouped(report.names(Obligation.Family.EXECUTION, Verdict.Result.VACUOUS))
        .forEach(
            (mnemonics, registers) ->
                page.append(
                    registers.isEmpty()
                        ? "- `%s`\n".formatted(mnemonics)
                        : "- `%s` of %s\n".formatted(mnemonics, String.join(", ", registers))));
    return page.toString();
  }

  private static void section(
      StringBuilder page, ProofReport report, Verdict.Result result, String title) {
    for (Obligation.Family family : Obligation.Family.values()) {
      List<String> names = report.names(family, result);
      if (!names.isEmpty()) {
        page.append(
            "%s, of %s: %s.\n\n".formatted(title, family.title(), String.join(", ", names)));
      }
    }
  }

  /** Mnemonics that are vacuous for the same registers, together. */
  private static Map<String, TreeSet<String>> grouped(List<String> names) {
    Map<String, TreeSet<String>> registers = new LinkedHashMap<>();
    for (String name : names) {
      String[] words = name.split(" ");
      TreeSet<String> set = registers.computeIfAbsent(words[0], _ -> new TreeSet<>());
      if (words.length > 1) {
        set.add(words[1]);
      }
    }
    Map<TreeSet<String>, String> byRegisters = new LinkedHashMap<>();
    registers.forEach(
        (mnemonic, set) ->
            byRegisters.merge(set, mnemonic, (before, more) -> before + "`, `" + more));
    Map<String, TreeSet<String>> all = new LinkedHashMap<>();
    byRegisters.forEach((set, mnemonics) -> all.put(mnemonics, set));
    return all;
  }
}
