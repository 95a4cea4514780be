package trapeze.isa.theory;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one instance of an instruction is.
 *
 * @param instruction its mnemonic
 * @param instance with the operands, registers or configuration that the verdict is about, e.g.
 *     {@code smode 0} or {@code csrrs x5, mstatus, x0}
 * @param properties what it is; {@link Property#INNOCUOUS} or what makes it sensitive is among them
 * @param witnesses at least one for each sensitivity, and one against {@link Property#PRIVILEGED}
 *     if it is sensitive and not privileged
 * @param conditions under which the verdict holds, a clause each; none if it always does
 */
public record Verdict(
    String instruction,
    String instance,
    Set<Property> properties,
    List<Witness> witnesses,
    List<String> conditions) {
  public Verdict {
    properties = Set.copyOf(properties);
    witnesses = List.copyOf(witnesses);
    conditions = List.copyOf(conditions);
  }

  /** Whether it has this property. */
  public boolean is(Property property) {
    return properties.contains(property);
  }

  /** Whether it is control-sensitive, or behaviour-sensitive by its location or its mode. */
  public boolean isSensitive() {
    return properties.stream().anyMatch(Property::makesSensitive);
  }

  /** Whether Theorem 1 does not apply because of it: it is sensitive, and does not trap. */
  public boolean standsAgainstTheorem1() {
    return isSensitive() && !is(Property.PRIVILEGED);
  }

  /** Whether Theorem 3 does not apply because of it. */
  public boolean standsAgainstTheorem3() {
    return is(Property.USER_SENSITIVE) && !is(Property.PRIVILEGED);
  }

  /** The witness of a property, if there is one. */
  public Optional<Witness> witness(Property property) {
    return witnesses.stream().filter(each -> each.property() == property).findFirst();
  }

  /** The properties in the order of their declaration, with what follows from them. */
  public static Set<Property> completed(Collection<Property> found) {
    EnumSet<Property> all = EnumSet.noneOf(Property.class);
    all.addAll(found);
    if (!all.contains(Property.RESOURCE_SENSITIVE)
        && all.stream().noneMatch(Property::makesSensitive)) {
      all.add(Property.INNOCUOUS);
    }
    return all;
  }
}
