package trapeze.monitor.pg74;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.pg74.Trapped;
import trapeze.machine.pg74.Device;
import trapeze.machine.pg74.Machine;
import trapeze.machine.pg74.Stop;

/**
 * A virtual machine: a machine like any other, whose steps a machine beneath it makes in user mode
 * as far as it can.
 *
 * <p>Every trap of the machine beneath goes to the {@link Dispatcher}. What that reflects, this
 * machine raises as any machine does: it is taken through its own locations 0 and 1, or given to a
 * resident of its own.
 */
public final class VirtualMachine extends Machine {
  private final String name;
  private final Machine real;
  private final VmMap map;
  private final Method method;
  private final Accounting accounting = new Accounting();

  VirtualMachine(String name, Machine real, Region region, Method method, List<Device> devices) {
    super(real.kind(), real.memory().window(region.base(), region.size()), devices);
    this.name = name;
    this.real = real;
    this.map = new VmMap(real.kind().registers(), region);
    this.method = method;
  }

  /** The guest's name. */
  public String name() {
    return name;
  }

  /** The VM map of this machine. */
  public VmMap map() {
    return map;
  }

  /** What this machine has cost so far. */
  public Accounting accounting() {
    return accounting;
  }

  /** Also if the machine beneath has halted: nobody makes steps any more. */
  @Override
  public boolean isHalted() {
    return super.isHalted() || real.isHalted();
  }

  @Override
  protected @Nullable Trapped advance(long atMost) {
    Trapped reflected = isInterpreted() ? interpret(atMost) : executeDirectly(atMost);
    if (reflected != null) {
      accounting.reflected(reflected.cause());
    }
    return reflected;
  }

  private boolean isInterpreted() {
    return method == Method.HYBRID && Dispatcher.isSupervisor(processor());
  }

  private @Nullable Trapped interpret(long atMost) {
    for (long made = 0; made < atMost && isInterpreted() && !isHalted(); made++) {
      accounting.interpreted(1);
      Trapped trap = step();
      if (trap != null) {
        return trap;
      }
    }
    return null;
  }

  private @Nullable Trapped executeDirectly(long atMost) {
    map.install(state(), real.state());
    long before = real.steps();
    Stop stop = real.run(atMost);
    map.save(real.state(), state());
    long made = real.steps() - before;
    countSteps(made);
    if (!(stop instanceof Stop.Trapped(Trapped trap))) {
      accounting.ranDirectly(made);
      return null;
    }
    accounting.ranDirectly(made - 1);
    accounting.exited(trap.cause());
    Trapped reflected = Dispatcher.dispatch(processor(), trap);
    if (reflected == null) {
      accounting.emulated(mnemonic(trap.value()));
    }
    return reflected;
  }

  private String mnemonic(long word) {
    int number = PackedInstruction.number(kind().decode(word));
    return kind().operations().get(number - 1).mnemonic();
  }
}
