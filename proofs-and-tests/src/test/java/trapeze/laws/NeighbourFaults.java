package trapeze.laws;

import static trapeze.laws.Pitfall.EXITS;

import java.util.List;
import java.util.function.UnaryOperator;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Execution;

/** Faults in what is emulated together with the instruction before it. */
final class NeighbourFaults {
  private NeighbourFaults() {}

  static final List<Fault> ALL =
      List.of(
          executed(
              "every system instruction exits by itself",
              usual ->
                  new FaultyDesign.Passing(usual) {
                    @Override
                    public boolean staysInPlace() {
                      return false;
                    }
                  }),
          executed(
              "what is behind a change of address space is looked for in the one before",
              usual ->
                  new FaultyDesign.Passing(usual) {
                    @Override
                    public boolean staysInPlace() {
                      super.staysInPlace();
                      return true;
                    }
                  }));

  private static Fault executed(String name, UnaryOperator<Execution> wrong) {
    Parts parts =
        new Parts() {
          @Override
          public Design design(Design asked) {
            return new FaultyDesign(asked, UnaryOperator.identity(), wrong);
          }
        };
    return new Fault(EXITS, name, "virtual hart", Fault.Law.EFFICIENCY, parts, HartFactory.REAL);
  }
}
