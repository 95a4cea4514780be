package trapeze.isa.theory.pg74;

import trapeze.isa.theory.Origin;

/**
 * The paper's ⟨e|r⊕x, m, p, r⊕x⟩ for some ⟨e|r, m, p, r⟩: M, P, A and the words that R makes
 * accessible are the same, R and the place of those words are not.
 */
interface Elsewhere extends Origin {
  /** Whether it is such a state, and another one than the first. */
  boolean isElsewhere();

  /** Where the word at an accessible physical address of the first state is. */
  long of(long address);

  /** How it stands to the first state, in words. */
  String title();
}
