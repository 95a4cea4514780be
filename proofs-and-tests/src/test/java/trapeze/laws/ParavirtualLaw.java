package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import trapeze.machine.board.Board;
import trapeze.machine.board.HartFactory;
import trapeze.machine.board.Outcome;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.Allocator;
import trapeze.monitor.ControlProgram;
import trapeze.monitor.GuestDefinition;
import trapeze.monitor.Parts;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.design.Designs;
import trapeze.monitor.sbi.SbiFirmware;
import trapeze.shadow.Policy;

/**
 * The paravirtual design: a kernel that asks prints what it prints without, for fewer exits; one
 * that does not ask is as under trap-and-emulate; and nothing that a guest asks does it any good.
 */
class ParavirtualLaw {
  private static final long MEMORY = 1L << 20;
  private static final long BASE = VirtRegion.RAM_BASE;
  private static final long CODE = BASE + 0x1000;
  private static final long TABLE = BASE + 0x2000;
  private static final long PAGE = BASE + 0x10000;
  private static final int CALL_BYTES = 56;
  private static final long EXTENSION = 0x0a00_5452;
  private static final int S0 = 8;
  private static final int S1 = 9;
  private static final int T1 = 6;
  private static final int T2 = 7;
  private static final int A0 = 10;

  @Example
  @Label("the same kernel prints the same, and its exits are less than a third")
  void sameConsoleFewerExits() throws InterruptedException {
    ParavirtualRun without = ParavirtualRun.of("sprig-pv", "", Designs.TRAP_AND_EMULATE);
    ParavirtualRun with = ParavirtualRun.of("sprig-pv", "", Designs.PARAVIRTUAL);
    assertThat(with.outcome()).isEqualTo(without.outcome()).isEqualTo(new Outcome.Ended(0));
    assertThat(with.console()).isEqualTo(without.console()).contains("runner A: lap 4 of 4");
    assertThat(with.exits()).isLessThan(without.exits() / 3);
    assertThat(with.emulated()).doesNotContainKey("sret");
  }

  @Example
  @Label("a kernel that does not ask cannot tell the design from trap-and-emulate, nor its cost")
  void notAskedIsNotThere() throws InterruptedException {
    assertThat(ParavirtualRun.of("sprig-sbi", "", Designs.PARAVIRTUAL))
        .isEqualTo(ParavirtualRun.of("sprig-sbi", "", Designs.TRAP_AND_EMULATE));
  }

  /**
   * One call of a hostile guest.
   *
   * @param arguments a0, a1, a2, a6, a7
   * @param at where in the shared page it writes before, in bytes
   * @param word what it writes there
   */
  record Call(List<Long> arguments, long at, long word) {}

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE, seed = Laws.SEED)
  @Label("whatever is asked and whatever the page says, only the guest's own memory is touched")
  void resourceControl(@ForAll("calls") List<Call> calls) throws InterruptedException {
    try (Arena arena = Arena.ofShared()) {
      long needed = 2 * Allocator.needs(MEMORY, 1) + (4L << 20);
      Board real =
          new Board(
              Board.Configuration.USUAL,
              PhysicalMemory.allocate(arena, BASE, needed),
              HartFactory.REAL,
              _ -> {},
              ConsoleSource.SILENT,
              List.of());
      Ownership owners = new Ownership(Parts.USUAL);
      ControlProgram control = new ControlProgram(real, Policy.CACHED, owners);
      VirtualMachine guest = control.define(definition("guest"));
      PhysicalMemory neighbour = control.define(definition("neighbour")).board().memory();
      neighbour.fill(BASE, MEMORY, (byte) 0x5a);
      load(guest.board(), calls);
      real.harts().getFirst().observe(owners);
      owners.runs(0);
      guest.stepLimit(5000);
      control.start(guest);
      control.stop(control.machines().get(1));
      control.run();
      assertThat(guest.outcome()).isNotInstanceOf(Outcome.Failed.class).isNotNull();
      byte[] left = new byte[(int) MEMORY];
      neighbour.read(BASE, ByteBuffer.wrap(left));
      byte[] filled = new byte[(int) MEMORY];
      Arrays.fill(filled, (byte) 0x5a);
      assertThat(left).isEqualTo(filled);
    }
  }

  private static GuestDefinition definition(String name) {
    return new GuestDefinition(
            name,
            Board.Configuration.USUAL,
            MEMORY,
            GuestDefinition.USUAL_SHARES,
            _ -> {},
            ConsoleSource.SILENT,
            List.of())
        .with(Designs.PARAVIRTUAL);
  }

  /** A loop that writes a word into the page, and calls, with what a table says. */
  private static void load(Board board, List<Call> calls) {
    int[] code = {
      load(A0, 0),
      load(A0 + 1, 8),
      load(A0 + 2, 16),
      load(A0 + 6, 24),
      load(A0 + 7, 32),
      load(T1, 40),
      load(T2, 48),
      S1 << 20 | T1 << 15 | T1 << 7 | 0x33, // add t1, t1, s1
      T2 << 20 | T1 << 15 | 3 << 12 | 0x23, // sd t2, 0(t1)
      CALL_BYTES << 20 | S0 << 15 | S0 << 7 | 0x13, // addi s0, s0, 56
      0x73, // ecall
      0xfd5ff06f, // j .-44
    };
    PhysicalMemory memory = board.memory();
    for (int i = 0; i < code.length; i++) {
      memory.putInt(CODE + 4L * i, code[i]);
    }
    long at = TABLE;
    for (Call call : calls) {
      for (int i = 0; i < 5; i++) {
        memory.putLong(at + 8L * i, call.arguments().get(i));
      }
      memory.putLong(at + 40, call.at());
      memory.putLong(at + 48, call.word());
      at += CALL_BYTES;
    }
    new SbiFirmware(board, _ -> {}, ConsoleSource.SILENT).start(CODE, 0);
    board.harts().getFirst().state.x[S0] = TABLE;
    board.harts().getFirst().state.x[S1] = PAGE;
  }

  private static int load(int register, int offset) {
    return offset << 20 | S0 << 15 | 3 << 12 | register << 7 | 0x03;
  }

  @Provide
  Arbitrary<List<Call>> calls() {
    Arbitrary<Long> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                PAGE, CODE, TABLE, BASE, BASE + MEMORY, BASE + MEMORY - 8, BASE + MEMORY - 4096),
            Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, PAGE + 4, 8L << 60),
            Arbitraries.longs().between(0, 100),
            Arbitraries.longs());
    Arbitrary<Long> functions =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.longs().between(0, 6)), Tuple.of(1, Arbitraries.longs()));
    Arbitrary<List<Long>> arguments =
        Combinators.combine(values, values, values, functions)
            .as((x, y, z, function) -> List.of(x, y, z, function, EXTENSION));
    Arbitrary<Long> offsets =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 11).map(word -> 8 * word),
            Arbitraries.longs().between(128, 140).map(word -> 8 * word));
    Call attach = new Call(List.of(PAGE, PAGE, CODE, 0L, EXTENSION), 0, 0);
    return Combinators.combine(arguments, offsets, values)
        .as(Call::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .map(
            drawn -> {
              List<Call> all = new ArrayList<>(drawn);
              all.addFirst(attach);
              return all;
            });
  }
}
