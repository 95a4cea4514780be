package trapeze.monitor.paravirtual;

import static trapeze.monitor.paravirtual.SharedPage.Word.A6;
import static trapeze.monitor.paravirtual.SharedPage.Word.A7;
import static trapeze.monitor.paravirtual.SharedPage.Word.PC;
import static trapeze.monitor.paravirtual.SharedPage.Word.QUEUED;
import static trapeze.monitor.paravirtual.SharedPage.Word.SP;
import static trapeze.monitor.paravirtual.SharedPage.Word.STATUS;
import static trapeze.monitor.paravirtual.SharedPage.Word.T0;

import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Hardware;
import trapeze.monitor.design.Place;
import trapeze.monitor.paravirtual.SharedPage.Queued;
import trapeze.monitor.sbi.Reply;
import trapeze.monitor.sbi.SbiError;
import trapeze.monitor.sbi.SbiExtension;
import trapeze.shadow.HostMap;

/**
 * The calls of the extension: docs/paravirtual.md says what each takes and gives. Each does a
 * bounded amount of work, at most that of the calls that the queue holds.
 */
final class Calls implements SbiExtension {
  /** Among those that the standard leaves to an implementation: the low bits are its id. */
  static final long EXTENSION = 0x0a00_5452;

  private static final int ATTACH = 0;
  private static final int RETURN_FROM_TRAP = 1;
  private static final int LOAD_ADDRESS_SPACE = 2;
  private static final int FLUSH = 3;
  private static final int BLOCK = 4;

  private static final long DETACH = -1;
  private static final long EVERY_SPACE = -1;
  private static final int SRET = 0x1020_0073;

  private static final int SEPC = Rv64.SET.csr("sepc").address();
  private static final int SSTATUS = Rv64.SET.csr("sstatus").address();
  private static final int STVEC = Rv64.SET.csr("stvec").address();
  private static final int SATP = Rv64.SET.csr("satp").address();

  private final Hart hart;
  private final Hardware hardware;
  private final HostMap hostMap;
  private final ParavirtualExecution execution;
  private final long sret;

  Calls(Place place, ParavirtualExecution execution) {
    this.hart = place.virtual();
    this.hardware = place.hardware();
    this.hostMap = place.hostMap();
    this.execution = execution;
    this.sret = hart.engine().decoder().applyAsLong(SRET);
  }

  @Override
  public long id() {
    return EXTENSION;
  }

  @Override
  public void reset() {
    execution.detach();
  }

  @Override
  public Reply call(int function, long x, long y, long z) {
    if (function == ATTACH) {
      return attach(x, y, z);
    }
    SharedPage page = execution.page();
    if (page == null) {
      return function >= RETURN_FROM_TRAP && function <= BLOCK
          ? new Reply(SbiError.DENIED, 0)
          : Reply.NOT_SUPPORTED;
    }
    return switch (function) {
      case RETURN_FROM_TRAP -> returnFromTrap(page);
      case LOAD_ADDRESS_SPACE -> loadAddressSpace(page, x, y);
      case FLUSH -> flush(page);
      case BLOCK -> block(page);
      default -> Reply.NOT_SUPPORTED;
    };
  }

  private Reply attach(long physical, long address, long handler) {
    if (physical == DETACH) {
      execution.detach();
      return Reply.DONE;
    }
    if (physical % SharedPage.SIZE != 0 || !hostMap.contains(physical, SharedPage.SIZE)) {
      return Reply.INVALID_ADDRESS;
    }
    if ((handler & 3) != 0) {
      return Reply.INVALID;
    }
    hart.writeCsr(STVEC, handler);
    execution.attach(new SharedPage(hardware, hostMap, physical), address);
    return Reply.DONE;
  }

  private Reply returnFromTrap(SharedPage page) {
    Reply flushed = flush(page);
    if (flushed.error() != SbiError.SUCCESS) {
      return flushed;
    }
    long behindCall = hart.state.pc;
    hart.writeCsr(SSTATUS, page.get(STATUS));
    hart.writeCsr(SEPC, page.get(PC));
    if (hart.execute(sret) != null) {
      hart.state.pc = behindCall;
      return new Reply(SbiError.FAILED, 0);
    }
    long[] x = hart.state.x;
    x[2] = page.get(SP);
    x[5] = page.get(T0);
    x[16] = page.get(A6);
    x[17] = page.get(A7);
    return Reply.NONE;
  }

  private Reply loadAddressSpace(SharedPage page, long satp, long fences) {
    if ((fences & ~1L) != 0) {
      return Reply.INVALID;
    }
    Reply flushed = flush(page);
    if (flushed.error() != SbiError.SUCCESS) {
      return flushed;
    }
    hart.writeCsr(SATP, satp);
    if (fences != 0) {
      hart.fenceAddressTranslation(0, 0, 0, 0);
    }
    return Reply.DONE;
  }

  /** Carries out what is in the queue, up to the first that cannot be. */
  private Reply flush(SharedPage page) {
    long queued = page.get(QUEUED);
    if (queued < 0 || queued > SharedPage.QUEUE) {
      return Reply.INVALID;
    }
    page.set(QUEUED, 0);
    for (int i = 0; i < queued; i++) {
      if (!carryOut(page.queued(i))) {
        return new Reply(SbiError.INVALID_PARAM, i);
      }
    }
    return Reply.of(queued);
  }

  private boolean carryOut(Queued call) {
    switch ((int) Math.clamp(call.operation(), 0, 5)) {
      case 1 -> {
        if (call.x() % 8 != 0 || !hostMap.contains(call.x(), 8)) {
          return false;
        }
        hardware.write(hostMap.toHost(call.x()), call.y());
      }
      case 2 -> fence(1, call.x(), call.y());
      case 3 -> fence(0, 0, call.x());
      case 4 -> hart.writeCsr(SATP, call.x());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void fence(int hasAddress, long address, long asid) {
    if (asid == EVERY_SPACE) {
      hart.fenceAddressTranslation(hasAddress, address, 0, 0);
    } else {
      long known = asid & hart.state.get(Rv64State.ASID_MASK);
      hart.fenceAddressTranslation(hasAddress, address, 1, known);
    }
  }

  /** Lets interrupts in and waits for one; an interrupt that is there already comes at once. */
  private Reply block(SharedPage page) {
    Reply flushed = flush(page);
    if (flushed.error() != SbiError.SUCCESS) {
      return flushed;
    }
    execution.letInterruptsIn(true);
    hart.waitForInterrupt();
    return Reply.DONE;
  }
}
