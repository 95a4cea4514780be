package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.cause;
import static trapeze.isa.ir.Build.isZero;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.subtract;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.yes;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.pg74.Operation.operation;
import static trapeze.isa.pg74.Registers.get;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import trapeze.isa.ir.BinaryOperator;
import trapeze.isa.ir.Build;
import trapeze.isa.ir.Effect;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * The operations of a machine that satisfies the paper's theorems, just rich enough for a small
 * operating system. The accumulator is called A, the operand n, the word at address n E[n].
 */
public final class Paper {
  private Paper() {}

  static final Operation LIT =
      operation(
          1,
          "lit",
          "A := n",
          (r, e) ->
              List.of(
                  set(r.accumulator, zeroExtend(r.operand(), r.accumulator.width())), r.advance()));

  static final Operation LOAD =
      operation(2, "load", "A := E[n]", (r, e) -> loading(r, e, r.operand(), word -> word));

  static final Operation STORE =
      operation(
          3,
          "store",
          "E[n] := A",
          (r, e) -> List.of(e.write(r.operand(), get(r.accumulator)), r.advance()));

  static final Operation LOAD_INDIRECT =
      operation(
          4,
          "loadi",
          "A := E[E[n]]",
          (r, e) -> {
            Local pointer = e.word("pointer");
            return e.reading(
                pointer,
                r.operand(),
                loading(r, e, r.address(value(pointer)), word -> word).toArray(Statement[]::new));
          });

  static final Operation STORE_INDIRECT =
      operation(
          5,
          "storei",
          "E[E[n]] := A",
          (r, e) -> {
            Local pointer = e.word("pointer");
            return e.reading(
                pointer,
                r.operand(),
                e.write(r.address(value(pointer)), get(r.accumulator)),
                r.advance());
          });

  static final Operation ADD =
      operation(
          6,
          "add",
          "A := A + E[n]",
          (r, e) -> loading(r, e, r.operand(), word -> add(get(r.accumulator), word)));

  static final Operation SUBTRACT =
      operation(
          7,
          "sub",
          "A := A - E[n]",
          (r, e) -> loading(r, e, r.operand(), word -> subtract(get(r.accumulator), word)));

  static final Operation AND =
      operation(
          8,
          "and",
          "A := A and E[n], bit by bit",
          (r, e) -> loading(r, e, r.operand(), word -> and(get(r.accumulator), word)));

  static final Operation SHIFT_RIGHT =
      operation(
          9,
          "shr",
          "A := A shifted right by the low 6 bits of n, zeros coming in",
          (r, e) -> {
            Expression wide = zeroExtend(get(r.accumulator), 64);
            Expression shifted =
                Build.binary(
                    BinaryOperator.SHIFT_RIGHT,
                    wide,
                    zeroExtend(bits(r.operand(), Math.min(6, r.operand().width()) - 1, 0), 64));
            return List.of(
                set(r.accumulator, bits(shifted, r.accumulator.width() - 1, 0)), r.advance());
          });

  static final Operation JUMP =
      operation(10, "jump", "P := n", (r, e) -> List.of(set(r.counter, r.operand())));

  static final Operation JUMP_IF_ZERO =
      operation(
          11,
          "jz",
          "P := n if A = 0",
          (r, e) ->
              List.of(set(r.counter, select(isZero(get(r.accumulator)), r.operand(), r.next()))));

  static final Operation JUMP_IF_NEGATIVE =
      operation(
          12,
          "jn",
          "P := n if the uppermost bit of A is set",
          (r, e) -> {
            int top = r.accumulator.width() - 1;
            return List.of(
                set(r.counter, select(bits(get(r.accumulator), top, top), r.operand(), r.next())));
          });

  static final Operation JUMP_INDIRECT =
      operation(
          13,
          "jumpi",
          "P := E[n]",
          (r, e) -> {
            Local target = e.word("target");
            return e.reading(target, r.operand(), set(r.counter, r.address(value(target))));
          });

