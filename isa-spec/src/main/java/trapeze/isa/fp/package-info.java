/**
 * The floating-point arithmetic of the F, D and Zfh extensions, on raw bit patterns.
 *
 * <p>Two readings of IEEE 754-2019 as the RISC-V manual narrows it (unpriv, chapters "F", "D" and
 * "Zfh") live here. The plain one, {@link trapeze.isa.fp.ReferenceFloat}, uses integers only: every
 * operation is computed exactly for any {@link trapeze.isa.fp.Format} and rounded once, in {@link
 * trapeze.isa.fp.Round}. The fast one, {@link trapeze.isa.fp.SoftFloat}, answers the common cases
 * with the arithmetic of the Java machine and hands all others to the plain one; both give the same
 * bits and the same exception flags.
 */
@NullMarked
package trapeze.isa.fp;

import org.jspecify.annotations.NullMarked;
