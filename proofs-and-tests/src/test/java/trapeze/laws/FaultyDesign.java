package trapeze.laws;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.state.Trap;
import trapeze.machine.board.Implementation;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.ExitAction;
import trapeze.monitor.design.Missing;
import trapeze.monitor.design.Place;
import trapeze.monitor.design.StateWords;
import trapeze.shadow.ShadowSpaces;

/**
 * A design with a fault.
 *
 * @param usual the design as it is
 * @param place what is wrong about what a virtual hart is executed with
 * @param wrong what is wrong about how it is executed
 */
record FaultyDesign(Design usual, UnaryOperator<Place> place, UnaryOperator<Execution> wrong)
    implements Design {
  @Override
  public String title() {
    return usual.title();
  }

  @Override
  public String summary() {
    return usual.summary() + ", with a fault";
  }

  @Override
  public List<Fixed> configuration() {
    return usual.configuration();
  }

  @Override
  public boolean protectsTables() {
    return usual.protectsTables();
  }

  @Override
  public int mostHarts() {
    return usual.mostHarts();
  }

  @Override
  public String lacks(Implementation real, Implementation guest) {
    return usual.lacks(real, guest);
  }

  @Override
  public Execution execution(Place given) {
    return wrong.apply(usual.execution(place.apply(given)));
  }

  /** An execution that another one does. */
  static class Passing implements Execution {
    private final Execution usual;

    Passing(Execution usual) {
      this.usual = usual;
    }

    @Override
    public void install() {
      usual.install();
    }

    @Override
    public boolean staysInPlace() {
      return usual.staysInPlace();
    }

    @Override
    public void save() {
      usual.save();
    }

    @Override
    public StateWords loaded() {
      return usual.loaded();
    }

    @Override
    public StateWords saved() {
      return usual.saved();
    }

    @Override
    public Trap asTheGuestSees(Trap trap) {
      return usual.asTheGuestSees(trap);
    }

    @Override
    public void tookByDelegation() {
      usual.tookByDelegation();
    }

    @Override
    public boolean guestMayHaveFenced() {
      return usual.guestMayHaveFenced();
    }

    @Override
    public boolean mayHaveFenced() {
      return usual.mayHaveFenced();
    }

    @Override
    public ExitAction action(Trap trap) {
      return usual.action(trap);
    }

    @Override
    public Missing missing(Trap trap, AccessKind kind) {
      return usual.missing(trap, kind);
    }

    @Override
    public void interpreted(Trap trap, AccessKind kind, long guestPhysical) {
      usual.interpreted(trap, kind, guestPhysical);
    }

    @Override
    public void writtenUnseen() {
      usual.writtenUnseen();
    }

    @Override
    public void fence(boolean hasAddress, long address, boolean hasAsid, long asid) {
      usual.fence(hasAddress, address, hasAsid, asid);
    }

    @Override
    public void protectionChanged() {
      usual.protectionChanged();
    }

    @Override
    public Optional<ShadowSpaces.Leaf> find(long address) {
      return usual.find(address);
    }

    @Override
    public void release() {
      usual.release();
    }
  }
}
