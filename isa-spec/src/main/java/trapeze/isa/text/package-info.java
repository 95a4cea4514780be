/** Readers that print definitions for people: the disassembler and the reference pages. */
@NullMarked
package trapeze.isa.text;

import org.jspecify.annotations.NullMarked;
