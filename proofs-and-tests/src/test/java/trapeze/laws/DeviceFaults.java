package trapeze.laws;

import static trapeze.laws.Pitfall.DEVICES;

import java.util.List;
import java.util.function.LongSupplier;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.machine.Hart;

/** Faults in what the monitor interprets: accesses to devices first of all. */
final class DeviceFaults {
  private DeviceFaults() {}

  private static final int ACCESS_FAULT = 7;

  static final List<Fault> ALL =
      List.of(
          interpreting(
              "atomics on devices raise an access fault",
              (hart, packed, pc, usual) -> {
                if (Altered.name(packed).startsWith("amo")) {
                  long address = hart.state.x[(int) Altered.operand(packed, Operand.RS1)];
                  throw hart.raise(ACCESS_FAULT, address);
                }
                return usual.getAsLong();
              }),
          interpreting(
              "a compressed instruction that is interpreted is taken for four bytes long",
              (hart, packed, pc, usual) -> {
                boolean compressed = PackedInstruction.length(packed) == 2;
                long next = usual.getAsLong();
                return compressed && next == pc + 2 ? pc + 4 : next;
              }),
          interpreting(
              "what is loaded from a device is not sign-extended",
              (hart, packed, pc, usual) -> {
                long next = usual.getAsLong();
                long bits =
                    switch (Altered.name(packed)) {
                      case "lb" -> 8;
                      case "lh" -> 16;
                      case "lw" -> 32;
                      default -> 0;
                    };
                long loaded = Altered.result(hart, packed);
                Altered.result(hart, packed, bits == 0 ? loaded : loaded & (1L << bits) - 1);
                return next;
              }),
          interpreting(
              "a narrow store to a device stores a whole word",
              (hart, packed, pc, usual) -> {
                if (Altered.name(packed).equals("sb")) {
                  long address = hart.state.x[(int) Altered.operand(packed, Operand.RS1)];
                  long value = hart.state.x[(int) Altered.operand(packed, Operand.RS2)];
                  hart.store(address + Altered.operand(packed, Operand.IMM), 4, value);
                  return pc + PackedInstruction.length(packed);
                }
                return usual.getAsLong();
              }));

  /** Does something else than an instruction that is interpreted. */
  @FunctionalInterface
  private interface Interpreting {
    long execute(Hart hart, long packed, long pc, LongSupplier usual);
  }

  private static Fault interpreting(String name, Interpreting interpreting) {
    return Fault.ofDefinitions(
        DEVICES,
        name,
        () ->
            new Stepping() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                return interpreting.execute(
                    hart, packed, pc, () -> super.execute(hart, packed, pc));
              }
            });
  }
}
