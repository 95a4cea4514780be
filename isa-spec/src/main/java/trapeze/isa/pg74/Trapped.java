package trapeze.isa.pg74;

/**
 * A trap of a third-generation machine that has been raised and not yet taken.
 *
 * @param cause why
 * @param value what a resident learns about it, see {@link Cause}; a trap handler of the machine's
 *     own does not
 */
public record Trapped(Cause cause, long value) {}
