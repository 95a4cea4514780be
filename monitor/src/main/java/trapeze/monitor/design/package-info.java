/**
 * What monitors of different designs do differently: what of a virtual hart's state the real hart
 * is given and how it comes back, which real address space it enters, and what is done about each
 * of its traps. Everything else, dispatcher to scheduler, they share.
 */
@NullMarked
package trapeze.monitor.design;

import org.jspecify.annotations.NullMarked;
