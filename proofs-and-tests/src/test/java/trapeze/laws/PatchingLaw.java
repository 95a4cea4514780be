package trapeze.laws;

import trapeze.monitor.patching.Patching;

/** The laws for guests whose kernels' code is patched, as soon as an instruction has trapped. */
class PatchingLaw extends DesignLaws {
  PatchingLaw() {
    super(new Patching(1));
  }
}
