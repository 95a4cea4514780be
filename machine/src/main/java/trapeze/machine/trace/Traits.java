package trapeze.machine.trace;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;

/**
 * What a definition says of all instances of an instruction.
 *
 * @param integers operands that name integer registers which it assigns
 * @param floats operands that name floating-point registers which it assigns
 * @param namesCsr whether it has a CSR for an operand
 * @param setsVariables whether it may set state variables, by itself or by what it performs
 * @param computes whether it has floating-point arithmetic, which accrues flags
 */
record Traits(
    List<Operand> integers,
    List<Operand> floats,
    boolean namesCsr,
    boolean setsVariables,
    boolean computes) {

  static Traits of(Instruction instruction) {
    List<Operand> integers = new ArrayList<>();
    List<Operand> floats = new ArrayList<>();
    List<Statement> all = Traversal.statements(instruction.body()).toList();
    boolean sets = false;
    boolean computes = false;
    for (Statement statement : all) {
      switch (statement) {
        case Statement.SetX(Operand register, var _) -> integers.add(register);
        case Statement.SetF(Operand register, var _) -> floats.add(register);
        case Statement.Set _, Statement.WriteCsr _, Statement.Perform _ -> sets = true;
        case Statement.FloatingPoint _ -> computes = true;
        default -> {}
      }
    }
    return new Traits(
        integers.stream().distinct().toList(),
        floats.stream().distinct().toList(),
        instruction.encoding().operands().contains(Operand.CSR),
        sets || computes,
        computes);
  }
}
