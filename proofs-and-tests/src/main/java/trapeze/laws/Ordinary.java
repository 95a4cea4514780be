package trapeze.laws;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import trapeze.isa.definition.CompressedForm;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.rv64.Rv64;

/** Instructions of a generated guest that any mode may execute: reckoning, memory, jumps. */
final class Ordinary {
  private Ordinary() {}

  private static final int A = 5;
  private static final int B = 6;

  /** Registers that generated code may write, by chance. */
  static final List<Integer> FREE = IntStream.range(0, 32).boxed().filter(Layout::isFree).toList();

  private static final List<Instruction> INNOCUOUS =
      Rv64.SET.instructions().stream().filter(Ordinary::onlyReckons).toList();

  private static final List<CompressedForm> COMPRESSED =
      Rv64.SET.compressed().stream().filter(form -> onlyReckons(form.base())).toList();

  private static final List<Instruction> LOADS = withStatement(Statement.Load.class);
  private static final List<Instruction> STORES = withStatement(Statement.Store.class);
  private static final List<Instruction> ATOMICS =
      Stream.of(
              Statement.Atomic.class,
              Statement.LoadReserved.class,
              Statement.StoreConditional.class)
          .flatMap(kind -> withStatement(kind).stream())
          .toList();
  private static final List<String> BRANCHES = List.of("beq", "bne", "blt", "bge", "bltu", "bgeu");

  /** Seeds for operands: bits, of which none is likelier than another. */
  private static final Draw<Long> RANDOM = RandomGenerator::nextLong;

  private static boolean onlyReckons(Instruction instruction) {
    return Traversal.statements(instruction.body())
        .allMatch(
            each ->
                switch (each) {
                  case Statement.Let _,
                      Statement.SetX _,
                      Statement.SetF _,
                      Statement.If _,
                      Statement.FloatingPoint _ ->
                      true;
                  case Statement.Raise _, Statement.Set _, Statement.Perform _ ->
                      instruction.encoding().operands().contains(Operand.RD);
                  default -> false;
                });
  }

  private static List<Instruction> withStatement(Class<? extends Statement> kind) {
    return Rv64.SET.instructions().stream()
        .filter(each -> each.encoding().operands().contains(Operand.RS1))
        .filter(each -> Traversal.statements(each.body()).anyMatch(kind::isInstance))
        .toList();
  }

  /** Random bits in the operands' places, but no register that means something is written. */
  static int random(Instruction instruction, long seed) {
    Map<Operand, Long> operands = new EnumMap<>(Operand.class);
    long bits = seed;
    for (Operand operand : instruction.encoding().operands()) {
      bits = bits * 0x5851_f42d_4c95_7f2dL + 0x1405_7b7e_f767_814fL;
      long value = bits >>> 20;
      if (operand == Operand.RD) {
        value = FREE.get((int) Long.remainderUnsigned(value, FREE.size()));
      } else if (operand == Operand.RM && (bits & 7) != 0) {
        value = Long.remainderUnsigned(value, 5);
      }
      operands.put(operand, value);
    }
    return instruction.encoding().assemble(operands);
  }

  static Draw<Integer> innocuous() {
    return innocuous(Mix.USUAL);
  }

  static Draw<Integer> innocuous(Mix mix) {
    return innocuous(INNOCUOUS, mix);
  }

  /** One of these instructions with operands by chance. */
  static Draw<Integer> innocuous(List<Instruction> instructions, Mix mix) {
    return Draws.combine(weighted(instructions, mix), RANDOM).as(Ordinary::random);
  }

  /** All that only reckon. */
  static List<Instruction> innocuousInstructions() {
    return INNOCUOUS;
  }

  /** One of these instructions, by the weight of its extension; all alike if none is wanted. */
  private static Draw<Instruction> weighted(List<Instruction> instructions, Mix mix) {
    List<Draws.Weighted<Instruction>> all =
        instructions.stream().map(each -> Draws.weight(mix.weight(each), each)).toList();
    return all.stream().anyMatch(each -> each.weight() > 0)
        ? Draws.frequency(all)
        : Draws.of(instructions);
  }

  static Draw<Chunk> reckoning() {
    return reckoning(Mix.USUAL);
  }

  static Draw<Chunk> reckoning(Mix mix) {
    return innocuous(mix).list(1, 10).map(words -> new Chunk("reckon", words));
  }

  /** Compressed instructions, two to a word. */
  static Draw<Chunk> compressed() {
    Draw<Integer> one =
        Draws.combine(Draws.of(COMPRESSED), Draws.integers(0, 0xffff)).as(Ordinary::compressed);
    return Draws.combine(one, one)
        .as((first, second) -> first | second << 16)
        .list(1, 6)
        .map(words -> new Chunk("compressed", words));
  }

  private static int compressed(CompressedForm form, int bits) {
    int mask = form.encoding().mask();
    int made = bits & ~mask | form.encoding().match();
    boolean usable =
        form.encoding().matches(made) && Layout.isFree((int) form.operand(Operand.RD, made));
    return usable ? made & 0xffff : 1;
  }

  /** One access to memory or a device, by any instruction. */
  static Draw<Chunk> access() {
    return access(Mix.USUAL);
  }

  static Draw<Chunk> access(Mix mix) {
    return access(Addresses.any(mix), mix);
  }

