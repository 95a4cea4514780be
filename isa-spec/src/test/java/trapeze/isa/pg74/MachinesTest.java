package trapeze.isa.pg74;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import trapeze.isa.state.HartState;

class MachinesTest {
  private final long[] memory = new long[1 << 6];

  private Processor processor(String name) {
    ThirdGeneration machine = Machines.named(name).orElseThrow().machine();
    Registers r = machine.registers();
    HartState state = new HartState(r.space);
    state.set(r.bound, memory.length);
    return new Processor(machine, state, new Ram());
  }

  private final class Ram extends Words {
    @Override
    public void startIo(long device, long word) {}

    @Override
    public boolean hasPhysical(long address) {
      return address < memory.length;
    }

    @Override
    public long readPhysical(long address) {
      return memory[(int) address];
    }

    @Override
    public void writePhysical(long address, long value) {
      memory[(int) address] = value;
    }
  }

  /** What an instruction leaves in the accumulator, in a mode; A starts as all ones. */
  private long accumulator(Processor processor, long mode, String mnemonic, long operand) {
    HartState state = processor.state();
    Registers r = processor.machine().registers();
    state.set(r.mode, mode);
    state.set(r.accumulator, -1);
    assertThat(processor.execute(processor.machine().encode(mnemonic, operand))).isNull();
    return state.get(r.accumulator);
  }

  /** The mode that an instruction leaves. */
  private long mode(Processor processor, long mode, String mnemonic, long operand) {
    accumulator(processor, mode, mnemonic, operand);
    return processor.state().get(processor.machine().registers().mode);
  }

  @Test
  void haveNamesOfTheirOwnAndComeInEverySize() {
    assertThat(Machines.all()).extracting(Variant::name).doesNotHaveDuplicates();
    assertThat(Machines.all())
        .allSatisfy(
            variant -> {
              assertThat(variant.in(Format.TINY).operations())
                  .hasSameSizeAs(variant.machine().operations());
              assertThat(variant.in(new Format(1, 0, 8)).operations()).isNotEmpty();
            });
    assertThat(Machines.named("pg74").orElseThrow().satisfiesTheorem1()).isTrue();
    assertThat(Machines.named("z80")).isEmpty();
  }

  @Test
  void someChangeTheModeInSupervisorModeOnly() {
    memory[5] = 1L << Format.USUAL.modeAt();
    assertThat(mode(processor("pdp10"), Registers.SUPERVISOR, "jrst1", 5)).isEqualTo(1);
    assertThat(mode(processor("x86"), Registers.SUPERVISOR, "popf", 5)).isEqualTo(1);
    assertThat(mode(processor("armv7"), Registers.SUPERVISOR, "msr", 0)).isEqualTo(1);
    assertThat(mode(processor("armv7"), Registers.SUPERVISOR, "cps", 1)).isEqualTo(1);
    assertThat(mode(processor("x86"), Registers.USER, "popf", 6)).isEqualTo(1);
    assertThat(mode(processor("armv7"), Registers.USER, "cps", 0)).isEqualTo(1);
  }

  @Test
  void someTellTheMode() {
    long bit = 1L << Format.USUAL.modeAt();
    assertThat(accumulator(processor("x86"), Registers.USER, "smsw", 0)).isEqualTo(1);
    assertThat(accumulator(processor("m68000"), Registers.USER, "movesr", 0)).isEqualTo(bit);
    memory[5] = 0;
    assertThat(accumulator(processor("x86"), Registers.USER, "lar", 5)).isZero();
    assertThat(accumulator(processor("vax"), Registers.SUPERVISOR, "probe", 5)).isEqualTo(1);
    assertThat(accumulator(processor("vax"), Registers.USER, "probe", 5)).isZero();
    accumulator(processor("vax"), Registers.USER, "movpsl", 6);
    assertThat(memory[6]).isEqualTo(bit);
    accumulator(processor("x86"), Registers.SUPERVISOR, "pushf", 6);
    assertThat(memory[6]).isEqualTo(~bit);
  }

  @Test
  void someTellThePlace() {
    for (String name : new String[] {"x86", "lra", "pdp11"}) {
      Processor processor = processor(name);
      Registers r = processor.machine().registers();
      processor.state().set(r.relocation, 16);
      processor.state().set(r.bound, 32);
      memory[3] = 33;
      memory[19] = 44;
      switch (name) {
        case "x86" -> {
          accumulator(processor, Registers.USER, "sgdt", 2);
          assertThat(memory[18]).isEqualTo(16L << Format.USUAL.relocationAt() | 32);
          assertThat(accumulator(processor, Registers.USER, "smsw", 0)).isEqualTo(3);
        }
        case "lra" -> assertThat(accumulator(processor, Registers.USER, "lra", 3)).isEqualTo(19);
        default -> {
          assertThat(accumulator(processor, Registers.USER, "mfpi", 3)).isEqualTo(44);
          assertThat(accumulator(processor, Registers.SUPERVISOR, "mfpi", 3)).isEqualTo(33);
          assertThat(accumulator(processor, Registers.SUPERVISOR, "mfpi", 70)).isZero();
        }
      }
    }
  }

  @Test
  void whatWasRepairedTraps() {
    for (String[] repaired : new String[][] {{"m68010", "movesr"}, {"s370", "lra"}}) {
      Processor processor = processor(repaired[0]);
      processor.state().set(processor.machine().registers().mode, Registers.USER);
      long word = processor.machine().encode(repaired[1], 0);
      assertThat(processor.execute(word)).isEqualTo(new Trapped(Cause.PRIVILEGED, word));
    }
  }

  @Test
  void pagesAreWhereTheTableSays() {
    ThirdGeneration machine = Machines.named("paged").orElseThrow().in(new Format(4, 0, 32));
    Registers r = machine.registers();
    Processor processor = new Processor(machine, new HartState(r.space), new Ram());
    processor.state().set(r.relocation, 2);
    processor.state().set(r.bound, 2);
    memory[2] = 1 << 4 | 12;
    memory[3] = 8;
    memory[14] = 99;
    assertThat(accumulator(processor, Registers.USER, "load", 2)).isEqualTo(99);
    assertThat(processor.execute(machine.encode("load", 4)))
        .isEqualTo(new Trapped(Cause.MEMORY, 4));
    assertThat(processor.execute(machine.encode("load", 8)))
        .isEqualTo(new Trapped(Cause.MEMORY, 8));
  }
}
