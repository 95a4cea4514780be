package trapeze.monitor.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A virtual machine, or one of its harts, had a real hart for a slice. */
@Name("trapeze.Slice")
@Label("Slice")
@Description("A virtual machine, or one of its harts, had a real hart for a slice.")
@Category("Trapeze")
@StackTrace(false)
public final class SliceEvent extends Event {
  @Label("Guest")
  public String guest = "";

  @Label("Real Hart")
  public int realHart;

  @Label("Steps")
  public long steps;

  @Label("Outcome")
  public String outcome = "";
}
