package trapeze.proofs;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.branch;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.operand;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.word;

import java.util.List;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Field;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.Statement;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;

/**
 * Definitions with a fault, to see that the right proofs fail: of a machine that does not meet the
 * paper's condition, which is then both the bare one and the real one; or of the monitor alone.
 */
enum SeededFault {
  WFI_NOP_IN_U("WFI does nothing in U, instead of trapping") {
    @Override
    Machines machines() {
      return everywhere(Variant.of(Rv64.SET).instruction("wfi", SeededFault::nopInUserMode));
    }
  },
  SRET_NOP_IN_U("SRET does nothing in U, as POPF ignores on x86 what it may not change") {
    @Override
    Machines machines() {
      return everywhere(Variant.of(Rv64.SET).instruction("sret", SeededFault::nopInUserMode));
    }
  },
  MRET_JUMPS_IN_U("MRET in U jumps and does not trap, as the PDP-10's JRST 1") {
    @Override
    Machines machines() {
      Statement jump = new Statement.SetPc(Rv64State.MEPC.whole().get());
      return everywhere(
          Variant.of(Rv64.SET).instruction("mret", usual -> inUserMode(usual, List.of(jump))));
    }
  },
  SFENCE_NOP_IN_U("SFENCE.VMA does nothing in U") {
    @Override
    Machines machines() {
      return everywhere(Variant.of(Rv64.SET).instruction("sfence.vma", SeededFault::nopInUserMode));
    }
  },
  MSTATUS_READABLE("mstatus can be read in any mode, as with SMSW, and MOVE from SR") {
    @Override
    Machines machines() {
      return everywhere(Variant.of(Rv64.SET).instruction("csrrs", SeededFault::mayReadStatus));
    }
  },
  MPP_TAKES_TWO("a write of mstatus may leave the reserved 2 in MPP") {
    @Override
    Machines machines() {
      return everywhere(
          Variant.of(Rv64.SET)
              .write("mstatus", written -> List.of(set(Rv64State.MPP, bits(written, 12, 11)))));
    }
  },
  MTVAL_NOT_WRITTEN("the monitor reflects a trap without its value") {
    @Override
    Machines machines() {
      return inMonitor(
          Variant.of(Rv64.SET)
              .routine("takeTrap", body -> Variant.without(body, Rv64State.MTVAL.whole())));
    }
  },
  MPP_KEPT("the monitor's MRET leaves MPP as it is") {
    @Override
    Machines machines() {
      return inMonitor(
          Variant.of(Rv64.SET)
              .instruction(
                  "mret",
                  usual -> Variant.with(usual, Variant.without(usual.body(), Rv64State.MPP))));
    }
  },
  DIRTY_LOST("the monitor forgets that the guest has made FS Dirty") {
    @Override
    Machines machines() {
      return inMonitor(
          Variant.of(Rv64.SET)
              .routine("savedStatus", _ -> List.of(give(Rv64State.MSTATUS.whole().get()))));
    }
  },
  FLOATING_POINT_ALWAYS_ON("the monitor gives the real hart an FS that is never Off") {
    @Override
    Machines machines() {
      return inMonitor(
          Variant.of(Rv64.SET)
              .routine("projectedStatus", _ -> List.of(give(word(1L << Rv64State.FS.low())))));
    }
  },
  ZEROING_ALWAYS_ON("the monitor lets every guest execute cbo.zero in every mode") {
    @Override
    Machines machines() {
      return inMonitor(
          Variant.of(Rv64.SET)
              .routine(
                  "projectedEnvironment", _ -> List.of(give(word(Rv64State.MENVCFG_CBZE.mask())))));
    }
  },
  SUM_IGNORED("the monitor keeps one shadow table whatever SUM says") {
    @Override
    Machines machines() {
      return inMonitor(
          Variant.of(Rv64.SET)
              .routine("contextOptions", body -> List.of(masked(body, Rv64State.SUM))));
    }
  };

  private final String description;

  SeededFault(String description) {
    this.description = description;
  }

  /** In words. */
  String description() {
    return description;
  }

  /** The name on the command line. */
  String title() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The machines, of which one or more have the fault. */
  abstract Machines machines();

  private static Machines everywhere(Variant variant) {
    InstructionSet set = variant.set();
    return new Machines(set, set, set);
  }

  private static Machines inMonitor(Variant variant) {
    return new Machines(Rv64.SET, Rv64.SET, variant.set());
  }

  private static Instruction nopInUserMode(Instruction usual) {
    return inUserMode(usual, List.of());
  }

  private static Instruction inUserMode(Instruction usual, List<Statement> instead) {
    Expression isUser = Rv64State.MODE.whole().is(0);
    return Variant.with(usual, List.of(branch(isUser, instead, usual.body())));
  }

  /** The access is checked only if it writes, or is to another register. */
  private static Instruction mayReadStatus(Instruction usual) {
    List<Statement> body =
        usual.body().stream()
            .map(
                statement ->
                    statement instanceof Statement.CheckCsr(Expression address, Expression writes)
                        ? branch(
                            and(equal(operand(Operand.CSR), constant(0x300, 12)), not(writes)),
                            List.of(),
                            List.of(new Statement.CheckCsr(address, writes)))
                        : statement)
            .toList();
    return Variant.with(usual, body);
  }

  private static Statement masked(List<Statement> body, Field field) {
    Statement.Return result = (Statement.Return) body.getLast();
    return give(and(result.value(), word(~field.mask())));
  }
}
