package trapeze.monitor.sbi;

import org.jspecify.annotations.Nullable;

/** A hart for which the SBI answers more than the standard's calls. */
public interface HasSbiExtension {
  /** What else is answered; nothing if nothing is. */
  @Nullable SbiExtension sbiExtension();
}
