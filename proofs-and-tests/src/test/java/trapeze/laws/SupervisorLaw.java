package trapeze.laws;

import trapeze.monitor.design.Designs;

/** The laws for guests of which kernels are in the real S. */
class SupervisorLaw extends ReplayedLaws {
  SupervisorLaw() {
    super(Designs.SUPERVISOR);
  }
}
