package trapeze.monitor.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An entry of a shadow page table was filled in. */
@Name("trapeze.ShadowFill")
@Label("Shadow Fill")
@Description("An entry of a shadow page table was filled in.")
@Category("Trapeze")
@StackTrace(false)
public final class ShadowFillEvent extends Event {
  @Label("Guest")
  public String guest = "";

  @Label("Virtual Hart")
  public int hart;

  @Label("Address")
  @Description("guest-virtual")
  public long address;

  @Label("Guest-physical Address")
  public long physical;

  @Label("Access")
  public String access = "";
}
