package trapeze.monitor.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A virtual machine became running, paused or ended. */
@Name("trapeze.Guest")
@Label("Guest")
@Description("A virtual machine became running, paused or ended.")
@Category("Trapeze")
@StackTrace(false)
public final class GuestEvent extends Event {
  @Label("Guest")
  public String guest = "";

  @Label("State")
  public String state = "";
}
