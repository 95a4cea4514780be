package trapeze.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import trapeze.isa.ir.Operand;
import trapeze.laws.Code;
import trapeze.laws.Guest;
import trapeze.laws.Layout;
import trapeze.laws.Program;
import trapeze.laws.Runs;
import trapeze.machine.Hart;
import trapeze.machine.memory.PhysicalMemory;

/**
 * A generated guest as a program of its own, which sets up its state by itself and runs on anything
 * that loads ELF files and has RAM at 0x8000_0000.
 *
 * <p>It ends by HTIF's {@code tohost} and, where that is only memory, by the test finisher. What it
 * came to lies between {@code begin_signature} and {@code end_signature}, 8 bytes each: x1 to x31,
 * f0 to f31, control registers as {@link #NOTED} lists them, a sum over the data pages. A control
 * register that a machine has not is left as it is.
 *
 * <p>A machine that starts at the beginning of RAM, whatever the file says, starts there too: the
 * word there is a jump, which the program itself replaces by what belongs there.
 */
public final class ElfProgram {
  /** Control registers that the signature shows behind the general ones. */
  static final List<Integer> NOTED =
      List.of(
          0x300, 0x302, 0x303, 0x304, 0x305, 0x306, 0x340, 0x341, 0x342, 0x343, 0x30a, 0x003, 0x105,
          0x106, 0x140, 0x141, 0x142, 0x143, 0x180);

  /** A part of memory that no generated guest means. */
  private static final long START = Layout.BASE + 0x8_0000;

  private static final long SKIP = START + 0x1000;
  private static final long END = START + 0x1100;
  private static final long VALUES = START + 0x4000;
  private static final long SIGNATURE = START + 0x6000;
  private static final long TOHOST = START + 0x8000;
  private static final int REGISTERS = 64;
  private static final int COMPRESSED_AND_DOUBLES = 5;
  private static final int PAGE = 4096;
  private static final int MTVEC = 0x305;
  private static final int MSTATUS = 0x300;
  private static final int MEPC = 0x341;
  private static final int MSCRATCH = 0x340;
  private static final int FLOATING_ON = 0x6000;
  private static final int T = 30;
  private static final int H = 31;

  private ElfProgram() {}

  /** The bytes of the file. */
  public static byte[] bytes(Program program) {
    try (Runs runs = new Runs()) {
      Guest guest = runs.bareUnfinished(program);
      PhysicalMemory memory = guest.board().memory();
      put(memory, START, start(guest.hart(), program, memory));
      put(memory, SKIP, skip());
      put(memory, END, end());
      endingThere(memory);
      Map<String, Long> symbols = new LinkedHashMap<>();
      symbols.put("_start", START);
      symbols.put("tohost", TOHOST);
      symbols.put("fromhost", TOHOST + 64);
      symbols.put("begin_signature", SIGNATURE);
      symbols.put("end_signature", SIGNATURE + 8L * (REGISTERS + NOTED.size()));
      return ElfWriter.bytes(START, COMPRESSED_AND_DOUBLES, segments(memory), symbols);
    }
  }

  private static void put(PhysicalMemory memory, long at, Code code) {
    for (int i = 0; i < code.words().size(); i++) {
      memory.putInt(at + 4L * i, code.words().get(i));
    }
  }

  /** Control registers, then floating-point registers, then the others, then the program. */
  private static Code start(Hart hart, Program program, PhysicalMemory memory) {
    Code code = new Code().load(T, SKIP).csr("csrrw", 0, MTVEC, T);
    int first = memory.getInt(Layout.BASE);
    memory.putInt(Layout.BASE, Code.bits("jal", Operand.RD, 0, Operand.IMM, START - Layout.BASE));
    code.load(T, Layout.BASE).load(H, first).store("sw", H, T, 0).put("fence.i");
    Map<Integer, Long> control = new TreeMap<>(program.start());
    List<Integer> handlers = new ArrayList<>(List.of(0x105, MSCRATCH, 0x140, 0x3bf, 0x3a2));
    if (program.hasHypervisor()) {
      handlers.addAll(List.of(0x205, 0x240));
    }
    for (int csr : handlers) {
      control.put(csr, hart.readCsr(csr));
    }
    control.remove(MSTATUS);
    control.forEach((csr, value) -> code.load(T, value).csr("csrrw", 0, csr, T));
    code.load(T, FLOATING_ON).csr("csrrw", 0, MSTATUS, T).load(T, VALUES);
    for (int i = 0; i < 32; i++) {
      memory.putLong(VALUES + 8L * i, hart.state.x[i]);
      memory.putLong(VALUES + 8L * (32 + i), hart.state.f[i]);
      code.put("fld", Operand.RD, i, Operand.RS1, T, Operand.IMM, 8 * (32 + i));
    }
    code.csr("csrrw", 0, 3, 0).load(H, hart.readCsr(MSTATUS)).csr("csrrw", 0, MSTATUS, H);
    code.load(H, hart.readCsr(MTVEC)).csr("csrrw", 0, MTVEC, H);
    for (int i = 1; i < 32; i++) {
      if (i != T) {
        code.immediate("ld", i, T, 8 * i);
      }
    }
    code.immediate("ld", T, T, 8 * T);
    long here = START + 4L * code.words().size();
    return code.put("jal", Operand.RD, 0, Operand.IMM, Layout.PROGRAM - here);
  }

