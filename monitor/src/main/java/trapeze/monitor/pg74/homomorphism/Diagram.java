package trapeze.monitor.pg74.homomorphism;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.pg74.Processor;
import trapeze.isa.pg74.Registers;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.isa.pg74.Trapped;
import trapeze.isa.pg74.Words;
import trapeze.isa.theory.LazyState;
import trapeze.isa.theory.LazyWords;
import trapeze.monitor.pg74.Dispatcher;
import trapeze.monitor.pg74.Method;
import trapeze.monitor.pg74.Region;
import trapeze.monitor.pg74.VmMap;

/**
 * Both ways round the diagram from one state: i and then f, f and then e'. Nothing is read that an
 * action does not read, so that one run stands for many states.
 *
 * <p>A trap that is raised is compared before it is taken: both take it by the same routine, which
 * {@link Action.Take} checks, and that is a function of the state.
 */
final class Diagram {
  private final Start start;
  final Sizes sizes;
  final VmMap map;
  final LazyState bare;
  final LazyWords bareWords;
  final LazyState real;
  final LazyWords realWords;

  /** The virtual machine as the control program knows it. */
  final LazyState virtual;

  final Window virtualWords;

  /** What the bare machine raises. */
  final @Nullable Trapped bareTrap;

  /** What the real machine raises. */
  final @Nullable Trapped exit;

  /** What the monitor reflects. */
  final @Nullable Trapped reflected;

  /** Whether the monitor acted over the virtual state, so that the real machine did nothing. */
  final boolean interpreted;

  /** Acts on the bare machine, and on the real one beneath the monitor. */
  Diagram(ThirdGeneration machine, Sizes sizes, Method method, Start start, Action action) {
    this.start = start;
    this.sizes = sizes;
    Registers registers = machine.registers();
    Region region = sizes.region();
    map = new VmMap(registers, region);
    bare = new LazyState(registers.space, start::register);
    bareWords = new LazyWords(sizes.virtualWords(), address -> start.word(region.base() + address));
    real = new LazyState(registers.space, register -> map.real(register, start::register));
    realWords = new LazyWords(sizes.realWords(), start::word);
    virtual =
        new LazyState(
            registers.space,
            register ->
                map.isCarried(register, start::register)
                    ? real.get(register)
                    : start.register(register));
    virtualWords = new Window(realWords, region);

    bareTrap = action.on(new Processor(machine, bare, bareWords));
    Processor supervisor = new Processor(machine, virtual, virtualWords);
    interpreted =
        action instanceof Action.Take
            || action instanceof Action.Step && start.register(registers.halted) != 0
            || method == Method.HYBRID && start.register(registers.mode) == Registers.SUPERVISOR;
    exit = interpreted ? null : action.on(new Processor(machine, real, realWords));
    reflected =
        interpreted
            ? action.on(supervisor)
            : exit == null ? null : Dispatcher.dispatch(supervisor, exit);
  }

  /** The state both started from. */
  Start start() {
    return start;
  }

  /** The virtual machine's memory: words of the real one, and devices of its own. */
  static final class Window extends Words {
    private final LazyWords real;
    private final Region region;
    final List<long[]> operations = new ArrayList<>(0);

    Window(LazyWords real, Region region) {
      this.real = real;
      this.region = region;
    }

    @Override
    public boolean hasPhysical(long address) {
      return address >= 0 && address < region.size();
    }

    @Override
    public long readPhysical(long address) {
      return real.readPhysical(region.base() + address);
    }

    @Override
    public void writePhysical(long address, long value) {
      real.writePhysical(region.base() + address, value);
    }

    @Override
    public void startIo(long device, long word) {
      operations.add(new long[] {device, word});
    }
  }
}
