/** From a guest's page table and the host map to real page tables: spaces, policies, invariants. */
@NullMarked
package trapeze.shadow;

import org.jspecify.annotations.NullMarked;
