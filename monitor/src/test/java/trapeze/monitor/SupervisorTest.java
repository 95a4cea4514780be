package trapeze.monitor;

import trapeze.monitor.design.Designs;

/** In the real S and U. */
class SupervisorTest extends OwnModesTest {
  SupervisorTest() {
    super(Designs.SUPERVISOR);
  }
}
