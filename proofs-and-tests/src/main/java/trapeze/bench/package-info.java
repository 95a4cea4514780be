/** JMH benchmarks; {@code ./trapeze bench} runs them. */
@NullMarked
package trapeze.bench;

import org.jspecify.annotations.NullMarked;
