/**
 * {@code trapeze fuzz}: generated guests on two machines that should agree.
 *
 * <p>What is drawn is a {@link trapeze.laws.Program}, as a {@link trapeze.laws.Mix} says; {@link
 * trapeze.laws.Program#load} puts it into a board's memory and its hart in front of it, which is
 * all the initial state there is. What compares is a {@link trapeze.fuzz.Pair}: it runs a program
 * on both of its machines and gives a {@link trapeze.fuzz.Verdict}. A pair belongs to one thread;
 * each worker makes its own by a {@link trapeze.fuzz.Pairing}, of which {@link
 * trapeze.fuzz.Pairings} lists all. Everything else knows pairs only: the corpus, the coverage,
 * shrinking, reports.
 *
 * <p>A pairing says by {@link trapeze.fuzz.Pairing#limits} which knobs must stay at 0; a pair tells
 * {@link trapeze.fuzz.Coverage} each step of one of its machines, and names a difference by a kind,
 * so that the same difference is reported once.
 */
@NullMarked
package trapeze.fuzz;

import org.jspecify.annotations.NullMarked;