  /** A handler that goes on behind the instruction, which is one of four bytes. */
  private static Code skip() {
    Code code = new Code().csr("csrrs", H, MEPC, 0).immediate("addi", H, H, 4);
    return code.csr("csrrw", 0, MEPC, H).put("mret");
  }

  /** Notes what the program came to, and ends the machine. Its handler has saved x30 and x31. */
  private static Code end() {
    Code code = new Code().load(T, SIGNATURE);
    for (int i = 1; i < T; i++) {
      code.store("sd", i, T, 8 * (i - 1));
    }
    code.load(1, Layout.MACHINE_SAVE).immediate("ld", 1, 1, 0).store("sd", 1, T, 8 * (T - 1));
    code.csr("csrrs", 1, MSCRATCH, 0).store("sd", 1, T, 8 * (H - 1));
    code.load(1, SKIP).csr("csrrw", 2, MTVEC, 1).csr("csrrs", 3, MSTATUS, 0);
    int at = REGISTERS - 1;
    for (int csr : NOTED) {
      code.immediate("addi", 1, csr == MTVEC ? 2 : csr == MSTATUS ? 3 : 0, 0);
      if (csr != MTVEC && csr != MSTATUS) {
        code.csr("csrrs", 1, csr, 0);
      }
      code.store("sd", 1, T, 8 * at++);
    }
    code.load(1, FLOATING_ON).csr("csrrs", 0, MSTATUS, 1);
    for (int i = 0; i < 32; i++) {
      code.put("fsd", Operand.RS2, i, Operand.RS1, T, Operand.IMM, 8 * (T + 1 + i));
    }
    sum(code, 8 * at);
    code.load(1, TOHOST).load(2, 1).store("sd", 2, 1, 0);
    code.load(1, Layout.FINISHER).load(2, 0x5555).store("sw", 2, 1, 0);
    return code.put("jal", Operand.RD, 0, Operand.IMM, 0);
  }

  /** A sum over the data pages, each sum turned by a bit before the next word is added. */
  private static void sum(Code code, int offset) {
    code.load(1, Layout.DATA).load(2, Layout.DATA + 0x1000L * Layout.DATA_PAGES).load(3, 0);
    code.immediate("ld", 4, 1, 0).shift("rori", 3, 3, 1).register("add", 3, 3, 4);
    code.immediate("addi", 1, 1, 8);
    code.put("bne", Operand.RS1, 1, Operand.RS2, 2, Operand.IMM, -16).store("sd", 3, T, offset);
  }

  /** Where the handler would end the machine it goes to what notes the outcome first. */
  private static void endingThere(PhysicalMemory memory) {
    List<Integer> finishing = new Code().load(T, Layout.FINISHER).load(H, 0x5555).words();
    for (long at = Layout.MACHINE_HANDLER; at < Layout.MACHINE_SAVE; at += 4) {
      boolean isHere = true;
      for (int i = 0; i < finishing.size(); i++) {
        isHere &= memory.getInt(at + 4L * i) == finishing.get(i);
      }
      if (isHere) {
        memory.putInt(at, Code.bits("jal", Operand.RD, 0, Operand.IMM, END - at));
        return;
      }
    }
    throw new IllegalStateException("the handler of generated guests does not end the machine");
  }

  /** Pages that are not zero, neighbours together. */
  private static List<ElfWriter.Segment> segments(PhysicalMemory memory) {
    List<ElfWriter.Segment> all = new ArrayList<>();
    long end = Layout.BASE + Layout.SIZE;
    byte[] zero = new byte[PAGE];
    long from = -1;
    for (long at = Layout.BASE; at <= end; at += PAGE) {
      boolean isSignature = at >= SIGNATURE && at <= TOHOST;
      boolean wanted = at < end && (isSignature || !Arrays.equals(memory.read(at, PAGE), zero));
      if (wanted && from < 0) {
        from = at;
      } else if (!wanted && from >= 0) {
        all.add(new ElfWriter.Segment(from, memory.read(from, (int) (at - from))));
        from = -1;
      }
    }
    return all;
  }
}
