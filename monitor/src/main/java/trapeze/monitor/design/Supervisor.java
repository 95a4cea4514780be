package trapeze.monitor.design;

import java.util.List;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.isa.rv64.DirectSupervisor;
import trapeze.machine.board.Implementation;

/**
 * The architecture manual's own way without its hypervisor extension: the guest's kernel in the
 * real S-mode under TVM, TW and TSR, its programs in the real U-mode, and its firmware as under
 * {@link TrapAndEmulate}. System calls and delegated interrupts go to the guest's kernel without an
 * exit.
 */
public final class Supervisor implements Design {

  /** What is done about each trap that is not delegated. */
  public static final ExitTable EXITS =
      TrapAndEmulate.EXITS.with(ExceptionCause.ECALL_FROM_S, ExitAction.EMULATE_ECALL);

  @Override
  public String title() {
    return "supervisor";
  }

  @Override
  public String summary() {
    return "the guest's kernel in the real S-mode under TVM, TW and TSR";
  }

  @Override
  public List<Fixed> configuration() {
    return DirectSupervisor.CONFIGURATION;
  }

  /** In the real S it is the real hart that withholds {@code senvcfg}. */
  @Override
  public String lacks(Implementation real, Implementation guest) {
    return guest.stateen() && !real.stateen() ? "the real machine has no state enables" : "";
  }

  @Override
  public Execution execution(Place place) {
    return new SupervisorExecution(place);
  }
}
