package trapeze.laws;

import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.machine.board.HartFactory;
import trapeze.machine.engine.Engine;
import trapeze.monitor.Parts;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/**
 * A fault that can be seeded.
 *
 * @param name what is wrong, in a line
 * @param where the part that is exchanged
 * @param law the law that must fail
 * @param parts the monitor's parts with it
 * @param hart the real harts with it
 */
record Fault(String name, String where, Law law, Parts parts, HartFactory hart) {

  /** The laws that a fault can break. */
  enum Law {
    EQUIVALENCE("1, equivalence"),
    RESOURCE_CONTROL("2, resource control"),
    EFFICIENCY("3, efficiency");

    final String title;

    Law(String title) {
      this.title = title;
    }
  }

  /** A definition of the virtual machine that says something else. */
  static Fault ofDefinitions(String name, Altered altered) {
    Engine engine = altered.engine();
    Parts parts =
        new Parts() {
          @Override
          public Engine engine() {
            return engine;
          }
        };
    return new Fault(name, "virtual hart", Law.EQUIVALENCE, parts, HartFactory.REAL);
  }

  /** Makes shadow spaces with a fault. */
  @FunctionalInterface
  interface Spaces {
    ShadowSpaces make(Hardware hardware, Resources resources, Policy policy, HostMap hostMap);
  }

  /** Shadow paging that does something else. */
  static Fault ofShadowPaging(String name, Law law, Spaces spaces) {
    Parts parts =
        new Parts() {
          @Override
          public ShadowSpaces spaces(
              Hardware hardware, Resources resources, Policy policy, HostMap hostMap) {
            return spaces.make(hardware, resources, policy, hostMap);
          }
        };
    return new Fault(name, "shadow paging", law, parts, HartFactory.REAL);
  }

  /** A real hart that does something else. */
  static Fault ofRealHart(String name, Law law, HartFactory hart) {
    return new Fault(name, "real hart", law, Parts.USUAL, hart);
  }

  /** A real machine with one instruction that does not trap. */
  static Fault ofMachine(String name, Violator violator) {
    Engine engine = violator.engine();
    return ofRealHart(
        name, Law.EQUIVALENCE, (state, bus, clock) -> new Hart(engine, state, bus, clock));
  }

  @Override
  public String toString() {
    return name;
  }
}
