package trapeze.monitor.pg74.homomorphism;

/**
 * Where the two ways round the diagram part.
 *
 * @param what a register, a word, {@code trap} or {@code devices}; of the virtual machine unless it
 *     says {@code real}
 * @param expected what it is by way of the bare machine
 * @param found what it is by way of the real machine and the monitor
 */
public record Difference(String what, String expected, String found) {}
