package trapeze.proofs;

import java.util.List;

/** What the proofs say nothing about, and why. */
final class Exclusions {
  private Exclusions() {}

  /**
   * Something that is not proved.
   *
   * @param what by name
   * @param why the reason, and what looks after it instead
   */
  record Exclusion(String what, String why) {}

  static final List<Exclusion> ALL =
      List.of(
          new Exclusion(
              "the value of floating-point operations",
              "functions of which nothing is known but that equal operands give equal results and"
                  + " flags; FCLASS raises none. Tests compare them with other implementations"),
          new Exclusion(
              "the value of products, quotients and carry-less products",
              "functions likewise: both machines compute them from the same operands. Tests compare"
                  + " them with the evaluator"),
          new Exclusion(
              "fetching",
              "the instruction that is executed is the same on both machines by assumption; that a"
                  + " fetch reads the same bytes is the lemma on entries, that decoding is"
                  + " unambiguous a test of all encodings"),
          new Exclusion(
              "the walk of the real tables above the last level",
              "RealSpace writes pointers to frames that nobody else has; the laws observe every"
                  + " access of the hardware by ownership tags"),
          new Exclusion(
              "how long a shadow entry outlives the guest's own",
              "a question of histories, not of one step: the law of equivalence, with programs that"
                  + " change their tables and fence"),
          new Exclusion(
              "cbo.* beyond what they ask",
              "translation and protection answer alike on both machines by assumption, which the"
                  + " lemmas on entries and protection justify; that the blocks' addresses"
                  + " correspond is the host map's"),
          new Exclusion(
              "the written value of mcycle and minstret",
              "they count while they are written, so that reading back what has been written is not"
                  + " the identity; all else about them is proved"),
          new Exclusion(
              "execution under MPRV",
              "the monitor then interprets: the definition is executed over the virtual state, by"
                  + " the engine that the laws and lockstep runs test"),
          new Exclusion(
              "reservations and other harts",
              "a store-conditional may fail for reasons outside the state; both machines get the"
                  + " same answer by assumption"),
          new Exclusion(
              "steps, budgets, timers and waiting",
              "the loop around the definitions is one class for both machines; the laws compare it"
                  + " step by step"),
          new Exclusion(
              "that the engine does what the definitions say",
              "the generated code is compared with the evaluator by tests, the solver's reading of"
                  + " each operator too"));
}
