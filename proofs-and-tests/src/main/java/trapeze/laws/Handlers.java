package trapeze.laws;

import trapeze.isa.ir.Operand;
import trapeze.machine.memory.PhysicalMemory;

/**
 * The trap handlers of a generated guest. They note cause, pc and value, and go on with the next
 * slot, in the mode that an ECALL asks for; a program that cannot be fetched goes on in M. An
 * interrupt disables all. Behind the last slot, M ends the machine, once all harts are there.
 */
final class Handlers {
  private static final int T = 30;
  private static final int H = Layout.X_HANDLER;
  private static final int PREVIOUS = 0x1800;

  /** The bit of {@code mstatus} that is MPV. */
  private static final int PREVIOUS_VIRTUAL = 39;

  /** The bit of {@code hstatus} that is SPV. */
  private static final int SPV = 7;

  /**
   * MPRV: where harts share memory the handler takes it back before it says which mode comes next.
   * It would save its registers wherever that mode's tables lead, the others' code included, and no
   * hart fences another's.
   */
  private static final int LENT = 0x2_0000;

  private final PhysicalMemory memory;
  private final int slots;
  private final int harts;
  private final boolean hypervisor;

  private Handlers(PhysicalMemory memory, int slots, int harts, boolean hypervisor) {
    this.memory = memory;
    this.slots = slots;
    this.harts = harts;
    this.hypervisor = hypervisor;
  }

  /**
   * Puts the handlers and their vectors into a guest's memory.
   *
   * @param hypervisor whether there are guests: VS gets a handler, HS and M may go on in one
   */
  static void write(PhysicalMemory memory, int slots, int harts, boolean hypervisor) {
    Handlers handlers = new Handlers(memory, slots, harts, hypervisor);
    handlers.vectors(Layout.MACHINE_VECTORS, Layout.MACHINE_HANDLER);
    handlers.vectors(Layout.SUPERVISOR_VECTORS, Layout.SUPERVISOR_HANDLER);
    handlers.put(Layout.MACHINE_HANDLER, handlers.machine());
    handlers.put(Layout.SUPERVISOR_HANDLER, handlers.supervisor(hypervisor));
    if (hypervisor) {
      handlers.vectors(Layout.VIRTUAL_VECTORS, Layout.VIRTUAL_HANDLER);
      handlers.put(Layout.VIRTUAL_HANDLER, handlers.supervisor(false));
    }
  }

  private void vectors(long at, long handler) {
    for (int i = 0; i < 16; i++) {
      long here = at + 4L * i;
      memory.putInt(here, Code.bits("jal", Operand.RD, 0, Operand.IMM, handler - here));
    }
  }

  private void put(long at, Code code) {
    for (int i = 0; i < code.size(); i++) {
      memory.putInt(at + 4L * i, code.words().get(i));
    }
  }

  /** Saves a register, notes what happened; leaves the cause in it. */
  private static Code begin(int scratch, int epc, int cause, int value) {
    Code code = new Code();
    code.csr("csrrw", H, scratch, H).store("sd", T, H, 0);
    code.csr("csrrs", T, epc, 0).store("sd", T, H, 16);
    code.csr("csrrs", T, value, 0).store("sd", T, H, 24);
    return code.csr("csrrs", T, cause, 0).store("sd", T, H, 8);
  }

  private static void toNextSlot(Code code, int epc) {
    code.immediate("addi", Layout.X_SLOT, Layout.X_SLOT, 1)
        .shift("slli", T, Layout.X_SLOT, Integer.numberOfTrailingZeros(Layout.SLOT))
        .register("add", T, T, Layout.X_PROGRAM)
        .csr("csrrw", 0, epc, T);
  }

  private static void end(Code code, int scratch, String back) {
    code.immediate("ld", T, H, 0).csr("csrrw", H, scratch, H).put(back);
  }

  /** A branch over what is put next, to be patched by {@link #land}. */
  private static int hole(Code code) {
    code.word(0);
    return code.size() - 1;
  }

  private static void land(Code code, int hole, String branch, int rs1, int rs2) {
    int bits =
        Code.bits(
            branch, Operand.RS1, rs1, Operand.RS2, rs2, Operand.IMM, 4L * (code.size() - hole));
    code.patch(hole, bits);
  }

