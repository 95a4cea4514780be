package trapeze.laws;

import trapeze.monitor.design.Designs;

/** The laws for guests of which all of the guest is in the real U. */
class TrapEmulateLaw extends ReplayedLaws {
  TrapEmulateLaw() {
    super(Designs.TRAP_AND_EMULATE);
  }
}
