package trapeze.machine.trace;

/**
 * A load or a store of an instruction.
 *
 * @param store whether it is a store
 * @param address virtual
 * @param physical the first byte's physical address, in the machine whose log it is
 * @param bytes 1 to 8
 * @param value zero-extended
 */
public record Access(boolean store, long address, long physical, int bytes, long value) {}
