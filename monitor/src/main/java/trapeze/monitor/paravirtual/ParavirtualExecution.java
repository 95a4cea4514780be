package trapeze.monitor.paravirtual;

import static trapeze.monitor.paravirtual.SharedPage.Word.CAUSE;
import static trapeze.monitor.paravirtual.SharedPage.Word.INTERRUPTS;
import static trapeze.monitor.paravirtual.SharedPage.Word.KERNEL_SP;
import static trapeze.monitor.paravirtual.SharedPage.Word.PC;
import static trapeze.monitor.paravirtual.SharedPage.Word.PENDING;
import static trapeze.monitor.paravirtual.SharedPage.Word.SP;
import static trapeze.monitor.paravirtual.SharedPage.Word.STATUS;
import static trapeze.monitor.paravirtual.SharedPage.Word.T0;
import static trapeze.monitor.paravirtual.SharedPage.Word.VALUE;

import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.monitor.design.Deprivileged;
import trapeze.monitor.design.Place;
import trapeze.monitor.sbi.SbiExtension;

/**
 * A deprivileged virtual hart, part of whose virtual state its kernel sees in a shared page, once
 * it has asked for one.
 *
 * <p>Whether interrupts are let in is in both the page and the virtual {@code sstatus}. Each time
 * the real hart comes back the page's word is taken over, and before it goes the page gets what the
 * virtual state says, so the two differ only while the guest runs, when the page is right.
 */
final class ParavirtualExecution extends Deprivileged {
  private static final int X_SP = 2;
  private static final int X_T0 = 5;
  private static final long SIE = 1 << 1;
  private static final long SPP = 1 << 8;

  private static final int SCAUSE = address("scause");
  private static final int STVAL = address("stval");
  private static final int SEPC = address("sepc");
  private static final int SSTATUS = address("sstatus");
  private static final int SIP = address("sip");
  private static final int SIE_REGISTER = address("sie");

  private final Hart virtual;
  private final Calls calls;

  private @Nullable SharedPage page;

  /** What a kernel finds in t0 when a trap has been taken: the page, at its own address of it. */
  private long pageAddress;

  /** Whether a trap has been taken that the page does not tell of yet. */
  private boolean entered;

  /** What the page's word was made to say about interrupts before the guest ran. */
  private long shown;

  ParavirtualExecution(Place place) {
    super(place);
    this.virtual = place.virtual();
    this.calls = new Calls(place, this);
  }

  @Override
  public SbiExtension sbiExtension() {
    return calls;
  }

  @Nullable SharedPage page() {
    return page;
  }

  /** From now on there is a page. */
  void attach(SharedPage shared, long address) {
    page = shared;
    pageAddress = address;
    entered = false;
    shown = virtualInterrupts();
    shared.set(INTERRUPTS, shown);
    virtual.onDelegated(trap -> entered = true);
  }

  /** From now on there is none. */
  void detach() {
    page = null;
    entered = false;
    virtual.onDelegated(trap -> {});
  }

  /** The page that is shared with the guest stands in for one of its own when it is asked for. */
  @Override
  protected boolean looksAhead() {
    return false;
  }

  /** What a shared page says is taken over when the real hart is entered, and left. */
  @Override
  public boolean staysInPlace() {
    return page == null && super.staysInPlace();
  }

  @Override
  public void install() {
    SharedPage shared = page;
    if (shared != null) {
      takeOver(shared);
      if (entered) {
        entered = false;
        enterTrap(shared);
      }
      show(shared);
    }
    super.install();
  }

  @Override
  public void save() {
    super.save();
    SharedPage shared = page;
    if (shared != null) {
      takeOver(shared);
    }
  }

  /** What the kernel has said about interrupts since the page was last shown it. */
  private void takeOver(SharedPage shared) {
    long said = shared.get(INTERRUPTS) & 1;
    if (said != shown && virtual.state.get(Rv64State.MODE) == PrivilegeMode.S.code()) {
      letInterruptsIn(said != 0);
    }
    shown = said;
  }

  void letInterruptsIn(boolean on) {
    long status = virtual.readCsr(SSTATUS);
    virtual.writeCsr(SSTATUS, on ? status | SIE : status & ~SIE);
  }

  private long virtualInterrupts() {
    return (virtual.readCsr(SSTATUS) & SIE) >> 1;
  }

  private void show(SharedPage shared) {
    long interrupts = virtualInterrupts();
    if (interrupts != shown) {
      shared.set(INTERRUPTS, interrupts);
      shown = interrupts;
    }
    boolean pending =
        interrupts == 0 && (virtual.readCsr(SIP) & virtual.readCsr(SIE_REGISTER)) != 0;
    shared.set(PENDING, pending ? 1 : 0);
  }

  /** The kernel finds in the page what it would have to read from its registers. */
  private void enterTrap(SharedPage shared) {
    long[] x = virtual.state.x;
    long status = virtual.readCsr(SSTATUS);
    shared.set(CAUSE, virtual.readCsr(SCAUSE));
    shared.set(VALUE, virtual.readCsr(STVAL));
    shared.set(PC, virtual.readCsr(SEPC));
    shared.set(STATUS, status);
    shared.set(SP, x[X_SP]);
    shared.set(T0, x[X_T0]);
    if ((status & SPP) == 0) {
      x[X_SP] = shared.get(KERNEL_SP);
    }
    x[X_T0] = pageAddress;
  }

  private static int address(String csr) {
    return Rv64.SET.csr(csr).address();
  }
}
