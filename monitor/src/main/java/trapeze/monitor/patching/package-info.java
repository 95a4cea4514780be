/**
 * In-place patching: sensitive instructions of a guest's kernel are replaced, in copies of its code
 * that it cannot read, by jumps to stubs that the real machine executes by itself.
 */
@NullMarked
package trapeze.monitor.patching;

import org.jspecify.annotations.NullMarked;
