package trapeze.laws;

import trapeze.monitor.design.Designs;

/** The laws for guests of which S and U are the real VS and VU, over shadow tables. */
class HardwareShadowLaw extends DesignLaws {
  HardwareShadowLaw() {
    super(Designs.HARDWARE_SHADOW);
  }
}
