package trapeze.isa.symbolic;

import java.util.List;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.fp.FpFlags;
import trapeze.isa.fp.ReferenceFloat;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.Statement;
import trapeze.isa.state.Environment;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;

/** An outcome's terms evaluated in one state: what they say happens there. */
final class Replay {
  private final long packed;
  private final Environment environment;
  private final Valuation values;

  /** The state that the terms give. */
  final HartState after;

  /** The trap that they give. */
  @Nullable Trap trap;

  Replay(HartState before, long packed, Environment environment) {
    this.packed = packed;
    this.environment = environment;
    this.values = new Valuation(before, packed, environment);
    this.after = before.copy();
    System.arraycopy(before.scratch, 0, after.scratch, 0, after.scratch.length);
  }

  /** Gives a parameter of a routine its value. */
  void bind(Local parameter, long value) {
    values.bind(parameter, value);
  }

  /** Evaluates; gives the routine's result. */
  long run(Outcome outcome) {
    for (Event event : outcome.events()) {
      if (values.isSet(event.guard())) {
        try {
          ask(event);
        } catch (TrapSignal signal) {
          trap = signal.trap();
          assign(event.before());
          return 0;
        }
      }
    }
    if (values.isSet(outcome.raises())) {
      trap = new Trap(false, (int) value(outcome.cause()), value(outcome.trapValue()));
    }
    assign(outcome.state());
    after.pc = value(outcome.pc());
    return outcome.result().isEmpty() ? 0 : value(outcome.result().getFirst());
  }

  private void assign(SymbolicState state) {
    for (StateVariable variable : state.assigned()) {
      after.set(variable, value(state.get(variable)));
    }
    for (RegisterWrite write : state.x()) {
      int number = (int) PackedInstruction.operand(packed, write.register()) & 31;
      if (values.isSet(write.guard())) {
        after.x[number] = value(write.value());
      }
    }
    for (RegisterWrite write : state.f()) {
      int number = (int) PackedInstruction.operand(packed, write.register()) & 31;
      if (values.isSet(write.guard())) {
        after.f[number] = value(write.value());
      }
    }
  }

  private void ask(Event event) {
    List<Local> answers = event.answers();
    switch (event.request()) {
      case Statement.Load load ->
          bind(answers.getFirst(), environment.load(value(load.address()), load.bytes()));
      case Statement.Store store ->
          environment.store(value(store.address()), store.bytes(), value(store.value()));
      case Statement.GuestLoad load ->
          bind(
              answers.getFirst(),
              environment.guestLoad(value(load.address()), load.bytes(), load.executable()));
      case Statement.GuestStore store ->
          environment.guestStore(value(store.address()), store.bytes(), value(store.value()));
      case Statement.Atomic atomic ->
          bind(
              answers.getFirst(),
              environment.atomic(
                  atomic.operator(),
                  value(atomic.address()),
                  atomic.bytes(),
                  value(atomic.operand())));
      case Statement.LoadReserved load ->
          bind(answers.getFirst(), environment.loadReserved(value(load.address()), load.bytes()));
      case Statement.StoreConditional store ->
          bind(
              answers.getFirst(),
              environment.storeConditional(
                  value(store.address()), store.bytes(), value(store.value())));
      case Statement.ReadPhysical read -> {
        long at = value(read.address());
        boolean there = environment.hasPhysical(at);
        bind(answers.get(1), there ? 1 : 0);
        bind(answers.get(0), there ? environment.readPhysical(at) : 0);
      }
      case Statement.HasPhysical has ->
          bind(answers.getFirst(), environment.hasPhysical(value(has.address())) ? 1 : 0);
      case Statement.ReplacePhysical replace ->
          bind(
              answers.getFirst(),
              environment.replacePhysical(
                      value(replace.address()), value(replace.expected()), value(replace.value()))
                  ? 1
                  : 0);
      case Statement.WritePhysical write ->
          environment.writePhysical(value(write.address()), value(write.value()));
      case Statement.Cause cause ->
          environment.effect(
              cause.effect(), cause.arguments().stream().mapToLong(this::value).toArray());
      case Statement.FloatingPoint operation -> compute(operation, answers);
      default -> throw new IllegalArgumentException("no request: " + event.request());
    }
  }

  private void compute(Statement.FloatingPoint operation, List<Local> answers) {
    long[] operands = operation.arguments().stream().mapToLong(this::value).toArray();
    FpFlags raised = new FpFlags();
    long result =
        ReferenceFloat.apply(
            operation.operation(),
            (int) value(operation.roundingMode()),
            operands[0],
            operands.length > 1 ? operands[1] : 0,
            operands.length > 2 ? operands[2] : 0,
            raised);
    bind(answers.get(0), result);
    bind(answers.get(1), raised.bits);
  }

  private long value(Expression term) {
    return values.value(term);
  }
}
