package trapeze.machine.trace;

/**
 * A general register that an instruction wrote, whether or not its value changed.
 *
 * @param floating whether it is a floating-point register
 * @param number 1 to 31, or 0 to 31 of the floating-point registers
 * @param value 64 bits, what it holds now
 */
public record RegisterWrite(boolean floating, int number, long value) {}
