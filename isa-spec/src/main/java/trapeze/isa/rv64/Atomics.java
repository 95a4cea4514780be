package trapeze.isa.rv64;

import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.*;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.Raises;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Statement.Atomic;
import trapeze.isa.ir.Statement.LoadReserved;
import trapeze.isa.ir.Statement.StoreConditional;

/**
 * Load-reserved, store-conditional and atomic memory operations (unpriv:ext:a).
 *
 * <p>Implementation choices: an address that is not aligned raises address-misaligned, before it is
 * translated; a failing SC gives 1. What a reservation covers and what ends it lies with the
 * memory. All are sequentially consistent, which is more than any {@code aq} and {@code rl} ask.
 */
public final class Atomics {
  private Atomics() {}

  static final Instruction LR_W = loadReserved("lr.w", "00010 aq rl 00000 rs1 010 rd 0101111", 4);
  static final Instruction LR_D = loadReserved("lr.d", "00010 aq rl 00000 rs1 011 rd 0101111", 8);
  static final Instruction SC_W = storeConditional("sc.w", "00011 aq rl rs2 rs1 010 rd 0101111", 4);
  static final Instruction SC_D = storeConditional("sc.d", "00011 aq rl rs2 rs1 011 rd 0101111", 8);

  private static final List<Instruction> OPERATIONS =
      Stream.of(
              operation("amoswap", "00001", AtomicOperator.SWAP),
              operation("amoadd", "00000", AtomicOperator.ADD),
              operation("amoxor", "00100", AtomicOperator.XOR),
              operation("amoand", "01100", AtomicOperator.AND),
              operation("amoor", "01000", AtomicOperator.OR),
              operation("amomin", "10000", AtomicOperator.MINIMUM_SIGNED),
              operation("amomax", "10100", AtomicOperator.MAXIMUM_SIGNED),
              operation("amominu", "11000", AtomicOperator.MINIMUM_UNSIGNED),
              operation("amomaxu", "11100", AtomicOperator.MAXIMUM_UNSIGNED))
          .flatMap(List::stream)
          .toList();

  static List<Instruction> instructions() {
    return Stream.concat(Stream.of(LR_W, SC_W, LR_D, SC_D), OPERATIONS.stream()).toList();
  }

  private static Instruction loadReserved(String name, String encoding, int bytes) {
    Local loaded = new Local("loaded", 8 * bytes);
    return instruction(name, encoding)
        .in("Zalrsc")
        .section("unpriv:ext:zalrsc")
        .syntax("rd, (rs1)")
        .does(
            aligned(bytes, ExceptionCause.LOAD_ADDRESS_MISALIGNED),
            new LoadReserved(loaded, bytes, x(RS1)),
            set(RD, signExtend(value(loaded), 64)));
  }

  private static Instruction storeConditional(String name, String encoding, int bytes) {
    Local failed = new Local("failed", 1);
    return instruction(name, encoding)
        .in("Zalrsc")
        .section("unpriv:ext:zalrsc")
        .syntax("rd, rs2, (rs1)")
        .does(
            aligned(bytes, ExceptionCause.STORE_ADDRESS_MISALIGNED),
            new StoreConditional(failed, bytes, x(RS1), bits(x(RS2), 8 * bytes - 1, 0)),
            set(RD, zeroExtend(value(failed), 64)));
  }

  /** One operation on 32 bits and on 64. */
  private static List<Instruction> operation(
      String name, String function, AtomicOperator operator) {
    return List.of(
        operation(name + ".w", function + " aq rl rs2 rs1 010 rd 0101111", operator, 4),
        operation(name + ".d", function + " aq rl rs2 rs1 011 rd 0101111", operator, 8));
  }

  private static Instruction operation(
      String name, String encoding, AtomicOperator operator, int bytes) {
    Local old = new Local("old", 8 * bytes);
    return instruction(name, encoding)
        .in("Zaamo")
        .section("unpriv:ext:zaamo")
        .syntax("rd, rs2, (rs1)")
        .does(
            aligned(bytes, ExceptionCause.STORE_ADDRESS_MISALIGNED),
            new Atomic(old, operator, bytes, x(RS1), bits(x(RS2), 8 * bytes - 1, 0)),
            set(RD, signExtend(value(old), 64)));
  }

  /** Raises address-misaligned unless {@code rs1} is a multiple of {@code bytes}. */
  private static Statement aligned(int bytes, ExceptionCause otherwise) {
    int bitsBelow = Integer.numberOfTrailingZeros(bytes);
    return when(isNotZero(bits(x(RS1), bitsBelow - 1, 0)), Raises.exception(otherwise, x(RS1)));
  }
}
