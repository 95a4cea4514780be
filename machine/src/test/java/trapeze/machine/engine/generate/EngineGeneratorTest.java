package trapeze.machine.engine.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static trapeze.isa.definition.Instruction.instruction;
import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.perform;
import static trapeze.isa.ir.Build.set;
import static trapeze.isa.ir.Build.setPc;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.x;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.SmallMachine;
import trapeze.machine.engine.Engine;

/** What the generator makes, and what it refuses to make. */
class EngineGeneratorTest {

  @Test
  void everyMethodIsShortEnoughForHotSpot() {
    EngineGenerator.generate(Rv64.SET)
        .classes()
        .forEach(
            (name, bytes) ->
                ClassFile.of()
                    .parse(bytes)
                    .methods()
                    .forEach(
                        method ->
                            assertThat(
                                    method
                                        .findAttribute(Attributes.code())
                                        .orElseThrow()
                                        .codeLength())
                                .as(name + "." + method.methodName())
                                .isLessThan(8000)));
  }

  @Test
  void sameDefinitionsGiveSameBytes() {
    var first = EngineGenerator.generate(Rv64.SET).classes();
    var second = EngineGenerator.generate(Rv64.SET).classes();
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((name, bytes) -> assertThat(second.get(name)).isEqualTo(bytes));
  }

  @Test
  void aVariantOfTheMachineRunsBesideIt() {
    List<Instruction> instructions = new ArrayList<>(Rv64.SET.instructions());
    int addi = instructions.indexOf(Rv64.SET.instruction("addi"));
    instructions.set(
        addi,
        instruction("addi", "imm[11:0] rs1 000 rd 0010011").does(set(RD, add(x(RS1), word(100)))));
    Engine variant =
        Engine.of(
            new InstructionSet(
                "rv64",
                Rv64State.SPACE,
                instructions,
                List.of(),
                Rv64.SET.csrs(),
                Rv64.SET.routines()));
    SmallMachine machine = new SmallMachine();
    machine.at(SmallMachine.BASE).put("addi", RD, 5, RS1, 0, IMM, 1);
    Hart other = new Hart(variant, SmallMachine.state(), machine.hart.bus(), () -> 0);
    other.state.pc = SmallMachine.BASE;
    other.run(1);
    machine.hart.run(1);
    assertThat(other.state.x[5]).isEqualTo(100);
    assertThat(machine.state.x[5]).isEqualTo(1);
  }

  @Test
  void refusesAnInstructionWhoseRoutineJumps() {
    Routine away = new Routine("away", List.of(), 0, List.of(setPc(word(0))));
    InstructionSet set =
        new InstructionSet(
            "rv64",
            Rv64State.SPACE,
            List.of(instruction("leave", "imm[11:0] rs1 000 rd 0010011").does(perform(away))),
            List.of(),
            List.of(),
            List.of());
    assertThatThrownBy(() -> EngineGenerator.generate(set))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("leave calls away, which sets the pc");
  }

  /** The hart keeps a translation as long as these are unchanged; see {@code HartLoop.refresh}. */
  @Test
  void translationDependsOnNothingThatItsCachesForget() {
    Footprint translation = new Footprint();
    for (String name : List.of("translate", "protection", "dataMode")) {
      translation.include(Footprint.of(Rv64.SET.routine(name).body()));
    }
    for (StateVariable variable : Rv64State.SPACE.variables(StateVariable.Kind.ARCHITECTURAL)) {
      long known =
          switch (variable.name()) {
            case "mode", "satp", "virtual", "vsatp", "hgatp" -> -1;
            case "mstatus" ->
                Rv64State.SUM.mask()
                    | Rv64State.MXR.mask()
                    | Rv64State.MPRV.mask()
                    | Rv64State.MPP.mask()
                    | Rv64State.MPV.mask();
            case "vsstatus" -> Rv64State.VS_SUM.mask() | Rv64State.VS_MXR.mask();
            case "henvcfg" -> Rv64State.HENVCFG_ADUE.mask() | Rv64State.HENVCFG_PBMTE.mask();
            case "menvcfg" -> Rv64State.MENVCFG_ADUE.mask() | Rv64State.MENVCFG_PBMTE.mask();
            default -> variable.name().startsWith("pmp") ? -1 : 0;
          };
      assertThat(translation.bitsRead(variable) & ~known).as(variable.name()).isZero();
    }
  }

  @Test
  void anInstructionThatChangesWhatTheLoopReliesOnStopsIt() {
    Attention attention = new Attention(Rv64.SET);
    assertThat(attention.isNeededAfter(footprint("mret"))).isTrue();
    assertThat(attention.isNeededAfter(footprint("sret"))).isTrue();
    assertThat(attention.isNeededAfter(footprint("addi"))).isFalse();
    assertThat(attention.isNeededAfter(footprint("fadd.d"))).isFalse();
  }

  private static Footprint footprint(String mnemonic) {
    return Footprint.of(Rv64.SET.instruction(mnemonic).body());
  }
}
