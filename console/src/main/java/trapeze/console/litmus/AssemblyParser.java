package trapeze.console.litmus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import trapeze.console.litmus.AssemblyLine.Annotation;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.text.Disassembler;

/** Reads the assembly of litmus tests: an instruction or a label a line, and a few aliases. */
final class AssemblyParser {
  private static final Pattern LABEL = Pattern.compile("\\s*([A-Za-z_]\\w*)\\s*:\\s*(.*)");
  private static final Pattern MNEMONIC = Pattern.compile("([a-z][a-z0-9.]*)\\s*(.*)");
  private static final Pattern ORDERED = Pattern.compile("(l[bhwd]|s[bhwd])\\.(aq|rl|aq\\.rl)");
  private static final Pattern ATOMIC =
      Pattern.compile("((?:lr|sc|amo[a-z]+)\\.[wd])((?:\\.aq|\\.rl|\\.aqrl)*)");
  private static final Map<String, Instruction> INSTRUCTIONS = new HashMap<>();
  private static final Map<String, Integer> REGISTERS = new HashMap<>();

  static {
    Rv64.SET.instructions().forEach(each -> INSTRUCTIONS.put(each.name(), each));
    for (int i = 0; i < 32; i++) {
      REGISTERS.put("x" + i, i);
      REGISTERS.put(Disassembler.integerRegister(i), i);
    }
    REGISTERS.put("fp", 8);
  }

  private AssemblyParser() {}

  /** A register's number, or nothing if that is no name of one. */
  static @Nullable Integer register(String name) {
    return REGISTERS.get(name);
  }

  /** A thread's cells, from above: instructions, labels, and empty ones. */
  static List<AssemblyLine> parse(List<String> cells) {
    Map<String, Integer> labels = new HashMap<>();
    List<String> instructions = new ArrayList<>();
    for (String cell : cells) {
      String rest = cell.strip();
      for (Matcher label = LABEL.matcher(rest); label.matches(); label = LABEL.matcher(rest)) {
        labels.put(label.group(1), instructions.size());
        rest = label.group(2).strip();
      }
      if (!rest.isEmpty()) {
        instructions.add(rest);
      }
    }
    List<AssemblyLine> lines = new ArrayList<>();
    for (String text : instructions) {
      lines.add(line(text, labels));
    }
    return List.copyOf(lines);
  }

  private static AssemblyLine line(String text, Map<String, Integer> labels) {
    Matcher parts = MNEMONIC.matcher(text);
    if (!parts.matches()) {
      throw new Unreadable("'%s' is no instruction".formatted(text));
    }
    String mnemonic = parts.group(1);
    List<String> operands = operands(parts.group(2));
    switch (mnemonic) {
      case "li" -> {
        mnemonic = "addi";
        operands = List.of(at(operands, 0, text), "x0", at(operands, 1, text));
      }
      case "mv" -> {
        mnemonic = "addi";
        operands = List.of(at(operands, 0, text), at(operands, 1, text), "0");
      }
      case "nop" -> {
        mnemonic = "addi";
        operands = List.of("x0", "x0", "0");
      }
      case "sext.w" -> {
        mnemonic = "addiw";
        operands = List.of(at(operands, 0, text), at(operands, 1, text), "0");
      }
      case "beqz", "bnez" -> {
        mnemonic = mnemonic.substring(0, 3);
        operands = List.of(at(operands, 0, text), "x0", at(operands, 1, text));
      }
      case "j" -> {
        mnemonic = "jal";
        operands = List.of("x0", at(operands, 0, text));
      }
      default -> {}
    }
    Annotation annotation = Annotation.NONE;
    Map<Operand, Long> values = new EnumMap<>(Operand.class);
    Matcher ordered = ORDERED.matcher(mnemonic);
    Matcher atomic = ATOMIC.matcher(mnemonic);
    if (ordered.matches()) {
      mnemonic = ordered.group(1);
      annotation = mnemonic.startsWith("l") ? Annotation.ACQUIRE : Annotation.RELEASE;
    } else if (atomic.matches()) {
      mnemonic = atomic.group(1);
      values.put(Operand.AQ, atomic.group(2).contains("aq") ? 1L : 0);
      values.put(Operand.RL, atomic.group(2).contains("rl") ? 1L : 0);
    } else if (mnemonic.startsWith("fence") && !mnemonic.equals("fence.i")) {
      fence(mnemonic, operands, values, text);
      operands = List.of();
      mnemonic = "fence";
    }
    Instruction instruction = INSTRUCTIONS.get(mnemonic);
    if (instruction == null) {
      throw new Unreadable("'%s': no instruction %s here".formatted(text, mnemonic));
    }
    int target = place(instruction, operands, values, labels, text);
    return new AssemblyLine(text, instruction, values, target, annotation);
  }

