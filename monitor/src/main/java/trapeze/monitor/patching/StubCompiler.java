package trapeze.monitor.patching;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.state.HartState;

/**
 * Makes stubs out of definitions: what an instruction does to the virtual state becomes
 * instructions of the real machine that do it to the page of virtual state.
 *
 * <p>A stub borrows registers, which it gives back; decides whether this execution is the monitor's
 * business, before it has changed anything; computes, stores, counts itself, and jumps back.
 */
final class StubCompiler {
  /** Nothing that is worth a stub is longer. */
  private static final int MOST_WORDS = 120;

  private static final int FIRST_BORROWED = 5;
  private static final int ILLEGAL = 0;

  private final InstructionSet set;
  private final HartState choices;
  private final StateLayout layout;
  private final Map<Integer, StateVariable> variables = new HashMap<>();

  /**
   * A compiler for the harts of one kind of machine.
   *
   * @param choices a state whose implementation choices count, and nothing else of it
   * @param layout where the stubs find what they need
   */
  StubCompiler(InstructionSet set, HartState choices, StateLayout layout) {
    this.set = set;
    this.choices = choices;
    this.layout = layout;
    choices
        .space()
        .variables(StateVariable.Kind.ARCHITECTURAL)
        .forEach(each -> variables.put(each.index(), each));
  }

  /**
   * The stub of an instruction.
   *
   * @param packed a decoded instruction of 4 bytes
   * @throws Unpatchable if there is none
   */
  StubCode compile(long packed) {
    Meaning meaning = Symbolic.of(set, choices, packed);
    StateVariable written = meaning.written();
    if (written != null && !Attention.mayChange(written)) {
      throw new Unpatchable("a write of " + meaning.csr() + " is the monitor's business");
    }
    // How long it is, it tells the tally itself; that does not change how long it is.
    StubCode draft = emit(meaning, layout.tally());
    if (draft.words().length > MOST_WORDS) {
      throw new Unpatchable("its stub would be too long");
    }
    if (written != null) {
      layout.keeps(written, meaning.csr());
    }
    return emit(meaning, layout.constant(StateLayout.tallied(draft.surplus())));
  }

  private StubCode emit(Meaning meaning, int summand) {
    List<Integer> borrowed = borrowed(meaning);
    Assembly body = new Assembly();
    Map<Integer, Integer> exits = body(meaning, borrowed, summand, body);
    List<Integer> used = borrowed.stream().filter(body::assigns).toList();
    Assembly code = new Assembly();
    used.forEach(register -> code.store(register, layout.spill(borrowed.indexOf(register))));
    int start = code.size();
    for (int word : body.words()) {
      code.put(word);
    }
    giveBack(used, borrowed, code);
    int back = code.size();
    code.put(ILLEGAL);
    Map<Integer, Integer> leaves = new LinkedHashMap<>();
    exits.forEach(
        (index, register) -> {
          int branch = start + index;
          int distance = Integer.BYTES * (code.size() - branch);
          code.set(branch, Assembly.branchUnlessZero(register, distance));
          giveBack(used, borrowed, code);
          leaves.put(code.size(), branch + 1 + used.size());
          code.put(ILLEGAL);
        });
    return new StubCode(code.words(), back, leaves);
  }

  private void giveBack(List<Integer> used, List<Integer> borrowed, Assembly code) {
    used.forEach(register -> code.load(register, layout.spill(borrowed.indexOf(register))));
  }

  /** Emits what is between; gives the branches to be filled in, with the registers they ask. */
  private Map<Integer, Integer> body(
      Meaning meaning, List<Integer> free, int summand, Assembly code) {
    Map<Integer, Integer> exits = new LinkedHashMap<>();
    BitsCode bits = new BitsCode(meaning, layout, variables, code);
    StateVariable written = meaning.written();
    int value = free.getFirst();
    if (Attention.asksForFloatingPoint(meaning)) {
      code.load(value, layout.doubt());
      exits.put(code.size(), value);
      code.put(ILLEGAL);
    }
    if (written != null) {
      bits.compute(meaning.value(), free);
    }
    List<Integer> rest = free.subList(1, free.size());
    int other = rest.getFirst();
    int third = rest.get(1);
    if (written != null && Attention.isAsked(written)) {
      code.load(other, layout.variable(written));
      code.register("xor", other, other, value);
      code.load(third, layout.attention(written));
      code.register("and", other, other, third);
      exits.put(code.size(), other);
      code.put(ILLEGAL);
    }
    if (meaning.rd() != 0) {
      bits.compute(meaning.result(), rest);
    }
    if (written != null) {
      code.store(value, layout.variable(written));
    }
    code.load(value, layout.tally());
    code.load(third, summand);
    code.register("add", value, value, third);
    code.store(value, layout.tally());
    if (meaning.rd() != 0) {
      code.immediate("addi", meaning.rd(), other, 0);
    }
    return exits;
  }

  private static List<Integer> borrowed(Meaning meaning) {
    List<Integer> all = new ArrayList<>();
    for (int i = FIRST_BORROWED; all.size() < StateLayout.BORROWED; i++) {
      if (i != meaning.rd() && i != meaning.rs1()) {
        all.add(i);
      }
    }
    return all;
  }
}
