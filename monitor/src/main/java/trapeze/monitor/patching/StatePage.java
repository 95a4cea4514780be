package trapeze.monitor.patching;

import java.util.HashMap;
import java.util.Map;
import trapeze.isa.definition.Csr;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;

/**
 * The page in which stubs find a virtual hart's state, and leave it. The monitor writes it before
 * the guest runs, as far as it has changed, and reads it when the guest stops.
 *
 * <p>A guest's kernel can write it too. So what is read is taken as the guest itself could have
 * written it to the control register, by the register's own definition: nothing else comes of it.
 */
class StatePage {
  private static final int MIP = Rv64.SET.csr("mip").address();
  private static final long INITIAL = 1;
  private static final long CLEAN = 2;

  private final Hart virtual;
  private final Hardware hardware;
  private final StateLayout layout;

  /** Host-physical address of its frame. */
  final long frame;

  /** What the monitor has written. */
  private final Map<Integer, Long> words = new HashMap<>();

  private int constants;

  StatePage(Hart virtual, Hardware hardware, StateLayout layout, long frame) {
    this.virtual = virtual;
    this.hardware = hardware;
    this.layout = layout;
    this.frame = frame;
  }

  /** Shows the stubs the virtual state as it is. */
  void write() {
    if (constants != layout.constants().size()) {
      layout.constants().forEach((value, at) -> set(at, value));
      constants = layout.constants().size();
    }
    put(layout.tally(), 0);
    set(layout.doubt(), isFloatingPointOpen() ? 1 : 0);
    long pending = virtual.readCsr(MIP);
    long enabled =
        pending & virtual.state.get(Rv64State.MIE) & virtual.state.get(Rv64State.MIDELEG);
    layout.attentions().forEach((variable, at) -> set(at, attention(variable, pending, enabled)));
    layout.variables().forEach((variable, at) -> set(at, shown(variable)));
  }

  /** The bits of a variable whose change cannot wait; see {@link Attention#bits}. */
  long attention(StateVariable variable, long pending, long enabled) {
    return Attention.bits(variable, pending, enabled);
  }

  /** The sum of what stubs have counted since {@link #write}. */
  long tally() {
    return hardware.read(at(layout.tally()));
  }

  /** Makes the virtual state what stubs have made of it. */
  void read() {
    layout
        .kept()
        .forEach(
            (variable, csr) -> {
              int at = layout.variable(variable);
              long value = hardware.read(at(at));
              if (value != words.getOrDefault(at, 0L)) {
                virtual.writeCsr(csr.address(), value);
                words.put(at, value);
              }
            });
  }

  /** Whether the real hart may make FS Dirty without anybody's seeing it. */
  private boolean isFloatingPointOpen() {
    long fs = (virtual.state.get(Rv64State.MSTATUS) & Rv64State.FS.mask()) >>> Rv64State.FS.low();
    return fs == INITIAL || fs == CLEAN;
  }

  private long shown(StateVariable variable) {
    Csr csr = layout.kept().get(variable);
    return csr == null ? virtual.state.get(variable) : virtual.readCsr(csr.address());
  }

  private void set(int offset, long value) {
    Long known = words.get(offset);
    if (known == null || known != value) {
      put(offset, value);
    }
  }

  private void put(int offset, long value) {
    hardware.write(at(offset), value);
    words.put(offset, value);
  }

  private long at(int offset) {
    return frame + StubPage.SIZE + offset;
  }
}
