package trapeze.isa.pg74;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import trapeze.isa.state.HartState;

class ProcessorTest {
  private static final ThirdGeneration MACHINE = ThirdGeneration.paper(Format.USUAL);
  private static final Registers R = MACHINE.registers();

  private final long[] memory = new long[64];
  private final List<Long> printed = new ArrayList<>();
  private final HartState state = new HartState(R.space);
  private final Processor processor =
      new Processor(
          MACHINE,
          state,
          new Words() {
            @Override
            public void startIo(long device, long word) {
              printed.add(word);
            }

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
          });

  private void program(int from, String... lines) {
    state.set(R.bound, memory.length);
    state.set(R.counter, from);
    for (int i = 0; i < lines.length; i++) {
      String[] words = lines[i].split(" ");
      memory[from + i] = MACHINE.encode(words[0], words.length > 1 ? Long.parseLong(words[1]) : 0);
    }
  }

  private @Nullable Trapped run() {
    for (int i = 0; i < 1000 && !processor.isHalted(); i++) {
      Trapped trap = processor.step();
      if (trap != null) {
        return trap;
      }
    }
    return null;
  }

  @Test
  void computesAndPrints() {
    memory[40] = 5;
    memory[41] = 41;
    program(8, "lit 37", "add 40", "sio 0", "loadi 41", "jz 14", "halt", "sio 7", "halt");

    assertThat(run()).isNull();
    assertThat(printed).containsExactly(42L);
    assertThat(state.get(R.accumulator)).isEqualTo(41);
    assertThat(processor.isHalted()).isTrue();
  }

  @Test
  void addressesAreRelativeInBothModes() {
    for (long mode : new long[] {Registers.SUPERVISOR, Registers.USER}) {
      program(0, "load 3", "store 4", "load 5");
      System.arraycopy(memory, 0, memory, 16, 3);
      memory[19] = 77;
      state.set(R.mode, mode);
      state.set(R.relocation, 16);
      state.set(R.bound, 5);

      assertThat(run()).isEqualTo(new Trapped(Cause.MEMORY, 5));
      assertThat(memory[20]).isEqualTo(77);
      assertThat(state.get(R.counter)).isEqualTo(2);
    }
  }

  @Test
  void memoryEndsWhereItEnds() {
    program(0, "load 63", "load 64");
    state.set(R.bound, 1 << 16);

    assertThat(run()).isEqualTo(new Trapped(Cause.MEMORY, 64));
  }

  @Test
  void aTrapExchangesTheProgramStatusWord() {
    program(8, "svc 9");
    state.set(R.mode, Registers.USER);
    memory[1] = psw(0, 0, 20, 3, 30);

    processor.take(Objects.requireNonNull(run()));

    assertThat(memory[0]).isEqualTo(psw(Cause.SUPERVISOR_CALL.code(), 1, 9, 0, 64));
    assertThat(state.get(R.mode)).isEqualTo(Registers.SUPERVISOR);
    assertThat(state.get(R.counter)).isEqualTo(20);
    assertThat(state.get(R.relocation)).isEqualTo(3);
    assertThat(state.get(R.bound)).isEqualTo(30);
  }

  @Test
  void whatIsPrivilegedTrapsInUserMode() {
    List<String> trapping = new ArrayList<>();
    for (Operation operation : MACHINE.operations()) {
      program(8, operation.mnemonic() + " 8");
      state.set(R.mode, Registers.USER);
      Trapped trap = processor.execute(memory[8]);
      if (trap != null && trap.cause() == Cause.PRIVILEGED) {
        assertThat(trap.value()).isEqualTo(memory[8]);
        trapping.add(operation.mnemonic());
      }
    }
    assertThat(trapping)
        .containsExactly(
            "lpsw", "lr", "rmode", "smode", "tmode", "halt", "stimer", "rtimer", "sio");
    assertThat(processor.execute(0)).isEqualTo(new Trapped(Cause.PRIVILEGED, 0));
  }

  @Test
  void theTimerCountsInUserModeAndTrapsInPlaceOfAnInstruction() {
    program(8, "lit 2", "stimer", "lit 5", "smode 1", "lit 3", "lit 4");

    assertThat(run()).isEqualTo(new Trapped(Cause.TIMER, 0));
    assertThat(state.get(R.accumulator)).isEqualTo(3);
    assertThat(state.get(R.counter)).isEqualTo(13);
    assertThat(state.get(R.timer)).isZero();
  }

  @Test
  void everyFormatThatFitsMakesAMachine() {
    assertThat(ThirdGeneration.paper(Format.TINY).set().instructions())
        .hasSameSizeAs(Paper.OPERATIONS);
    assertThat(MACHINE.disassemble(MACHINE.encode("load", 12))).isEqualTo("load 12");
    assertThat(MACHINE.disassemble(MACHINE.encode("halt", 0))).isEqualTo("halt");
    assertThat(MACHINE.disassemble(0xff0000)).isEqualTo("0xff0000");
  }

  private static long psw(long cause, long mode, long counter, long relocation, long bound) {
    Format f = Format.USUAL;
    return cause << f.causeAt()
        | mode << f.modeAt()
        | counter << f.counterAt()
        | relocation << f.relocationAt()
        | bound;
  }
}
