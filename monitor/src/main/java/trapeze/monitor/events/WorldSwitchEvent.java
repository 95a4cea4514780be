package trapeze.monitor.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A real hart was given to another virtual hart. */
@Name("trapeze.WorldSwitch")
@Label("World Switch")
@Description("A real hart was given to another virtual hart.")
@Category("Trapeze")
@StackTrace(false)
public final class WorldSwitchEvent extends Event {
  @Label("Real Hart")
  public int realHart;

  @Label("From")
  public String from = "";

  @Label("To")
  public String to = "";
}
