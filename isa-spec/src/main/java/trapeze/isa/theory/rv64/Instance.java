package trapeze.isa.theory.rv64;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.HypervisorLevel;

/**
 * What a verdict is about: an instruction, of those that access a CSR together with the CSR and
 * with what they do to it.
 *
 * @param instruction the instruction
 * @param csr the register that it accesses
 * @param fixed operands with their values, the others may be anything
 * @param text as assembly
 */
public record Instance(
    Instruction instruction, Optional<Csr> csr, Map<Operand, Long> fixed, String text) {

  private static final long SOURCE = 6;
  private static final long DESTINATION = 5;

  /** What an access does, with the operands that make it do so. */
  private record Access(String mnemonic, String text, Map<Operand, Long> operands) {}

  /** Four that stand for all: clearing is setting, an immediate is a register. */
  private static final List<Access> ACCESSES =
      List.of(
          new Access("csrrs", "csrrs x5, %s, x0", Map.of(Operand.RD, DESTINATION, Operand.RS1, 0L)),
          new Access("csrrw", "csrrw x0, %s, x6", Map.of(Operand.RD, 0L, Operand.RS1, SOURCE)),
          new Access(
              "csrrw", "csrrw x5, %s, x6", Map.of(Operand.RD, DESTINATION, Operand.RS1, SOURCE)),
          new Access(
              "csrrs", "csrrs x5, %s, x6", Map.of(Operand.RD, DESTINATION, Operand.RS1, SOURCE)));

  private static final List<Access> OTHERS =
      List.of(
          new Access(
              "csrrc", "csrrc x5, %s, x6", Map.of(Operand.RD, DESTINATION, Operand.RS1, SOURCE)),
          new Access("csrrc", "csrrc x5, %s, x0", Map.of(Operand.RD, DESTINATION, Operand.RS1, 0L)),
          new Access(
              "csrrsi", "csrrsi x5, %s, 31", Map.of(Operand.RD, DESTINATION, Operand.ZIMM, 31L)),
          new Access(
              "csrrsi", "csrrsi x5, %s, 0", Map.of(Operand.RD, DESTINATION, Operand.ZIMM, 0L)),
          new Access(
              "csrrci", "csrrci x5, %s, 31", Map.of(Operand.RD, DESTINATION, Operand.ZIMM, 31L)),
          new Access("csrrwi", "csrrwi x0, %s, 31", Map.of(Operand.RD, 0L, Operand.ZIMM, 31L)));

  /** Every instruction; of an access to a CSR, that to every CSR in four ways. */
  public static List<Instance> all(InstructionSet set) {
    List<Instance> found = new ArrayList<>();
    for (Instruction instruction : set.instructions()) {
      if (!instruction.encoding().operands().contains(Operand.CSR)) {
        found.add(new Instance(instruction, Optional.empty(), Map.of(), instruction.name()));
      }
    }
    HypervisorLevel.othersOf(set)
        .forEach(csr -> ACCESSES.forEach(access -> found.add(of(set, csr, access))));
    return found;
  }

  /** The other ways to access a CSR. */
  public static List<Instance> others(InstructionSet set, Csr csr) {
    return OTHERS.stream().map(access -> of(set, csr, access)).toList();
  }

  private static Instance of(InstructionSet set, Csr csr, Access access) {
    Map<Operand, Long> fixed = new EnumMap<>(access.operands());
    fixed.put(Operand.CSR, (long) csr.address());
    return new Instance(
        set.instruction(access.mnemonic()),
        Optional.of(csr),
        fixed,
        access.text().formatted(csr.name()));
  }

  @Override
  public String toString() {
    return text;
  }
}
