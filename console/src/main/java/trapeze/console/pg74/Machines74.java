package trapeze.console.pg74;

import java.util.stream.Collectors;
import trapeze.console.UserError;
import trapeze.isa.pg74.Machines;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Variant;

/** Machines of the 1974 paper, as users name them. */
public final class Machines74 {
  private Machines74() {}

  /** The machine of this name. */
  public static ThirdGeneration named(String name) {
    return Machines.named(name)
        .map(Variant::machine)
        .orElseThrow(
            () ->
                new UserError(
                    name,
                    "there is no such machine; there are "
                        + Machines.all().stream()
                            .map(Variant::name)
                            .collect(Collectors.joining(", "))));
  }
}
