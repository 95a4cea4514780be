package trapeze.isa.pg74.text;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.pg74.Operation;
import trapeze.isa.pg74.ThirdGeneration;

/** From words back to text, with the labels of the program where it has them. */
public final class Disassembler {
  private final ThirdGeneration machine;
  private final Map<Long, String> labels = new HashMap<>();

  /** For words of a machine, without labels. */
  public Disassembler(ThirdGeneration machine) {
    this.machine = machine;
  }

  /** For words of a program; of several labels at an address the alphabet's first is shown. */
  public Disassembler(Program program) {
    this.machine = program.machine();
    for (Program.Listed line : program.listing()) {
      labels.put((long) line.address(), "");
    }
    program
        .symbols()
        .forEach((name, value) -> labels.computeIfPresent(value, (key, old) -> first(old, name)));
    labels.values().removeIf(String::isEmpty);
  }

  private static String first(String old, String name) {
    return old.isEmpty() ? name : old;
  }

  /** A word as an instruction; a word that is none, in hexadecimal. */
  public String print(long word) {
    long packed = machine.decode(word);
    if (packed == 0) {
      return "0x" + Long.toHexString(word);
    }
    Operation operation = machine.operations().get(PackedInstruction.number(packed) - 1);
    if (!operation.takesOperand()) {
      return operation.mnemonic();
    }
    long operand = PackedInstruction.operand(packed, Operand.IMM);
    String label = labels.get(operand);
    return operation.mnemonic() + " " + operand + (label == null ? "" : "  ; " + label);
  }

  /** A program's words, a line each: address, word, instruction, and labels where they are. */
  public String print(Program program) {
    long[] words = program.words();
    return IntStream.range(0, words.length)
        .mapToObj(
            address -> {
              String label = labels.get((long) address);
              return (label == null ? "" : label + ":\n")
                  + "%6d  %016x  %s%n".formatted(address, words[address], print(words[address]));
            })
        .collect(Collectors.joining());
  }
}
