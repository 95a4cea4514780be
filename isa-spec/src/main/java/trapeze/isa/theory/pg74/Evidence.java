package trapeze.isa.theory.pg74;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import trapeze.isa.theory.Property;
import trapeze.isa.theory.Witness;

/** What the visits have found out about one instance. */
final class Evidence {
  private final Set<Property> found = EnumSet.noneOf(Property.class);
  private final Map<Property, Witness> witnesses = new EnumMap<>(Property.class);

  boolean has(Property property) {
    return found.contains(property);
  }

  /** That the property holds, for reasons that no single state shows. */
  void add(Property property) {
    found.add(property);
  }

  /** That the property holds, if it is not known yet. */
  void add(Property property, Supplier<Witness> witness) {
    if (found.add(property)) {
      witnesses.put(property, witness.get());
    }
  }

  /** That the property does not hold in some state, if it is not known yet. */
  void refute(Property property, Supplier<Witness> witness) {
    witnesses.computeIfAbsent(property, _ -> witness.get());
  }

  /** Whether some state has shown that the property does not hold. */
  boolean isRefuted(Property property) {
    return witnesses.containsKey(property) && !found.contains(property);
  }

  Set<Property> properties() {
    return found;
  }

  /** In the order of the properties. */
  List<Witness> witnesses() {
    return new ArrayList<>(witnesses.values());
  }
}
