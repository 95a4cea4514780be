package trapeze.proofs;

import com.microsoft.z3.BitVecExpr;
import com.microsoft.z3.BitVecNum;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.Model;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.text.Disassembler;

/**
 * A state in which an obligation fails, for people.
 *
 * @param instruction disassembled, or empty
 * @param before the state before, a line each
 * @param broken what does not hold, with what the two machines have instead
 */
record Counterexample(String instruction, List<String> before, List<String> broken) {
  /** The name under which a goal shows the bits of its instruction. */
  static final String INSTRUCTION = "instruction";

  private static final int MASK_BITS = 64;
  private static final int RESERVED_MODE = 2;

  static Counterexample of(InstructionSet set, Context context, Goal goal, Model model) {
    Set<String> chosen = new HashSet<>();
    for (FuncDecl<?> constant : model.getConstDecls()) {
      chosen.add(constant.getName().toString());
    }
    String instruction = "";
    List<String> before = new ArrayList<>();
    for (Map.Entry<String, BitVecExpr> each : goal.shown().entrySet()) {
      long value = value(model, each.getValue());
      if (each.getKey().equals(INSTRUCTION)) {
        instruction = new Disassembler(set).disassemble(0, (int) value).replace('\t', ' ');
      } else if (value != 0
          && chosen.contains(each.getValue().getFuncDecl().getName().toString())) {
        before.add("%-14s %s".formatted(each.getKey(), described(set, each.getKey(), value)));
      }
    }
    List<String> broken = new ArrayList<>();
    for (Claim claim : goal.claims()) {
      Expr<?> holds = model.eval(claim.holds(), true);
      if (holds instanceof BoolExpr truth && truth.isFalse()) {
        broken.add(line(set, model, claim));
      }
    }
    return new Counterexample(instruction, before, broken);
  }

  private static String line(InstructionSet set, Model model, Claim claim) {
    if (claim.here() == null || claim.bare() == null) {
      return claim.what();
    }
    return "%-24s %-36s %s"
        .formatted(
            claim.what(),
            described(set, claim.what(), value(model, claim.here())),
            described(set, claim.what(), value(model, claim.bare())));
  }

  private static long value(Model model, BitVecExpr term) {
    return model.eval(term, true) instanceof BitVecNum number
        ? number.getBigInteger().longValue()
        : 0;
  }

  /** A value, and what stands in the fields that have names. */
  private static String described(InstructionSet set, String name, long value) {
    String number = "%x".formatted(value);
    if (name.equals(Rv64State.MODE.name()) && value != RESERVED_MODE) {
      return number + " (" + PrivilegeMode.of((int) value) + ")";
    }
    for (StateVariable variable : set.state().variables(StateVariable.Kind.ARCHITECTURAL)) {
      if (name.equals(variable.name()) || name.equals("emulated " + variable.name())) {
        String fields = fields(set, variable, value);
        return fields.isEmpty() ? number : number + " (" + fields + ")";
      }
    }
    return number;
  }

  private static String fields(InstructionSet set, StateVariable variable, long value) {
    List<String> found = new ArrayList<>();
    for (int high = MASK_BITS - 1; high >= 0; high--) {
      for (int low = high; low >= 0; low--) {
        long field = value >>> low & -1L >>> (MASK_BITS - 1 - high + low);
        if (field != 0) {
          set.state()
              .field(variable, high, low)
              .ifPresent(named -> found.add("%s=%x".formatted(shortName(named), field)));
        }
      }
    }
    return String.join(" ", found);
  }

  private static String shortName(Field field) {
    return field.name().substring(field.name().indexOf('.') + 1).toUpperCase(Locale.ROOT);
  }

  /** All of it, each line indented. */
  List<String> lines() {
    List<String> all = new ArrayList<>();
    if (!instruction.isEmpty()) {
      all.add("instruction     " + instruction);
    }
    all.add("in this state   (what is not shown is zero, or does not matter)");
    before.forEach(line -> all.add("  " + line));
    all.add("%-26s %-36s %s".formatted("these differ", "here", "on the bare machine"));
    broken.forEach(line -> all.add("  " + line));
    return all;
  }
}
