package trapeze.monitor.events;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A trap of a real hart that the monitor handled for a guest. */
@Name("trapeze.Exit")
@Label("Exit")
@Description("A trap of a real hart that the monitor handled for a guest.")
@Category("Trapeze")
@StackTrace(false)
public final class ExitEvent extends Event {
  /** Whether exits are recorded now; never committed itself. */
  public static final ExitEvent PROBE = new ExitEvent();

  @Label("Guest")
  public String guest = "";

  @Label("Virtual Hart")
  public int hart;

  @Label("Cause")
  @Description("the real hart's cause, in words of the manual")
  public String cause = "";

  @Label("Action")
  @Description("what the dispatcher did about it")
  public String action = "";

  @Label("Instruction")
  @Description("the mnemonic, if one was emulated")
  public String instruction = "";

  @Label("Virtual Mode")
  public String mode = "";

  @Label("Guest pc")
  public long pc;

  @Label("Trap Value")
  public long value;

  @Label("Step")
  @Description("steps that the virtual hart had made")
  public long step;

  @Label("Reflected")
  @Description("whether the guest was given a trap")
  public boolean reflected;
}
