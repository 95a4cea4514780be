package trapeze.laws;

import trapeze.monitor.design.Designs;

/**
 * The laws for guests that might ask the monitor, and do not; {@link ParavirtualCallsLaw} is about
 * those that do.
 */
class ParavirtualLaw extends ReplayedLaws {
  ParavirtualLaw() {
    super(Designs.PARAVIRTUAL);
  }
}
