package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.isZero;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.subtract;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.pg74.Registers.get;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.IllTyped;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/**
 * A machine of the paper's kind as definitions: sizes, what R does, and operations. Two machines of
 * one kind with memories of different size are the same definitions over another environment.
 */
public final class ThirdGeneration {
  /** Where a trap stores the program status word. */
  public static final long OLD_PSW = 0;

  /** Where a trap takes the new program status word from. */
  public static final long NEW_PSW = 1;

  private final String name;
  private final Relocation relocation;
  private final List<Operation> operations;
  private final Registers registers;
  private final Storage storage;
  private final Routine takeTrap;
  private final Routine fetch;
  private final Routine tick;
  private final InstructionSet set;
  private final Map<Long, Integer> numbers = new HashMap<>();

  private ThirdGeneration(
      String name, Format format, Relocation relocation, List<Operation> operations) {
    this.name = name;
    this.relocation = relocation;
    this.operations = List.copyOf(operations);
    this.registers = new Registers(name, format);
    this.storage = new Storage(registers, relocation);
    this.takeTrap = takingTrap();
    this.fetch = fetching();
    this.tick = ticking();
    List<Instruction> instructions = new ArrayList<>();
    for (Operation operation : operations) {
      IllTyped.require(
          operation.opcode() >= 1 && operation.opcode() >>> format.opcodeBits() == 0,
          "%s: an opcode of %d",
          operation.mnemonic(),
          operation.opcode());
      instructions.add(operation.on(registers, storage));
      Integer other = numbers.put((long) operation.opcode(), instructions.size());
      IllTyped.require(other == null, "%s: its opcode is taken", operation.mnemonic());
    }
    this.set =
        new InstructionSet(
            name,
            registers.space,
            instructions,
            List.of(),
            List.of(),
            List.of(takeTrap, fetch, tick, storage.locate));
  }

  /** The machine whose operations are the {@link Paper}'s. */
  public static ThirdGeneration paper(Format format) {
    return new ThirdGeneration("pg74", format, Relocation.BOUNDS, Paper.OPERATIONS);
  }

  /** This machine with some operations exchanged, by their opcodes, or added. */
  public ThirdGeneration with(String newName, Operation... others) {
    List<Operation> all = new ArrayList<>(operations);
    for (Operation other : others) {
      all.removeIf(each -> each.opcode() == other.opcode());
      all.add(other);
    }
    return new ThirdGeneration(newName, format(), relocation, all);
  }

  /** This machine with only some operations. */
  public ThirdGeneration only(String... mnemonics) {
    List<String> kept = Arrays.asList(mnemonics);
    return new ThirdGeneration(
        name,
        format(),
        relocation,
        operations.stream().filter(each -> kept.contains(each.mnemonic())).toList());
  }

  /** This machine with another meaning of R. */
  public ThirdGeneration with(String newName, Relocation another) {
    return new ThirdGeneration(newName, format(), another, operations);
  }

  /** This machine in other sizes. */
  public ThirdGeneration in(Format format) {
    return new ThirdGeneration(name, format, relocation, operations);
  }

  /** Its name, as users write it. */
  public String name() {
    return name;
  }

  /** What R does. */
  public Relocation relocation() {
    return relocation;
  }

  /** Its sizes. */
  public Format format() {
    return registers.format();
  }

  /** Its registers. */
  public Registers registers() {
    return registers;
  }

  /** Its operations, in the order of their instructions in {@link #set}. */
  public List<Operation> operations() {
    return operations;
  }

  /** Its definitions. */
  public InstructionSet set() {
    return set;
  }

  /**
   * Takes a trap: the program status word goes to location 0, with the cause where the format has
   * room for one, and the word in location 1 takes its place. Takes the cause's code (6 bits). Both
   * are physical addresses. Where memory has not both, nothing is stored, and zeros are loaded.
   */
  public Routine takeTrap() {
    return takeTrap;
  }

  /**
   * The word at the program counter, 64 bits, zero-extended; raises a memory trap if there is none.
   */
  public Routine fetch() {
    return fetch;
  }

  /**
   * Counts the timer down at the start of a step in user mode; gives 1 if the timer traps in this
   * step. In supervisor mode it stands still: a trap inside a trap handler would overwrite the old
   * program status word before the handler has read it.
   */
  public Routine tick() {
    return tick;
  }

  /** The decoded form of an instruction word; 0 if its opcode is none of this machine's. */
  public long decode(long word) {
    Integer number = numbers.get(word >>> format().addressBits());
    return number == null
        ? 0
        : PackedInstruction.with(number, Operand.IMM, word & (format().mostWords() - 1));
  }

  /** The instruction word of a mnemonic and an operand, of which the low bits are used. */
  public long encode(String mnemonic, long operand) {
    for (Operation operation : operations) {
      if (operation.mnemonic().equals(mnemonic)) {
        return (long) operation.opcode() << format().addressBits()
            | operand & (format().mostWords() - 1);
      }
    }
    throw new IllegalArgumentException(name + " has no operation " + mnemonic);
  }

  /** An instruction word as text; a word that is none, in hexadecimal. */
  public String disassemble(long word) {
    long packed = decode(word);
    if (packed == 0) {
      return "0x" + Long.toHexString(word);
    }
    Operation operation = operations.get(PackedInstruction.number(packed) - 1);
    return operation.takesOperand()
        ? operation.mnemonic() + " " + PackedInstruction.operand(packed, Operand.IMM)
        : operation.mnemonic();
  }

  private Routine takingTrap() {
    Local cause = new Local("cause", 6);
    Local newWord = new Local("new", 64);
    Local present = new Local("present", 1);
    Expression fields =
        concatenate(
            get(registers.mode),
            get(registers.counter),
            get(registers.relocation),
            get(registers.bound));
    Expression psw =
        format().causeBits() == 0
            ? fields
            : concatenate(Build.bits(value(cause), format().causeBits() - 1, 0), fields);
    List<Statement> body = new ArrayList<>();
    body.add(new Statement.ReadPhysical(newWord, present, word(NEW_PSW)));
    body.add(when(value(present), new Statement.WritePhysical(word(OLD_PSW), zeroExtend(psw, 64))));
    body.addAll(List.of(registers.setPsw(value(newWord))));
    return new Routine("takeTrap", List.of(cause), 0, body);
  }

  private Routine fetching() {
    Local raw = new Local("raw", 64);
    Local present = new Local("present", 1);
    return new Routine(
        "fetch",
        List.of(),
        64,
        List.of(
            new Statement.ReadPhysical(
                raw, present, Build.call(storage.locate, get(registers.counter))),
            give(value(raw))));
  }

  private Routine ticking() {
    Local before = new Local("before", format().addressBits());
    Expression one = Build.constant(1, format().addressBits());
    return new Routine(
        "tick",
        List.of(),
        1,
        List.of(
            let(
                before,
                Build.select(
                    registers.inUserMode(),
                    get(registers.timer),
                    Build.constant(0, format().addressBits()))),
            when(
                not(isZero(value(before))),
                Build.set(registers.timer, subtract(value(before), one))),
            give(Build.equal(value(before), one))));
  }
}
