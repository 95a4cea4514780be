package trapeze.console.compare;

import java.util.Locale;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/**
 * What a workload is run on: a design of monitor with its knobs, or no monitor at all.
 *
 * @param design its name; {@link #BARE} is the machine without a monitor
 * @param policy of shadow page tables; where there are none, {@link Policy#CACHED}
 * @param widestPaging MODE of the widest address translation that the guest is offered: 8, 9, 10
 * @param depth monitors one on the other; 0 on the bare machine
 */
public record Setup(String design, Policy policy, int widestPaging, int depth) {
  /** The design that has no monitor. */
  public static final String BARE = "bare";

  /** The design that has no shadow tables for a guest's kernel. */
  public static final String HARDWARE = "hardware";

  /** The same hardware with shadow tables. */
  public static final String HARDWARE_SHADOW = "hardware+shadow";

  /** The bare machine. */
  public static Setup bare(int widestPaging) {
    return new Setup(BARE, Policy.CACHED, widestPaging, 0);
  }

  /** Whether no monitor is there. */
  public boolean isBare() {
    return design.equals(BARE);
  }

  /** Whether there are shadow page tables for a guest's kernel, so that their policy matters. */
  public boolean hasPolicy() {
    return !isBare() && !design.equals(HARDWARE);
  }

  /** Whether a guest may have so many harts. */
  public boolean carries(int harts) {
    return Designs.named(design).map(each -> harts <= each.mostHarts()).orElse(true);
  }

  /** Its name: the design and, where they are not the usual ones, its knobs. */
  public String name() {
    StringBuilder name = new StringBuilder(design);
    if (hasPolicy()) {
      name.append('/').append(policy);
    }
    if (widestPaging != AddressTranslation.SV57) {
      name.append('/').append(paging(widestPaging));
    }
    if (depth > 1) {
      name.append("/depth").append(depth);
    }
    return name.toString();
  }

  /** The same with another policy. */
  Setup with(Policy other) {
    return new Setup(design, other, widestPaging, depth);
  }

  /** A translation as the command line has it. */
  public static String paging(int mode) {
    return "sv%d".formatted(39 + 9 * (mode - AddressTranslation.SV39)).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return name();
  }
}
