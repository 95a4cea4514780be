package trapeze.conformance;

import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import trapeze.fuzz.qemu.QemuProcessor;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Rv64;

/**
 * Random instructions that neither leave their block nor touch memory outside the window: loads and
 * stores use registers that nothing writes, jumps skip one slot. Some are no instruction at all.
 */
final class RandomInstructions {
  /** Registers that point into the window: sp, and two that 3-bit fields can name. */
  private static final List<Integer> BASES = List.of(2, 8, 9);

  /** The one of them that is always a multiple of 8. */
  static final int ALIGNED_BASE = 2;

  private static final int AMO = 0x2f;
  private static final int RS1_AT = 15;

  /** What may not appear, or not by itself: LR and SC, and what has privilege. */
  private static final Set<String> EXCLUDED =
      Set.of("Zalrsc", "Zicsr", "Machine", "Supervisor", "H", "Svinval");

  /** Major opcodes for random bits: all of RV64GC's that compute, load or store. */
  private static final int[] OPCODES = {
    0x03, 0x07, 0x13, 0x1b, 0x23, 0x27, 0x2f, 0x33, 0x37, 0x3b, 0x43, 0x47, 0x4b, 0x4f, 0x53
  };

  private static final List<Instruction> CHOICE =
      Rv64.SET.instructions().stream().filter(RandomInstructions::isAllowed).toList();

  private final Decoder decoder = new Decoder(Rv64.SET);
  private final Random random;

  RandomInstructions(Random random) {
    this.random = random;
  }

  boolean isBase(int register) {
    return BASES.contains(register);
  }

  /** Puts four bytes of instructions; so many slots of the block follow. */
  void fill(ByteBuffer code, int following) {
    int kind = random.nextInt(20);
    if (kind == 0 && following > 1) {
      code.putInt(jump());
    } else if (kind == 1 && following > 1) {
      reservation(code);
    } else if (kind < 5) {
      code.putShort((short) compressed()).putShort((short) compressed());
    } else if (kind < 7) {
      code.putInt(word());
    } else {
      code.putInt(instruction());
    }
  }

  private int instruction() {
    while (true) {
      Instruction chosen = CHOICE.get(random.nextInt(CHOICE.size()));
      int bits = chosen.encoding().match() | random.nextInt() & ~chosen.encoding().mask();
      if (isHarmless(decoder.decode(based(bits)))) {
        return based(bits);
      }
    }
  }

  private int word() {
    while (true) {
      int bits = based(random.nextInt() & ~0x7f | OPCODES[random.nextInt(OPCODES.length)]);
      if (isHarmless(decoder.decode(bits))) {
        return bits;
      }
    }
  }

  private int compressed() {
    while (true) {
      int bits = random.nextInt(1 << 16);
      if ((bits & 3) != 3 && !isAbsent(bits) && isHarmless(decoder.decode(bits))) {
        return bits;
      }
    }
  }

  /** Whether they are a form of an instruction that QEMU has, in 16 bits, and the form it lacks. */
  private static boolean isAbsent(int bits) {
    return Rv64.SET.compressed().stream()
        .anyMatch(
            form ->
                QemuProcessor.ABSENT.contains(form.extension()) && form.encoding().matches(bits));
  }

  /** Lets an access use a register that points into the window; what is atomic is aligned. */
  private int based(int bits) {
    if (!accesses(decoder.decode(bits))) {
      return bits;
    }
    boolean atomic = (bits & 0x7f) == AMO;
    int base = atomic ? ALIGNED_BASE : BASES.get(random.nextInt(BASES.size()));
    return bits & ~(31 << RS1_AT) | base << RS1_AT;
  }

  private int jump() {
    List<String> names = List.of("beq", "bne", "blt", "bge", "bltu", "bgeu", "jal");
    long link = random.nextInt(10, 32);
    Map<Operand, Long> operands =
        Map.of(RD, link, RS1, (long) random.nextInt(32), RS2, (long) random.nextInt(32), IMM, 8L);
    String name = names.get(random.nextInt(names.size()));
    return Rv64.SET.instruction(name).encoding().assemble(operands);
  }

  /** A pair of LR and SC, which nothing comes between. */
  private void reservation(ByteBuffer code) {
    String width = random.nextBoolean() ? ".w" : ".d";
    for (String name : List.of("lr", "sc")) {
      Map<Operand, Long> operands =
          Map.of(
              RD,
              (long) random.nextInt(10, 32),
              RS1,
              (long) ALIGNED_BASE,
              RS2,
              (long) random.nextInt(32));
      code.putInt(Rv64.SET.instruction(name + width).encoding().assemble(operands));
    }
  }

  private static boolean isHarmless(long packed) {
    if (packed == 0) {
      return true;
    }
    Instruction instruction = Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1);
    boolean keepsBases = !writesX(instruction.body()) || !BASES.contains((int) operand(packed, RD));
    return isAllowed(instruction)
        && keepsBases
        && (!accesses(packed) || BASES.contains((int) operand(packed, RS1)));
  }

  private static long operand(long packed, Operand operand) {
    return PackedInstruction.operand(packed, operand);
  }

  /** Not ECALL, EBREAK and fences; not CTZW, of which QEMU 7.2 has zero wrong. */
  private static boolean isAllowed(Instruction instruction) {
    return !EXCLUDED.contains(instruction.extension())
        && !QemuProcessor.ABSENT.contains(instruction.extension())
        && !instruction.name().startsWith("e")
        && !instruction.name().equals("ctzw")
        && !instruction.name().startsWith("fence")
        && instruction.body().stream().noneMatch(RandomInstructions::jumps);
  }

  private static boolean jumps(Statement statement) {
    return statement instanceof Statement.SetPc
        || statement instanceof Statement.If choice
            && choice.then().stream().anyMatch(RandomInstructions::jumps);
  }

  private static boolean writesX(List<Statement> body) {
    return body.stream().anyMatch(Statement.SetX.class::isInstance);
  }

  private static boolean accesses(long packed) {
    if (packed == 0) {
      return false;
    }
    return Rv64.SET.instructions().get(PackedInstruction.number(packed) - 1).body().stream()
        .anyMatch(
            statement ->
                statement instanceof Statement.Load
                    || statement instanceof Statement.Store
                    || statement instanceof Statement.Atomic);
  }
}
