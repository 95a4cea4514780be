package trapeze.console.litmus.run;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.AtomicOperator;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Statement.Atomic;
import trapeze.isa.ir.Statement.Cause;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.Hart;
import trapeze.machine.board.HartFactory;
import trapeze.machine.engine.Engine;

/** Machines that are wrong, which the litmus tests must notice. */
public enum Mutant {
  /** A fence that orders nothing. */
  NO_FENCES {
    @Override
    List<Statement> change(List<Statement> body) {
      return body.stream()
          .filter(each -> !(each instanceof Cause cause && cause.effect() == Effect.FENCE))
          .toList();
    }
  },
  /** AMOSWAP as a load and a store, between which others may come. */
  TORN_SWAP {
    @Override
    List<Statement> change(List<Statement> body) {
      return body.stream()
          .flatMap(
              each ->
                  each instanceof Atomic swap && swap.operator() == AtomicOperator.SWAP
                      ? torn(swap).stream()
                      : Stream.of(each))
          .toList();
    }
  };

  private static List<Statement> torn(Atomic swap) {
    return List.of(
        new Statement.Load(swap.old(), swap.bytes(), swap.address()),
        new Statement.Store(swap.bytes(), swap.address(), swap.operand()));
  }

  /** What becomes of an instruction's definition. */
  abstract List<Statement> change(List<Statement> body);

  /** Harts that execute the changed definitions. */
  public HartFactory factory() {
    UnaryOperator<Instruction> changed =
        each ->
            new Instruction(
                each.name(),
                each.encoding(),
                each.extension(),
                each.section(),
                each.syntax(),
                change(each.body()));
    InstructionSet set =
        new InstructionSet(
            Rv64.SET.name(),
            Rv64.SET.state(),
            Rv64.SET.instructions().stream().map(changed).toList(),
            Rv64.SET.compressed(),
            Rv64.SET.csrs(),
            Rv64.SET.routines());
    Engine engine = Engine.of(set);
    return (state, bus, clock) -> new Hart(engine, state, bus, clock);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
