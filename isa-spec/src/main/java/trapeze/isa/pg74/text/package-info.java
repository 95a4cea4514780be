/** Programs of third-generation machines as text: the assembler, the disassembler, the pages. */
@NullMarked
package trapeze.isa.pg74.text;

import org.jspecify.annotations.NullMarked;
