package trapeze.laws;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.memory.PhysicalMemory;

/**
 * A generated guest.
 *
 * @param chunks what it does, one slot each
 * @param tables its address spaces
 * @param start control registers that it starts with, beside those that make it work
 * @param registers what its general registers start with
 */
public record Program(
    List<Chunk> chunks, List<PageTables> tables, Map<Integer, Long> start, List<Long> registers) {
  /** Protection that allows everything: the last of the entries, in {@code pmpcfg2}. */
  public static final long OPEN = 0x1fL << 56;

  public Program {
    chunks = List.copyOf(chunks);
    tables = List.copyOf(tables);
    start = Map.copyOf(start);
    registers = List.copyOf(registers);
  }

  /** Puts the program into a board's memory and its hart in front of it. */
  public void load(Board board) {
    PhysicalMemory memory = board.memory();
    Handlers.write(memory, chunks.size(), board.harts().size());
    for (int slot = 0; slot < chunks.size(); slot++) {
      write(memory, Layout.PROGRAM + (long) slot * Layout.SLOT, slot);
    }
    ending(memory, Layout.PROGRAM + (long) chunks.size() * Layout.SLOT);
    for (int space = 0; space < tables.size(); space++) {
      tables.get(space).write(memory, space);
    }
    for (int i = 0; i < board.harts().size(); i++) {
      set(board.harts().get(i), i, chunks.size() * i / board.harts().size());
    }
  }

  private void write(PhysicalMemory memory, long at, int slot) {
    memory.putInt(at, new Code().immediate("addi", Layout.X_SLOT, 0, slot).words().getFirst());
    List<Integer> words = chunks.get(slot).words();
    for (int i = 0; i < Chunk.MOST; i++) {
      int word = i < words.size() ? words.get(i) : Code.bits("addi");
      memory.putInt(at + 4 + 4L * i, word);
    }
  }

  /** Behind the last slot: asks the handler to end the machine. */
  private void ending(PhysicalMemory memory, long at) {
    Code code = new Code().load(Layout.X_SLOT, chunks.size()).load(Layout.X_REQUEST, 3);
    code.put("ecall").put("ecall");
    for (int i = 0; i < code.size(); i++) {
      memory.putInt(at + 4L * i, code.words().get(i));
    }
  }

  /** Each hart has registers of its own, saves of its own, and begins somewhere else. */
  private void set(Hart hart, int number, int slot) {
    HartState state = hart.state;
    for (int i = 1; i < 32; i++) {
      state.x[i] = registers.get((i + number) % registers.size());
      state.f[i] = -1L << 32 | state.x[i];
    }
    state.x[Layout.X_PROGRAM] = Layout.PROGRAM;
    state.x[Layout.X_REQUEST] = 3;
    state.x[Layout.X_SLOT] = slot;
    start.forEach(hart::writeCsr);
    hart.writeCsr(0x305, Layout.MACHINE_VECTORS | state.x[1] & 1);
    hart.writeCsr(0x105, Layout.SUPERVISOR_VECTORS | state.x[1] & 1);
    hart.writeCsr(0x340, Layout.MACHINE_SAVE + number * Layout.SAVES);
    hart.writeCsr(0x140, Layout.SUPERVISOR_SAVE + number * Layout.SAVES);
    hart.writeCsr(0x3bf, -1L);
    hart.writeCsr(0x3a2, OPEN);
    state.set(Rv64State.MODE, 3);
    state.pc = Layout.PROGRAM + (long) slot * Layout.SLOT;
  }

  @Override
  public String toString() {
    String code =
        IntStream.range(0, chunks.size())
            .mapToObj(slot -> "  slot %d %s".formatted(slot, chunks.get(slot)))
            .collect(Collectors.joining());
    String spaces = tables.stream().map(each -> "  " + each + "\n").collect(Collectors.joining());
    String control =
        start.entrySet().stream()
            .map(each -> "%03x=%x".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(" "));
    return "\n%s%s  start %s, registers %s\n".formatted(code, spaces, control, registers);
  }
}
