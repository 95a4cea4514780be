/**
 * Times kernels of our own on the machine, under monitors and on QEMU: each run a process of its
 * own, all platforms in turns, CPU time of all threads, and the same work compared.
 */
@NullMarked
package trapeze.console.bench;

import org.jspecify.annotations.NullMarked;
