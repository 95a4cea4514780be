package trapeze.laws;

import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.board.HartFactory;
import trapeze.machine.engine.Engine;
import trapeze.monitor.Allocator;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * A fault that can be seeded.
 *
 * @param pitfall which of the known pitfalls of such a monitor it falls into
 * @param name what is wrong, in a line
 * @param where the part that is exchanged
 * @param law the law that must fail
 * @param design of the guests
 * @param parts the monitor's parts with it
 * @param hart the real harts with it
 */
record Fault(
    Pitfall pitfall,
    String name,
    String where,
    Law law,
    Design design,
    Parts parts,
    HartFactory hart) {

  /** A fault of the monitor whose guests are of the usual design. */
  Fault(Pitfall pitfall, String name, String where, Law law, Parts parts, HartFactory hart) {
    this(pitfall, name, where, law, Designs.TRAP_AND_EMULATE, parts, hart);
  }

  /** The laws that a fault can break. */
  enum Law {
    EQUIVALENCE("1, equivalence"),
    RESOURCE_CONTROL("2, resource control"),
    REAL_TABLES("2, of the tables"),
    EFFICIENCY("3, efficiency"),
    RECURSION("4, recursion");

    final String title;

    Law(String title) {
      this.title = title;
    }
  }

  /** The same fault, as it is caught by another law. */
  Fault against(Law other) {
    return new Fault(pitfall, name, where, other, design, parts, hart);
  }

  /** The same fault where guests are of another design. */
  Fault in(Design other) {
    return new Fault(pitfall, name, where, law, other, parts, hart);
  }

  /** The same fault on real harts that do something of their own. */
  Fault on(HartFactory other) {
    return new Fault(pitfall, name, where, law, design, parts, other);
  }

  /** The monitor with the fault, all guests being of its design. */
  Parts seeded() {
    return new Parts() {
      @Override
      public Engine engine() {
        return parts.engine();
      }

      @Override
      public Design design(Design asked) {
        return parts.design(design);
      }

      @Override
      public Resources resources(Allocator allocator, int realHart, long frames) {
        return parts.resources(allocator, realHart, frames);
      }

      @Override
      public ShadowSpaces spaces(
          Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
        return parts.spaces(hardware, resources, policy, hostMap);
      }
    };
  }

  /** Where it is, and of which design, if that is not the usual one. */
  String place() {
    return design == Designs.TRAP_AND_EMULATE ? where : design.title() + ": " + where;
  }

  /**
   * A definition of the virtual machine that says something else; each virtual hart has its own.
   */
  static Fault ofDefinitions(Pitfall pitfall, String name, Supplier<Altered> altered) {
    Parts parts =
        new Parts() {
          @Override
          public Engine engine() {
            return altered.get().engine();
          }
        };
    return new Fault(pitfall, name, "virtual hart", Law.EQUIVALENCE, parts, HartFactory.REAL);
  }

  /** Makes shadow spaces with a fault. */
  @FunctionalInterface
  interface Spaces {
    ShadowSpaces make(Hardware hardware, Resources resources, Policy policy, HostMap hostMap);
  }

  /** Shadow paging that does something else. */
  static Fault ofShadowPaging(Pitfall pitfall, String name, Spaces spaces) {
    Parts parts =
        new Parts() {
          @Override
          public ShadowSpaces spaces(
              Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
            return spaces.make(hardware, resources, policy, hostMap);
          }
        };
    return new Fault(pitfall, name, "shadow paging", Law.EQUIVALENCE, parts, HartFactory.REAL);
  }

  /** Real resources that are handed out in another way. */
  static Fault ofResources(Pitfall pitfall, String name, UnaryOperator<Resources> changed) {
    Fault fault =
        ofShadowPaging(
            pitfall,
            name,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, changed.apply(resources), policy, hostMap));
    return new Fault(
        pitfall, name, "allocator", Law.RESOURCE_CONTROL, fault.parts(), HartFactory.REAL);
  }

  /** A real hart that does something else. */
  static Fault ofRealHart(Pitfall pitfall, String name, HartFactory hart) {
    return new Fault(pitfall, name, "real hart", Law.EQUIVALENCE, Parts.USUAL, hart);
  }

  /** A real machine with another instruction set. */
  static Fault ofMachine(Pitfall pitfall, String name, Altered altered) {
    Engine engine = altered.engine();
    HartFactory factory = (state, bus, clock) -> new Hart(engine, state, bus, clock);
    return new Fault(pitfall, name, "real machine", Law.EQUIVALENCE, Parts.USUAL, factory);
  }

  @Override
  public String toString() {
    return name;
  }
}
