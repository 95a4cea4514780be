package trapeze.machine.engine;

import trapeze.machine.engine.translate.TranslatedCode;

/**
 * Where an address leads: to this code, as long as nothing has changed that decides about it. It
 * spares a look at each page of the code's span.
 *
 * @param pc the address
 * @param epoch of the context that it was found in
 * @param generation the number of FENCE.Is at that time
 * @param code what executes from there on
 * @param base address of the code's span
 * @param valid its pages that are as they were, a bit each
 */
record Link(long pc, int epoch, long generation, TranslatedCode code, long base, int valid) {}
