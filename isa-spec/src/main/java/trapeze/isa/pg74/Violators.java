package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.branch;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.pg74.Operation.operation;
import static trapeze.isa.pg74.Registers.get;

import java.util.List;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * Instructions of machines that were built, each cut down to what makes it sensitive. Where a
 * machine kept the mode in a status word with other bits, the accumulator stands for those others
 * and the mode has its place in a program status word.
 */
final class Violators {
  private Violators() {}

  /** PDP-10: in user mode only a jump. */
  static final Operation JRST_1 =
      operation(
          25,
          "jrst1",
          "M := user; P := n. PDP-10, JRST 1.",
          (r, e) -> List.of(set(r.mode, constant(Registers.USER, 1)), set(r.counter, r.operand())));

  static final Operation SMSW =
      operation(
              26,
              "smsw",
              "A := M, and above it whether R relocates at all. 80286 and later, SMSW.",
              (r, e) -> Paper.setting(r, concatenate(isNotZero(get(r.relocation)), get(r.mode))))
          .withoutOperand();

  static final Operation PUSHF =
      operation(
          27,
          "pushf",
          "E[n] := A with M in the place of the mode. 8086 and later, PUSHF.",
          (r, e) -> {
            int width = r.accumulator.width();
            Expression others =
                and(
                    get(r.accumulator),
                    constant(r.format().wordMask() & ~(1L << r.format().modeAt()), width));
            return List.of(
                e.write(r.operand(), or(others, zeroExtend(statusWord(r), width))), r.advance());
          });

  static final Operation POPF =
      operation(
          28,
          "popf",
          "A := E[n]; in supervisor mode also M := its mode. 80286 and later, POPF.",
          (r, e) -> {
            Local word = e.word("word");
            return e.reading(
                word,
                r.operand(),
                set(r.accumulator, value(word)),
                when(not(r.inUserMode()), set(r.mode, r.part(value(word), r.mode))),
                r.advance());
          });

  static final Operation SGDT =
      operation(
          29,
          "sgdt",
          "E[n] := R. 80286 and later, SGDT, SIDT, SLDT and STR.",
          (r, e) -> {
            Expression pair = concatenate(get(r.relocation), get(r.bound));
            return List.of(
                e.write(r.operand(), zeroExtend(pair, r.accumulator.width())), r.advance());
          });

  static final Operation LAR =
      operation(
          30,
          "lar",
          "A := E[n] if its mode is not more privileged than M, else 0. 80286 and later, LAR.",
          (r, e) -> {
            Local word = e.word("word");
            return e.reading(
                word,
                r.operand(),
                set(
                    r.accumulator,
                    select(
                        permits(r, value(word)), value(word), constant(0, r.accumulator.width()))),
                r.advance());
          });

  static final Operation MOVE_FROM_SR =
      operation(
              31,
              "movesr",
              "A := M, in the place of the mode. 68000, MOVE from SR.",
              (r, e) -> Paper.setting(r, statusWord(r)))
          .withoutOperand();

  static final Operation MSR =
      operation(
              32,
              "msr",
              "M := the mode in A; nothing in user mode. ARMv7, MSR CPSR_c.",
              (r, e) ->
                  List.of(
                      when(not(r.inUserMode()), set(r.mode, r.part(get(r.accumulator), r.mode))),
                      r.advance()))
          .withoutOperand();

  static final Operation CPS =
      operation(
          33,
          "cps",
          "M := the lowest bit of n; nothing in user mode. ARMv6 and ARMv7, CPS.",
          (r, e) ->
              List.of(
                  when(not(r.inUserMode()), set(r.mode, bits(r.operand(), 0, 0))), r.advance()));

  static final Operation MOVPSL =
      operation(
          34,
          "movpsl",
          "E[n] := M, in the place of the mode. VAX, MOVPSL.",
          (r, e) ->
              List.of(
                  e.write(r.operand(), zeroExtend(statusWord(r), r.accumulator.width())),
                  r.advance()));

  static final Operation PROBE =
      operation(
          35,
          "probe",
          "A := 1 if the mode of E[n] is not more privileged than M, else 0. VAX, PROBER and"
              + " PROBEW.",
          (r, e) -> {
            Local word = e.word("word");
            return e.reading(
                word,
                r.operand(),
                Paper.setting(r, permits(r, value(word))).toArray(Statement[]::new));
          });

  static final Operation LOAD_REAL_ADDRESS =
      operation(
          36,
          "lra",
          "A := the physical address of n. IBM 360/67 and System/370, LRA.",
          (r, e) -> {
            Local physical = new Local("physical", 64);
            return List.of(
                let(physical, call(e.locate, r.operand())),
                set(r.accumulator, bits(value(physical), r.accumulator.width() - 1, 0)),
                r.advance());
          });

  static final Operation MOVE_FROM_PREVIOUS =
      operation(
          37,
          "mfpi",
          "A := E[n] in user mode; in supervisor mode the word at the physical address n, or 0"
              + " where there is none. PDP-11/45, MFPI.",
          (r, e) -> {
            Local physical = new Local("physical", 64);
            Local present = new Local("present", 1);
            Local word = e.word("word");
            int width = r.accumulator.width();
            return List.of(
                branch(
                    r.inUserMode(),
                    e.reading(word, r.operand(), set(r.accumulator, value(word))),
                    List.of(
                        new Statement.ReadPhysical(physical, present, zeroExtend(r.operand(), 64)),
                        set(
                            r.accumulator,
                            select(
                                value(present),
                                bits(value(physical), width - 1, 0),
                                constant(0, width))))),
                r.advance());
          });

  /** A word in which nothing but the mode is set. */
  private static Expression statusWord(Registers r) {
    return concatenate(get(r.mode), constant(0, r.format().modeAt()));
  }

  /** One bit: whether the mode in a word is M or less privileged. */
  private static Expression permits(Registers r, Expression word) {
    return or(not(r.inUserMode()), r.part(word, r.mode));
  }
}