  private static List<String> operands(String text) {
    List<String> operands = new ArrayList<>();
    for (String piece : text.split("[,()\\s]+")) {
      if (!piece.isEmpty()) {
        operands.add(piece);
      }
    }
    return operands;
  }

  private static String at(List<String> operands, int index, String text) {
    if (index >= operands.size()) {
      throw new Unreadable("'%s' has too few operands".formatted(text));
    }
    return operands.get(index);
  }

  private static void fence(
      String mnemonic, List<String> operands, Map<Operand, Long> values, String text) {
    boolean tso = mnemonic.equals("fence.tso");
    boolean plain = mnemonic.equals("fence") && !operands.isEmpty();
    values.put(Operand.FM, tso ? 8L : 0);
    values.put(Operand.PRED, tso ? 3 : plain ? set(operands.getFirst(), text) : 15L);
    values.put(Operand.SUCC, tso ? 3 : plain ? set(at(operands, 1, text), text) : 15L);
    values.put(Operand.RD, 0L);
    values.put(Operand.RS1, 0L);
  }

  private static long set(String letters, String text) {
    long set = 0;
    for (char letter : letters.toCharArray()) {
      int bit = "wroi".indexOf(letter);
      if (bit < 0) {
        throw new Unreadable("'%s': %s is no set of accesses".formatted(text, letters));
      }
      set |= 1L << bit;
    }
    return set;
  }

  /** Gives the operands their values, in the order in which the instruction's syntax has them. */
  private static int place(
      Instruction instruction,
      List<String> operands,
      Map<Operand, Long> values,
      Map<String, Integer> labels,
      String text) {
    List<String> names = operands(instruction.syntax());
    if (!values.isEmpty() && names.contains("pred")) {
      return -1;
    }
    List<String> given = new ArrayList<>(operands);
    if (given.size() == names.size() + 1 && given.get(given.size() - 2).equals("0")) {
      given.remove(given.size() - 2); // an atomic's address may be written 0(x5)
    }
    if (given.size() != names.size()) {
      throw new Unreadable(
          "'%s' should have the operands %s".formatted(text, instruction.syntax()));
    }
    int target = -1;
    for (int i = 0; i < names.size(); i++) {
      String operand = given.get(i);
      switch (names.get(i)) {
        case "rd" -> values.put(Operand.RD, requireRegister(operand, text));
        case "rs1" -> values.put(Operand.RS1, requireRegister(operand, text));
        case "rs2" -> values.put(Operand.RS2, requireRegister(operand, text));
        case "imm" -> values.put(Operand.IMM, number(operand, text));
        case "shamt" -> values.put(Operand.SHAMT, number(operand, text));
        case "target" -> {
          Integer line = labels.get(operand);
          if (line == null) {
            throw new Unreadable("'%s': there is no label %s".formatted(text, operand));
          }
          target = line;
        }
        default -> throw new Unreadable("'%s' has an operand unknown here".formatted(text));
      }
    }
    return target;
  }

  private static long requireRegister(String name, String text) {
    Integer number = register(name);
    if (number == null) {
      throw new Unreadable("'%s': %s is no register".formatted(text, name));
    }
    return number;
  }

  private static long number(String digits, String text) {
    try {
      return Long.decode(digits);
    } catch (NumberFormatException e) {
      throw new Unreadable("'%s': %s is no number".formatted(text, digits));
    }
  }
}