  static final Operation CALL =
      operation(
          14,
          "call",
          "E[n] := the address of the next instruction; P := n + 1",
          (r, e) ->
              List.of(
                  e.write(r.operand(), zeroExtend(r.next(), r.accumulator.width())),
                  set(r.counter, add(r.operand(), Build.constant(1, r.format().addressBits())))));

  static final Operation SUPERVISOR_CALL =
      operation(
          15,
          "svc",
          "traps, in either mode; the stored program counter is that of the next instruction",
          (r, e) -> List.of(r.advance(), Cause.SUPERVISOR_CALL.raise(zeroExtend(r.operand(), 64))));

  static final Operation LOAD_PSW =
      operation(
              16,
              "lpsw",
              "M, P, R := the fields of E[n]",
              (r, e) -> {
                Local word = e.word("word");
                return e.reading(word, r.operand(), r.setPsw(value(word)));
              })
          .privileged();

  static final Operation LOAD_R =
      operation(
              17,
              "lr",
              "R := the fields l and b of E[n]; the next instruction is fetched through the new R",
              (r, e) -> {
                Local word = e.word("word");
                return e.reading(
                    word,
                    r.operand(),
                    Stream.concat(Stream.of(r.setR(value(word))), Stream.of(r.advance()))
                        .toArray(Statement[]::new));
              })
          .privileged();

  static final Operation READ_MODE =
      operation(18, "rmode", "A := M", (r, e) -> setting(r, get(r.mode)))
          .withoutOperand()
          .privileged();

  static final Operation SET_MODE =
      operation(
              19,
              "smode",
              "M := the lowest bit of n",
              (r, e) -> List.of(set(r.mode, bits(r.operand(), 0, 0)), r.advance()))
          .privileged();

  static final Operation TEST_MODE =
      operation(
              20,
              "tmode",
              "P := n in supervisor mode",
              (r, e) -> List.of(set(r.counter, select(r.inUserMode(), r.next(), r.operand()))))
          .privileged();

  static final Operation HALT =
      operation(21, "halt", "the machine stops", (r, e) -> List.of(set(r.halted, yes())))
          .withoutOperand()
          .privileged();

  static final Operation SET_TIMER =
      operation(
              22,
              "stimer",
              "the timer traps in place of the A-th instruction from now in user mode; 0 turns it"
                  + " off",
              (r, e) -> List.of(set(r.timer, r.address(get(r.accumulator))), r.advance()))
          .withoutOperand()
          .privileged();

  static final Operation READ_TIMER =
      operation(23, "rtimer", "A := the timer", (r, e) -> setting(r, get(r.timer)))
          .withoutOperand()
          .privileged();

  static final Operation START_IO =
      operation(
              24,
              "sio",
              "gives A to device n; device 0 is the console and prints its low 8 bits",
              (r, e) ->
                  List.of(
                      cause(
                          Effect.START_IO,
                          zeroExtend(r.operand(), 64),
                          zeroExtend(get(r.accumulator), 64)),
                      r.advance()))
          .privileged();

  /** All of them. */
  public static final List<Operation> OPERATIONS =
      List.of(
          LIT,
          LOAD,
          STORE,
          LOAD_INDIRECT,
          STORE_INDIRECT,
          ADD,
          SUBTRACT,
          AND,
          SHIFT_RIGHT,
          JUMP,
          JUMP_IF_ZERO,
          JUMP_IF_NEGATIVE,
          JUMP_INDIRECT,
          CALL,
          SUPERVISOR_CALL,
          LOAD_PSW,
          LOAD_R,
          READ_MODE,
          SET_MODE,
          TEST_MODE,
          HALT,
          SET_TIMER,
          READ_TIMER,
          START_IO);

  /** Sets the accumulator to a narrower value and goes on. */
  static List<Statement> setting(Registers r, Expression narrow) {
    return List.of(set(r.accumulator, zeroExtend(narrow, r.accumulator.width())), r.advance());
  }

  /** Sets the accumulator to a function of a word in memory and goes on. */
  private static List<Statement> loading(
      Registers r, Storage e, Expression relative, UnaryOperator<Expression> function) {
    Local word = e.word("word");
    return e.reading(word, relative, set(r.accumulator, function.apply(value(word))), r.advance());
  }
}
