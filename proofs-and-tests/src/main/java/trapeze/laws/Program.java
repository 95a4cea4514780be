package trapeze.laws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * @param guests the G-stage tables of its guests; none if its machine is one without the hypervisor
 *     extension
 */
public record Program(
    List<Chunk> chunks,
    List<PageTables> tables,
    Map<Integer, Long> start,
    List<Long> registers,
    List<GuestTables> guests) {
  /** Protection that allows everything: the last of the entries, in {@code pmpcfg2}. */
  public static final long OPEN = 0x1fL << 56;

  public Program {
    chunks = List.copyOf(chunks);
    tables = List.copyOf(tables);
    start = Map.copyOf(start);
    registers = List.copyOf(registers);
    guests = List.copyOf(guests);
  }

  /** A program for a machine without the hypervisor extension. */
  public Program(
      List<Chunk> chunks, List<PageTables> tables, Map<Integer, Long> start, List<Long> registers) {
    this(chunks, tables, start, registers, List.of());
  }

  /** Whether its machine has the hypervisor extension. */
  public boolean hasHypervisor() {
    return !guests.isEmpty();
  }

  /** The same with these parts. */
  Program with(
      List<Chunk> newChunks,
      List<PageTables> newTables,
      Map<Integer, Long> newStart,
      List<Long> newRegisters) {
    return new Program(newChunks, newTables, newStart, newRegisters, guests);
  }

  /** The same with other guests' tables. */
  Program withGuests(List<GuestTables> newGuests) {
    return new Program(chunks, tables, start, registers, newGuests);
  }

  /** Puts the program into a board's memory and its hart in front of it. */
  public void load(Board board) {
    PhysicalMemory memory = board.memory();
    Handlers.write(memory, chunks.size(), board.harts().size(), hasHypervisor());
    for (int slot = 0; slot < chunks.size(); slot++) {
      write(memory, Layout.PROGRAM + (long) slot * Layout.SLOT, slot);
    }
    ending(memory, Layout.PROGRAM + (long) chunks.size() * Layout.SLOT);
    for (int space = 0; space < tables.size(); space++) {
      tables.get(space).write(memory, space);
    }
    for (int guest = 0; guest < guests.size(); guest++) {
      guests.get(guest).write(memory, guest);
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
    new TreeMap<>(start).forEach(hart::writeCsr);
    hart.writeCsr(0x305, Layout.MACHINE_VECTORS | state.x[1] & 1);
    hart.writeCsr(0x105, Layout.SUPERVISOR_VECTORS | state.x[1] & 1);
    hart.writeCsr(0x340, Layout.MACHINE_SAVE + number * Layout.SAVES);
    hart.writeCsr(0x140, Layout.SUPERVISOR_SAVE + number * Layout.SAVES);
    if (hasHypervisor()) {
      hart.writeCsr(0x205, Layout.VIRTUAL_VECTORS | state.x[1] & 1);
      hart.writeCsr(0x240, Layout.VIRTUAL_SAVE + number * Layout.SAVES);
    }
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
    String guestTables =
        guests.stream().map(each -> "  " + each + "\n").collect(Collectors.joining());
    String control =
        start.entrySet().stream()
            .map(each -> "%03x=%x".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(" "));
    return "\n%s%s%s  start %s, registers %s\n"
        .formatted(code, spaces, guestTables, control, registers);
  }
}
