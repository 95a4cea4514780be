package trapeze.console.compare;

/**
 * What one run of a cell gave.
 *
 * @param counts exact, the same each time
 * @param end how the guest ended, in words
 * @param good whether that is how the workload should end
 * @param console CRC-32 of what the guest sent to its console
 * @param nanoseconds of CPU time, from the guest's first instruction to its end
 */
public record Measurement(
    Counts counts, String end, boolean good, long console, long nanoseconds) {}
