package trapeze.proofs;

import trapeze.isa.definition.InstructionSet;
import trapeze.isa.rv64.Rv64;

/**
 * The three readings of a machine that the proofs hold against each other. They are the same
 * definitions, unless a fault has been seeded into one.
 *
 * @param bare what the guest is meant for
 * @param real what the guest runs on, deprivileged
 * @param monitor what the monitor emulates with
 */
public record Machines(InstructionSet bare, InstructionSet real, InstructionSet monitor) {
  /** RV64 as it is. */
  public static final Machines RV64 = new Machines(Rv64.SET, Rv64.SET, Rv64.SET);
}
