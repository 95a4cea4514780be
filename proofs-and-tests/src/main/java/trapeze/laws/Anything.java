package trapeze.laws;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;

/**
 * Any instruction that the definitions have, whatever it does: an instruction that is defined today
 * is drawn today.
 */
final class Anything {
  private Anything() {}

  private static final int A = 5;

  /** Major opcodes of what is defined, for bits that may be no instruction. */
  private static final List<Integer> OPCODES =
      Rv64.SET.instructions().stream()
          .map(each -> each.encoding().match() & 0x7f)
          .distinct()
          .toList();

  /** One instruction, whose first source register holds an address. */
  static Draw<Chunk> instructions(Mix mix) {
    Draw<Instruction> one =
        Mix.orElse(
            Rv64.SET.instructions().getFirst(),
            Rv64.SET.instructions().stream()
                .map(each -> Draws.weight(mix.weight(each), each))
                .toList());
    return Draws.combine(one, Addresses.any(mix), RandomGenerator::nextLong, Draws.of(true, false))
        .as(Anything::chunk);
  }

  private static Chunk chunk(Instruction instruction, long address, long seed, boolean withBase) {
    int bits = Ordinary.random(instruction, seed);
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    for (Operand operand : instruction.encoding().operands()) {
      operands.put(operand, instruction.encoding().operand(operand, bits));
    }
    if (withBase) {
      operands.computeIfPresent(Operand.RS1, (_, _) -> (long) A);
      operands.computeIfPresent(Operand.IMM, (_, value) -> value << 58 >> 58);
    }
    Code code = new Code().load(A, address).word(instruction.encoding().assemble(operands));
    return new Chunk(instruction.name(), code.words());
  }

  /** Words, and halfwords, of which many are no instruction. */
  static Draw<Chunk> bits() {
    Draw<Integer> words =
        Draws.combine(Draws.of(OPCODES), (Draw<Long>) RandomGenerator::nextLong)
            .as((opcode, bits) -> bits.intValue() & ~0x7f | opcode);
    Draw<Integer> any = Draws.longs().map(Long::intValue);
    return Draws.oneOf(words, any).list(1, 3).map(drawn -> new Chunk("bits", drawn));
  }
}
