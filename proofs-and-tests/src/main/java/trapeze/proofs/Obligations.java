package trapeze.proofs;

import java.util.ArrayList;
import java.util.List;

/** All that is to be proved of some machines, in the order of the families. */
final class Obligations {
  private Obligations() {}

  static List<Obligation> of(Machines machines) {
    List<Obligation> all = new ArrayList<>();
    all.addAll(new TrapProofs(machines).all());
    all.addAll(new RegisterProofs(machines.bare()).all());
    all.addAll(new TranslationLemmas(machines).all());
    all.addAll(InstanceProofs.of(machines));
    all.sort(java.util.Comparator.comparing(Obligation::family));
    return all;
  }
}
