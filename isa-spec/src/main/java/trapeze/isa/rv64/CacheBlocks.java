package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RS1;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.definition.Raises;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * Cache-block management and zero (unpriv:ext:zicbom, unpriv:ext:zicboz), for blocks of 64 bytes.
 *
 * <p>There are no caches, so the management instructions check that they are enabled and that the
 * block may be accessed, and that is all. Implementation choices: memory that is not main memory
 * supports none of them; a page that can only be executed does not permit them. Prefetches are ORIs
 * to {@code x0} and need no definition.
 */
public final class CacheBlocks {
  private CacheBlocks() {}

  /** Size of a block, in bytes. */
  public static final int BLOCK_BYTES = 64;

  private static final Field SENVCFG_CBIE = Rv64State.SENVCFG.field("CBIE", 5, 4);
  private static final Field SENVCFG_CBCFE = Rv64State.SENVCFG.bit("CBCFE", 6);

  /** Whether {@code cbo.zero} is enabled in U, where {@code menvcfg} enables it. */
  static final Field SENVCFG_CBZE = Rv64State.SENVCFG.bit("CBZE", 7);

  /** With CBIE at 1 it flushes instead, which without caches is the same. */
  static final Instruction CBO_INVAL =
      manages("cbo.inval", "000000000000 rs1 010 00000 0001111")
          .requires(enabled(Rv64State.MENVCFG_CBIE, SENVCFG_CBIE))
          .refusedToGuestWhen(refusedToGuest(Rv64State.HENVCFG_CBIE, SENVCFG_CBIE))
          .does(accessible(AccessKind.READ, List.of()));

  static final Instruction CBO_CLEAN =
      manages("cbo.clean", "000000000001 rs1 010 00000 0001111")
          .requires(enabled(Rv64State.MENVCFG_CBCFE, SENVCFG_CBCFE))
          .refusedToGuestWhen(refusedToGuest(Rv64State.HENVCFG_CBCFE, SENVCFG_CBCFE))
          .does(accessible(AccessKind.READ, List.of()));

  static final Instruction CBO_FLUSH =
      manages("cbo.flush", "000000000010 rs1 010 00000 0001111")
          .requires(enabled(Rv64State.MENVCFG_CBCFE, SENVCFG_CBCFE))
          .refusedToGuestWhen(refusedToGuest(Rv64State.HENVCFG_CBCFE, SENVCFG_CBCFE))
          .does(accessible(AccessKind.READ, List.of()));

  static final Instruction CBO_ZERO =
      instruction("cbo.zero", "000000000100 rs1 010 00000 0001111")
          .in("Zicboz")
          .section("unpriv:norm:cbo-zero_op")
          .syntax("(rs1)")
          .requires(enabled(Rv64State.MENVCFG_CBZE, SENVCFG_CBZE))
          .refusedToGuestWhen(refusedToGuest(Rv64State.HENVCFG_CBZE, SENVCFG_CBZE))
          .does(accessible(AccessKind.WRITE, zeroes()));

  static List<Instruction> instructions() {
    return List.of(CBO_INVAL, CBO_CLEAN, CBO_FLUSH, CBO_ZERO);
  }

  private static Instruction manages(String name, String encoding) {
    return instruction(name, encoding)
        .in("Zicbom")
        .section("unpriv:norm:cbm_access")
        .syntax("(rs1)");
  }

  /** Below M {@code menvcfg} must enable it, in U {@code senvcfg} too. */
  private static Expression enabled(Field byMachine, Field bySupervisor) {
    return and(
        or(Modes.modeIs(PrivilegeMode.M), byMachine.isSet()),
        or(not(Modes.realModeIs(PrivilegeMode.U)), bySupervisor.isSet()));
  }

  /** In VS and VU {@code henvcfg} must enable it too, in VU {@code senvcfg}. */
  private static Expression refusedToGuest(Field byHypervisor, Field bySupervisor) {
    return and(
        Modes.virtual(),
        or(
            not(byHypervisor.isSet()),
            and(Modes.modeIs(PrivilegeMode.U), not(bySupervisor.isSet()))));
  }

  /**
   * Does something if the block may be accessed, else raises a store page fault or a store access
   * fault that tells {@code rs1}. If the page-table entry changes while its A or D bit is set, the
   * instruction starts again.
   */
  private static Statement[] accessible(AccessKind kind, List<Statement> then) {
    Local mode = new Local("mode", 3);
    Local outcome = new Local("outcome", 6);
    Local allowed = new Local("allowed", 4);
    Local word = new Local("word", 64);
    Local isMemory = new Local("isMemory", 1);
    int wanted =
        kind == AccessKind.READ ? PhysicalMemoryProtection.READ : PhysicalMemoryProtection.WRITE;
    List<Statement> found = new ArrayList<>();
    found.add(
        let(
            allowed,
            call(
                PhysicalMemoryProtection.PROTECTION,
                and(Rv64State.WALK_ADDRESS.whole().get(), word(-BLOCK_BYTES)),
                word(BLOCK_BYTES),
                bits(value(mode), 1, 0))));
    found.add(
        when(
            notEqual(
                and(value(allowed), constant(wanted | PhysicalMemoryProtection.PARTIAL, 4)),
                constant(wanted, 4)),
            Raises.exception(ExceptionCause.STORE_ACCESS_FAULT, x(RS1))));
    found.add(
        new Statement.ReadPhysical(
            word, isMemory, and(Rv64State.WALK_ADDRESS.whole().get(), word(-BLOCK_BYTES))));
    found.add(
        when(not(value(isMemory)), Raises.exception(ExceptionCause.STORE_ACCESS_FAULT, x(RS1))));
    found.addAll(then);
    return new Statement[] {
      let(mode, call(AddressTranslation.DATA_MODE)),
      let(
          outcome,
          call(AddressTranslation.TRANSLATE, x(RS1), constant(kind.ordinal(), 2), value(mode))),
      when(
          or(
              is(outcome, ExceptionCause.LOAD_PAGE_FAULT.code()),
              is(outcome, ExceptionCause.STORE_PAGE_FAULT.code())),
          Raises.exception(ExceptionCause.STORE_PAGE_FAULT, x(RS1))),
      when(
          or(
              is(outcome, ExceptionCause.LOAD_ACCESS_FAULT.code()),
              is(outcome, ExceptionCause.STORE_ACCESS_FAULT.code())),
          Raises.exception(ExceptionCause.STORE_ACCESS_FAULT, x(RS1))),
      when(
          and(
              Modes.hasHypervisor(),
              or(
                  is(outcome, ExceptionCause.LOAD_GUEST_PAGE_FAULT.code()),
                  is(outcome, ExceptionCause.STORE_GUEST_PAGE_FAULT.code()))),
          Raises.exception(ExceptionCause.STORE_GUEST_PAGE_FAULT, x(RS1))),
      branch(is(outcome, AddressTranslation.TRANSLATED), found, List.of(setPc(PC)))
    };
  }

  private static Expression is(Local outcome, int code) {
    return equal(value(outcome), constant(code, 6));
  }

  /** Stores that clear the block that {@code rs1} points into. */
  private static List<Statement> zeroes() {
    Expression block = and(x(RS1), word(-BLOCK_BYTES));
    return IntStream.range(0, BLOCK_BYTES / 8)
        .mapToObj(i -> store(i == 0 ? block : add(block, word(8L * i)), word(0)))
        .toList();
  }
}