  private Code machine() {
    Code code = begin(0x340, 0x341, 0x342, 0x343);
    final int ifInterrupt = hole(code);
    toNextSlot(code, 0x341);
    code.immediate("sltiu", T, Layout.X_SLOT, slots);
    final int ifMore = hole(code);
    finish(code);
    land(code, ifMore, "bne", T, 0);
    // ECALL: causes 8 to 11.
    code.immediate("ld", T, H, 8).immediate("addi", T, T, -8).immediate("sltiu", T, T, 4);
    final int ifNoCall = hole(code);
    code.load(T, harts > 1 ? PREVIOUS | LENT : PREVIOUS).csr("csrrc", 0, 0x300, T);
    code.shift("slli", T, Layout.X_REQUEST, 62).shift("srli", T, T, 51).csr("csrrs", 0, 0x300, T);
    if (hypervisor) {
      toGuest(code, 0x300, PREVIOUS_VIRTUAL);
    }
    land(code, ifNoCall, "beq", T, 0);
    // Instruction access fault, page fault or guest-page fault: 1, 12 and 20.
    code.immediate("ld", T, H, 8).immediate("addi", T, T, -1);
    final int ifAccessFault = hole(code);
    code.immediate("addi", T, T, -11);
    final int ifPageFault = hypervisor ? hole(code) : 0;
    if (hypervisor) {
      code.immediate("addi", T, T, -8);
    }
    final int ifNoFault = hole(code);
    land(code, ifAccessFault, "beq", T, 0);
    if (hypervisor) {
      land(code, ifPageFault, "beq", T, 0);
    }
    code.load(T, PREVIOUS).csr("csrrs", 0, 0x300, T);
    if (hypervisor) {
      code.load(T, 1L << PREVIOUS_VIRTUAL).csr("csrrc", 0, 0x300, T);
    }
    land(code, ifNoFault, "bne", T, 0);
    end(code, 0x340, "mret");
    land(code, ifInterrupt, "blt", T, 0);
    code.csr("csrrw", 0, 0x304, 0);
    end(code, 0x340, "mret");
    return code;
  }

  /** Ends the machine, if all harts are here; waits for ever if others are not. */
  private void finish(Code code) {
    if (harts > 1) {
      code.load(T, Layout.ENDED).load(H, 1);
      code.put("amoadd.d", Operand.RD, H, Operand.RS1, T, Operand.RS2, H);
      code.immediate("addi", H, H, 1 - harts);
      code.put("beq", Operand.RS1, H, Operand.RS2, 0, Operand.IMM, 16);
      code.csr("csrrw", 0, 0x304, 0).put("wfi").put("jal", Operand.RD, 0, Operand.IMM, -4L);
    }
    code.load(T, Layout.FINISHER).load(H, 0x5555).store("sw", H, T, 0);
  }

  /** Sets a bit of a register if bit 2 of what is asked for is set, and clears it if not. */
  private static void toGuest(Code code, int csr, int bit) {
    code.load(T, 1L << bit).csr("csrrc", 0, csr, T);
    code.shift("slli", T, Layout.X_REQUEST, 61).shift("srli", T, T, 63);
    code.shift("slli", T, T, bit).csr("csrrs", 0, csr, T);
  }

  /**
   * The handler of S.
   *
   * @param ofHypervisor whether it is HS's, which has guests: a call of theirs is one to it, and
   *     where one cannot fetch its program, HS goes on
   */
  private Code supervisor(boolean ofHypervisor) {
    Code code = begin(0x140, 0x141, 0x142, 0x143);
    final int ifInterrupt = hole(code);
    toNextSlot(code, 0x141);
    code.immediate("sltiu", T, Layout.X_SLOT, slots);
    final int ifMore = hole(code);
    code.put("ecall");
    land(code, ifMore, "bne", T, 0);
    code.immediate("ld", T, H, 8).immediate("addi", T, T, -8);
    if (ofHypervisor) {
      code.immediate("andi", T, T, ~2L);
    }
    final int ifNoCall = hole(code);
    code.load(T, 0x100).csr("csrrc", 0, 0x100, T);
    code.shift("slli", T, Layout.X_REQUEST, 63).shift("srli", T, T, 55).csr("csrrs", 0, 0x100, T);
    if (ofHypervisor) {
      toGuest(code, 0x600, SPV);
    }
    land(code, ifNoCall, "bne", T, 0);
    if (ofHypervisor) {
      code.immediate("ld", T, H, 8).immediate("addi", T, T, -20);
      final int ifNoFault = hole(code);
      code.load(T, 1 << SPV).csr("csrrc", 0, 0x600, T);
      code.load(T, 0x100).csr("csrrs", 0, 0x100, T);
      land(code, ifNoFault, "bne", T, 0);
    }
    end(code, 0x140, "sret");
    land(code, ifInterrupt, "blt", T, 0);
    code.csr("csrrw", 0, 0x104, 0);
    if (ofHypervisor) {
      code.csr("csrrw", 0, 0x604, 0);
    }
    end(code, 0x140, "sret");
    return code;
  }
}
