package trapeze.isa.theory.rv64;

import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.when;

import java.util.ArrayList;
import java.util.List;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;

/** Machines that RV64 might have been: each one change away from it, with what comes of it. */
public final class Rv64Variants {
  private Rv64Variants() {}

  /**
   * One of them.
   *
   * @param set its definitions
   * @param change what is different
   * @param consequence what that does to a monitor
   * @param first whether the condition of Theorem 1 is still met
   * @param third whether that of Theorem 3 is
   */
  public record Variant(
      InstructionSet set, String change, String consequence, boolean first, boolean third) {
    /** Its name on the command line. */
    public String name() {
      return set.name();
    }
  }

  private static final Expression IN_USER_MODE =
      equal(Rv64State.MODE.whole().get(), constant(PrivilegeMode.U.code(), Rv64State.MODE.width()));

  /** Any mode may read it, none may write it. */
  private static final int USER_READ_ONLY = 0xcc0;

  /** All of them. */
  public static final List<Variant> ALL =
      List.of(
          new Variant(
              named("rv64-wfi-nop", Rv64Variants::waitingInUserModeIsNothing),
              "WFI in U-mode completes at once instead of trapping",
              "A guest's idle loop in virtual S or M runs on in real U-mode: the monitor does not"
                  + " learn that the guest waits, and cannot give the hart to another. A hybrid"
                  + " monitor, which interprets virtual M and S, loses nothing.",
              false,
              true),
          new Variant(
              named("rv64-sfence-open", Rv64Variants::fencesAreOpen),
              "SFENCE.VMA does not trap in U-mode or under TVM",
              "A guest changes its page table and fences, and the monitor, which has to bring its"
                  + " shadow table up to date at that moment, is not told.",
              false,
              false),
          new Variant(
              named("rv64-status-open", Rv64Variants::statusIsReadable),
              "mstatus can be read in U-mode, at an address of its own",
              "A guest sees the monitor's mstatus instead of its own, as on the 68000 with MOVE"
                  + " from SR.",
              false,
              false),
          new Variant(
              named("rv64-no-mtval", Rv64Variants::trapValuesAreNotWritten),
              "mtval and stval are not written by a trap",
              "No verdict changes. A monitor must fetch the instruction that trapped through the"
                  + " guest's page table to learn what it was, and that fetch can itself fail; of a"
                  + " page fault it must compute the address from the registers.",
              true,
              true));

  /** The one with this name. */
  public static Variant of(String name) {
    return ALL.stream()
        .filter(variant -> variant.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no variant " + name));
  }

  /** Changes lists of definitions in place. */
  private interface Change {
    void to(List<Instruction> instructions, List<Csr> csrs, List<Routine> routines);
  }

  private static InstructionSet named(String name, Change change) {
    List<Instruction> instructions = new ArrayList<>(Rv64.SET.instructions());
    List<Csr> csrs = new ArrayList<>(Rv64.SET.csrs());
    List<Routine> routines = new ArrayList<>(Rv64.SET.routines());
    change.to(instructions, csrs, routines);
    return new InstructionSet(
        name, Rv64.SET.state(), instructions, Rv64.SET.compressed(), csrs, routines);
  }

  /** The definition without its first statement, which says where it is illegal. */
  private static List<Statement> unguarded(String instruction) {
    List<Statement> body = Rv64.SET.instruction(instruction).body();
    return body.subList(1, body.size());
  }

  private static void waitingInUserModeIsNothing(
      List<Instruction> instructions, List<Csr> csrs, List<Routine> routines) {
    Statement elsewhere =
        when(not(IN_USER_MODE), Rv64.SET.instruction("wfi").body().toArray(Statement[]::new));
    instructions.replaceAll(
        each -> each.name().equals("wfi") ? with(each, List.of(elsewhere)) : each);
  }

  private static void fencesAreOpen(
      List<Instruction> instructions, List<Csr> csrs, List<Routine> routines) {
    instructions.replaceAll(
        each -> each.name().equals("sfence.vma") ? with(each, unguarded("sfence.vma")) : each);
  }

  private static void statusIsReadable(
      List<Instruction> instructions, List<Csr> csrs, List<Routine> routines) {
    Csr status = Rv64.SET.csr("mstatus");
    csrs.add(
        new Csr(
            "mstatus.open",
            USER_READ_ONLY,
            status.section(),
            status.illegalWhen(),
            status.read(),
            status.readToModify(),
            status.write(),
            status.fields()));
  }

  private static void trapValuesAreNotWritten(
      List<Instruction> instructions, List<Csr> csrs, List<Routine> routines) {
    routines.replaceAll(
        each ->
            each.name().equals("takeTrap")
                ? new Routine(
                    each.name(), each.parameters(), each.resultWidth(), silent(each.body()))
                : each);
  }

  /** The same statements, with zero for a trap value. */
  private static List<Statement> silent(List<Statement> body) {
    return body.stream().map(Rv64Variants::silent).toList();
  }

  private static Statement silent(Statement statement) {
    return switch (statement) {
      case Statement.If(Expression condition, var then, var otherwise) ->
          new Statement.If(condition, silent(then), silent(otherwise));
      case Statement.Set set when isTrapValue(set.field().variable()) ->
          new Statement.Set(set.field(), constant(0, set.field().width()));
      default -> statement;
    };
  }

  private static boolean isTrapValue(StateVariable variable) {
    return variable == Rv64State.MTVAL || variable == Rv64State.STVAL;
  }

  private static Instruction with(Instruction instruction, List<Statement> body) {
    return new Instruction(
        instruction.name(),
        instruction.encoding(),
        instruction.extension(),
        instruction.section(),
        instruction.syntax(),
        body);
  }
}