  static Draw<Chunk> access(Draw<Long> addresses) {
    return access(addresses, Mix.USUAL);
  }

  private static Draw<Chunk> access(Draw<Long> addresses, Mix mix) {
    Draw<Instruction> kind =
        Draws.oneOf(weighted(LOADS, mix), weighted(STORES, mix), weighted(ATOMICS, mix));
    return Draws.combine(addresses, kind, RANDOM)
        .as(
            (address, instruction, seed) ->
                new Chunk("access", accessTo(address, instruction, seed)));
  }

  static List<Integer> accessTo(long address, Instruction instruction, long seed) {
    Code code = new Code().load(A, address);
    int bits = random(instruction, seed);
    Map<Operand, Long> fixed = new EnumMap<>(Operand.class);
    for (Operand operand : instruction.encoding().operands()) {
      fixed.put(operand, instruction.encoding().operand(operand, bits));
    }
    fixed.put(Operand.RS1, (long) A);
    fixed.computeIfPresent(Operand.IMM, (_, _) -> 0L);
    return code.word(instruction.encoding().assemble(fixed)).words();
  }

  /** A loop of load-reserved and store-conditional, as the manual constrains it, or nearly. */
  static Draw<Chunk> reservation() {
    return Draws.combine(Addresses.data(), Draws.of("w", "d"), Draws.of("w", "d"), innocuous())
        .as(
            (address, loaded, stored, between) -> {
              Code code = new Code().load(A, address & -8);
              code.put("lr." + loaded, Operand.RD, B, Operand.RS1, A);
              code.word(between);
              code.put("sc." + stored, Operand.RD, 7, Operand.RS1, A, Operand.RS2, B);
              code.put("sc." + stored, Operand.RD, 10, Operand.RS1, A, Operand.RS2, B);
              return new Chunk("reserve", code.words());
            });
  }

  /** A short loop. */
  static Draw<Chunk> loop() {
    Draw<List<Integer>> body = innocuous().list(0, 6);
    return Draws.combine(Draws.integers(1, 40), body)
        .as(
            (rounds, words) -> {
              Code code = new Code().load(29, rounds);
              for (int word : words) {
                boolean spoils = (word >>> 7 & 31) == 29;
                code.word(spoils ? Code.bits("fence") : word);
              }
              code.immediate("addi", 29, 29, -1);
              long back = -4L * (words.size() + 1);
              code.put("bne", Operand.RS1, 29, Operand.RS2, 0, Operand.IMM, back);
              return new Chunk("loop", code.words());
            });
  }

  /** Branches and jumps inside the slot, or anywhere. */
  static Draw<Chunk> jump() {
    Draw<Integer> register = Draws.of(FREE);
    return Draws.combine(Draws.of(BRANCHES), register, register, innocuous(), Addresses.any())
        .as(
            (branch, rs1, rs2, between, address) -> {
              Code code = new Code();
              code.put(branch, Operand.RS1, rs1, Operand.RS2, rs2, Operand.IMM, 8).word(between);
              code.put("jal", Operand.RD, 1, Operand.IMM, 8).word(between);
              if (address % 3 == 0) {
                code.put("fence.i").load(A, address).immediate("jalr", 1, A, 0);
              }
              return new Chunk("jump", code.words());
            });
  }

  /** Writes an instruction, fences, and executes it: one ahead, or one that it has executed. */
  static Draw<Chunk> selfModifying() {
    return Draws.oneOf(ahead(), again("fence.i"));
  }

  private static Draw<Chunk> ahead() {
    return innocuous()
        .map(
            word -> {
              Code code = new Code().put("auipc", Operand.RD, A, Operand.IMM, 0).load(B, word);
              int ahead = 4 * (code.size() + 2);
              code.store("sw", B, A, ahead).put("fence.i").word(Code.bits("ebreak"));
              return new Chunk("self-modifying", code.words());
            });
  }

  /** Overwrites an instruction that has been executed, and executes it again. */
  static Draw<Chunk> again(String fence) {
    return Draws.integers(-2048, 2047)
        .map(
            amount -> {
              int word = Code.bits("addi", Operand.RD, 12, Operand.RS1, 12, Operand.IMM, amount);
              Code code = new Code().load(29, 2).load(B, word);
              code.put("auipc", Operand.RD, A, Operand.IMM, 0).immediate("addi", 12, 12, 1);
              code.store("sw", B, A, 4).put(fence).immediate("addi", 29, 29, -1);
              code.put("bne", Operand.RS1, 29, Operand.RS2, 0, Operand.IMM, -16);
              return new Chunk("self-modifying again", code.words());
            });
  }

  /** Reads its own instructions, which a page that may only be executed does not let it. */
  static Draw<Chunk> readingCode() {
    return Draws.of("lw", "lhu")
        .map(
            load -> {
              Code code = new Code().put("auipc", Operand.RD, A, Operand.IMM, 0);
              return new Chunk("read code", code.immediate(load, B, A, 0).words());
            });
  }

  /** A character on the console. */
  static Draw<Chunk> print() {
    return Draws.integers('a', 'z')
        .map(
            letter -> {
              Code code = new Code().load(A, Layout.UART).load(B, letter).store("sb", B, A, 0);
              return new Chunk("print", code.words());
            });
  }
}
