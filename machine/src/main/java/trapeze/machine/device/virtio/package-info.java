/**
 * Virtio devices behind the memory-mapped transport (Virtual I/O Device Version 1.2).
 *
 * <p>{@link trapeze.machine.device.virtio.VirtioMmio} is the transport, {@link
 * trapeze.machine.device.virtio.Virtqueue} the split ring, and a {@link
 * trapeze.machine.device.virtio.VirtioDevice} what is behind them. A request is complete before the
 * notification that announced it returns.
 *
 * <p>Everything in a ring was written by the guest, and is believed in nothing: a ring that breaks
 * the rules, loops or points outside memory makes its device ask for a reset, and that is all.
 */
@NullMarked
package trapeze.machine.device.virtio;

import org.jspecify.annotations.NullMarked;
