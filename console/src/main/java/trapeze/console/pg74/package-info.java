/** Machines of the 1974 paper at the command line: their programs, their runs, their accounts. */
@NullMarked
package trapeze.console.pg74;

import org.jspecify.annotations.NullMarked;
