package trapeze.console.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What kernels were timed on.
 *
 * @param java version of the Java virtual machine
 * @param system operating system and architecture
 * @param processors that the Java virtual machine sees
 * @param qemu version, or empty if it was not used
 * @param loadBefore the host's load average before the first run; negative if it has none
 * @param loadAfter the same after the last
 */
public record Host(
    String java, String system, int processors, String qemu, double loadBefore, double loadAfter) {

  /** The load average now. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** This host. */
  static Host now(String qemu, double loadBefore) {
    return new Host(
        System.getProperty("java.vm.version", "unknown"),
        System.getProperty("os.name", "") + " " + System.getProperty("os.arch", ""),
        Runtime.getRuntime().availableProcessors(),
        qemu,
        loadBefore,
        load());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %d processors, Java %s%s, load average %.1f before and %.1f after",
        system,
        processors,
        java,
        qemu.isEmpty() ? "" : ", " + qemu,
        loadBefore,
        loadAfter);
  }
}
