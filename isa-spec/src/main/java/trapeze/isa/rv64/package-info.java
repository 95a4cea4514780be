/**
 * RV64GC with machine, supervisor and user mode, as data: one class a chapter of the manuals.
 *
 * <p>Start with {@link trapeze.isa.rv64.Rv64State}, then {@code BaseInteger}, then {@code
 * MachineLevel}, {@code SupervisorLevel} and {@code AddressTranslation}.
 */
@NullMarked
package trapeze.isa.rv64;

import org.jspecify.annotations.NullMarked;
