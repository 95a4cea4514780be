/** The only place for commands, terminals, files and exit codes. */
@NullMarked
package trapeze.console;

import org.jspecify.annotations.NullMarked;
