/**
 * What a debugger may do with a machine, whoever the debugger is: halt its harts between two steps,
 * say where they are to halt by themselves, look at memory as a program would see it.
 *
 * <p>The words are those of RISC-V's debug specification: a hart is halted and resumed, a trigger
 * matches the address of an instruction or of an access.
 */
@NullMarked
package trapeze.machine.debug;

import org.jspecify.annotations.NullMarked;
