/** What crosses modules: the laws and how they are checked, proofs, conformance and benchmarks. */
@NullMarked
package trapeze.laws;

import org.jspecify.annotations.NullMarked;
