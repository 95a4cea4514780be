package trapeze.monitor.paravirtual;

import java.util.List;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.Place;

/** Guests deprivileged, and calls for those that would rather ask than trap. */
public final class Paravirtual implements Design {
  @Override
  public String title() {
    return "paravirtual";
  }

  @Override
  public String summary() {
    return "as trap-emulate; a kernel that knows of it calls the monitor";
  }

  @Override
  public List<Fixed> configuration() {
    return Deprivileging.CONFIGURATION;
  }

  @Override
  public Execution execution(Place place) {
    return new ParavirtualExecution(place);
  }
}
