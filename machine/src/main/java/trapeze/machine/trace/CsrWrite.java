package trapeze.machine.trace;

import trapeze.isa.definition.Csr;

/**
 * A control and status register whose storage an instruction wrote: a write to {@code sstatus} is
 * one to {@code mstatus}.
 *
 * @param value what a read of it gives now
 */
public record CsrWrite(Csr csr, long value) {}
