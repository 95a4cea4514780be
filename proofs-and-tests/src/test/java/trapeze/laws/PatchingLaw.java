package trapeze.laws;

import net.jqwik.api.Tag;
import trapeze.monitor.patching.Patching;

/**
 * The laws for guests whose kernels' code is patched, as soon as an instruction has trapped. Stubs
 * are made for each guest anew, which takes long.
 */
@Tag("search")
class PatchingLaw extends DesignLaws {
  PatchingLaw() {
    super(new Patching(1));
  }
}
