/**
 * What the monitor does, as events of JDK Flight Recorder. While nobody records, an event costs no
 * more than the question whether anybody does.
 */
@NullMarked
package trapeze.monitor.events;

import org.jspecify.annotations.NullMarked;
