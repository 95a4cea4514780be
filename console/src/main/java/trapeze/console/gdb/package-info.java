/**
 * The remote stub: what a debugger that speaks gdb's remote serial protocol sees of a machine, bare
 * or virtual.
 *
 * <p>From the outside in: {@link trapeze.console.gdb.GdbServer} has a port and a {@link
 * trapeze.console.gdb.Connection} for whoever comes; that frames packets, and asks a {@link
 * trapeze.console.gdb.Stub} for the answer to each. The stub knows no sockets.
 */
@NullMarked
package trapeze.console.gdb;

import org.jspecify.annotations.NullMarked;
