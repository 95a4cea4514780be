package trapeze.fuzz.qemu;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.engine.Definitions;

/**
 * What is looked up only where the machines differ, on a hart that is as it was before the step.
 */
final class Surroundings {
  private static final int PAGE_BITS = 12;
  private static final int LEVEL_BITS = 9;
  private static final long NUMBER = (1L << 44) - 1;
  private static final long RESERVED = -1L << 54;
  private static final long PERMISSIONS = 0xe;
  private static final int TOR = 1;

  private static final int LOAD = 0x03;
  private static final int LOAD_FLOATING = 0x07;
  private static final int STORE = 0x23;
  private static final int STORE_FLOATING = 0x27;

  private final Board board;
  private final Hart hart;
  private final Definitions definitions;
  private final Set<Circumstance> circumstances = EnumSet.noneOf(Circumstance.class);

  Surroundings(Board board, Hart hart) {
    this.board = board;
    this.hart = hart;
    this.definitions = hart.engine().definitions();
  }

  /**
   * The step with all of it.
   *
   * @param bits the instruction as it lies in memory; 0 if it cannot be fetched
   */
  Step of(Step step, int bits) {
    Trap trap = step.trap();
    boolean isMachine = hart.state.get(Rv64State.MODE) == PrivilegeMode.M.code();
    note(
        Circumstance.MODIFIED,
        isMachine && (hart.state.get(Rv64State.MSTATUS) & Rv64State.MPRV.mask()) != 0);
    note(
        Circumstance.EMPTY_RANGE,
        IntStream.range(0, Rv64State.PMP_ENTRIES).anyMatch(this::isEmptyRange));
    note(Circumstance.DIVIDED, isDivided(step));
    boolean isGuests =
        hart.state.get(Rv64State.VIRTUAL) != 0
            || definitions.dataMode(hart) >= AddressTranslation.VIRTUAL_MODE
            || isGuestAccess(bits);
    note(Circumstance.GUEST, isGuests);
    long status = hart.state.get(Rv64State.MSTATUS);
    note(
        Circumstance.READS_EXECUTABLE,
        isGuests && ((status | hart.state.get(Rv64State.VSSTATUS)) & Rv64State.MXR.mask()) != 0);
    note(
        Circumstance.OTHER_SUM,
        isGuests && ((status ^ hart.state.get(Rv64State.VSSTATUS)) & Rv64State.SUM.mask()) != 0);
    note(
        Circumstance.GUEST_BEFORE_MACHINE,
        (status & Rv64State.MPV.mask()) != 0
            && (status & Rv64State.MPP.mask()) == Rv64State.MPP.mask());
    long address = trap == null ? 0 : trap.value();
    long reserved =
        trap == null ? 0 : isGuests ? new GuestWalk(board, hart).bits(address) : walk(address);
    return step.with(
        bits, reserved, trap == null ? step.physical() : physical(trap), circumstances);
  }

  /** Whether it is HLV, HLVX or HSV. */
  static boolean isGuestAccess(int bits) {
    return (bits & 0x707f) == 0x4073;
  }

  private void note(Circumstance circumstance, boolean isSo) {
    if (isSo) {
      circumstances.add(circumstance);
    }
  }

  private boolean isEmptyRange(int entry) {
    long configurations = hart.state.get(entry < 8 ? Rv64State.PMPCFG0 : Rv64State.PMPCFG2);
    boolean isTor = (configurations >>> 8 * (entry % 8) + 3 & 3) == TOR;
    long from = entry == 0 ? 0 : hart.state.get(Rv64State.pmpaddr(entry - 1));
    return isTor && (from | hart.state.get(Rv64State.pmpaddr(entry))) == 0;
  }

  /** Whether an access crosses a page, and an entry matches a part of it. */
  private boolean isDivided(Step step) {
    Instruction instruction = step.instruction();
    int opcode = instruction == null ? 0 : instruction.encoding().match() & Step.OPCODE;
    boolean isStore = opcode == STORE || opcode == STORE_FLOATING;
    if (instruction == null || !isStore && opcode != LOAD && opcode != LOAD_FLOATING) {
      return false;
    }
    long bytes = 1L << (instruction.encoding().match() >>> 12 & 3);
    long address =
        hart.state.x[(int) PackedInstruction.operand(step.packed(), Operand.RS1)]
            + PackedInstruction.operand(step.packed(), Operand.IMM);
    boolean isCrossing = (address ^ address + bytes - 1) >>> PAGE_BITS != 0;
    long physical = translated(address, isStore ? AccessKind.WRITE : AccessKind.READ);
    long allowed = definitions.protection(hart, physical, bytes, definitions.dataMode(hart));
    return isCrossing && (allowed & PhysicalMemoryProtection.PARTIAL) != 0;
  }

  /** Where an access went that PMP or the bus refused; 0 if it did not come that far. */
  private long physical(Trap trap) {
    return trap.interrupt()
        ? 0
        : switch (trap.cause()) {
          case 1 -> translated(trap.value(), AccessKind.EXECUTE);
          case 5 -> translated(trap.value(), AccessKind.READ);
          case 7 -> translated(trap.value(), AccessKind.WRITE);
          default -> 0;
        };
  }

  private long translated(long address, AccessKind kind) {
    long mode =
        kind == AccessKind.EXECUTE
            ? hart.state.get(Rv64State.VIRTUAL) << 2 | hart.state.get(Rv64State.MODE)
            : definitions.dataMode(hart);
    long fault = definitions.translate(hart, address, kind.ordinal(), mode);
    return fault == AddressTranslation.TRANSLATED ? hart.state.get(Rv64State.WALK_ADDRESS) : 0;
  }

  /** The bits above the number of the page, of all entries on the way to an address. */
  private long walk(long address) {
    long satp = hart.state.get(Rv64State.SATP);
    long bits = 0;
    long table = (satp & NUMBER) << PAGE_BITS;
    for (int level = (int) (satp >>> 60) - AddressTranslation.SV39 + 2; level >= 0; level--) {
      long at = table + 8 * (address >>> PAGE_BITS + LEVEL_BITS * level & (1 << LEVEL_BITS) - 1);
      if (!board.memory().contains(at, 8)) {
        circumstances.add(Circumstance.TABLE_ELSEWHERE);
        break;
      }
      long entry = board.memory().getLong(at);
      bits |= entry & RESERVED;
      if ((entry & 1) == 0 || (entry & PERMISSIONS) != 0) {
        break;
      }
      table = (entry >>> 10 & NUMBER) << PAGE_BITS;
    }
    return bits;
  }
}
