package trapeze.console.theory;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Machines;
import trapeze.isa.theory.Classification;
import trapeze.isa.theory.rv64.Frames;
import trapeze.isa.theory.rv64.Rv64Variants;

/** A machine that can be classified. */
public sealed interface Subject permits Subject74, SubjectRv64 {
  /** How users call it. */
  String name();

  /** What it is, in a line. */
  String title();

  /** Where it comes from; empty if there is nothing to say. */
  String history();

  /** What its verdicts mean for a monitor, in a sentence or two; may be empty. */
  String consequence();

  /** What {@link #explained} knows: mnemonics, and names of control and status registers. */
  List<String> instructions();

  /** The verdicts on all of its instructions. */
  Classification classify();

  /** The verdicts on all instances that a name of {@link #instructions} is in. */
  Classification explained(String instruction);

  /** What it is in words, and where it is from; empty if there is nothing to say. */
  String about(String instruction);

  /** Its definition, a line for each step. */
  String definition(String instruction);

  /** All of them; those of 1974 in an instance of the given sizes. */
  static List<Subject> all(Format format) {
    List<Subject> all = new ArrayList<>();
    Machines.all().forEach(variant -> all.add(new Subject74(variant, format)));
    Frames.ALL.forEach(frame -> all.add(SubjectRv64.of(frame)));
    Rv64Variants.ALL.forEach(variant -> all.add(SubjectRv64.of(variant)));
    return all;
  }
}
