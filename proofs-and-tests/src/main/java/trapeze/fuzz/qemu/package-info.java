/**
 * The pair "Trapeze and Debian's qemu-system-riscv64 7.2".
 *
 * <p>QEMU leads: it executes one instruction at a time and logs its registers in front of each,
 * down a pipe. Trapeze follows, step by step, and {@link trapeze.fuzz.qemu.Follower} compares.
 * Where a difference is {@linkplain trapeze.fuzz.qemu.Excuses excused} Trapeze's hart takes over
 * what QEMU has, so that what comes behind can be compared. {@link trapeze.fuzz.qemu.QemuMachine}
 * is the process, which lives on from program to program; GDB's remote protocol loads it.
 */
@NullMarked
package trapeze.fuzz.qemu;

import org.jspecify.annotations.NullMarked;
