package trapeze.laws;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
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
import trapeze.isa.rv64.Deprivileging.Fixed;
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
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;
import trapeze.monitor.design.Execution;
import trapeze.monitor.design.Place;
import trapeze.monitor.sbi.SbiFirmware;
import trapeze.shadow.HostMap;
import trapeze.shadow.Policy;

/**
 * The paravirtual design: a kernel that asks prints what it prints without, for fewer exits; one
 * that does not ask is as under trap-and-emulate; and nothing that a guest asks does it any good.
 */
class ParavirtualCallsLaw {
  private static final long MEMORY = 2L << 20;
  private static final long BASE = VirtRegion.RAM_BASE;
  private static final long CODE = BASE + 0x1000;
  private static final long TABLE = BASE + 0x2000;
  private static final long PAGE = BASE + 0x10000;
  private static final long QUEUED = 88;
  private static final long QUEUE = 1024;
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
    assertThat(keepsToItself(calls, Designs.PARAVIRTUAL)).isTrue();
  }

  @Example
  @Label("a monitor that does not look where its guest's memory ends is found out")
  void seededFault() throws InterruptedException {
    long beyond = BASE + MEMORY;
    List<Call> writes =
        List.of(
            call(0, beyond, PAGE, CODE), // a page in the neighbour's memory
            call(0, -1, 0, 0));
    List<Call> queued =
        List.of(
            call(0, PAGE, PAGE, CODE),
            new Call(List.of(0L, 0L, 0L, 9L, EXTENSION), QUEUE, 1), // write an entry
            new Call(List.of(0L, 0L, 0L, 9L, EXTENSION), QUEUE + 8, beyond),
            new Call(List.of(0L, 0L, 0L, 3L, EXTENSION), QUEUED, 1));
    for (List<Call> calls : List.of(writes, queued)) {
      assertThat(keepsToItself(calls, Designs.PARAVIRTUAL)).isTrue();
      assertThat(keepsToItself(calls, new Unbounded())).isFalse();
    }
  }

  /** The design with a fault: the monitor takes the guest's memory to be twice what it is. */
  private static final class Unbounded implements Design {
    @Override
    public String title() {
      return "unbounded";
    }

    @Override
    public String summary() {
      return "paravirtual, with a fault";
    }

    @Override
    public List<Fixed> configuration() {
      return Designs.PARAVIRTUAL.configuration();
    }

    @Override
    public Execution execution(Place place) {
      HostMap map = place.hostMap();
      HostMap wide = new HostMap(map.guestBase(), map.hostBase(), 2 * map.size());
      return Designs.PARAVIRTUAL.execution(
          new Place(place.virtual(), place.hardware(), wide, place.resources(), place.spaces()));
    }
  }

  private static Call call(int function, long x, long y, long z) {
    return new Call(List.of(x, y, z, (long) function, EXTENSION), 0, 0);
  }

  /** Whether a guest that makes these calls leaves alone what is its neighbour's. */
  private static boolean keepsToItself(List<Call> calls, Design design)
      throws InterruptedException {
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
      VirtualMachine guest = control.define(definition("guest", design));
      VirtualMachine neighbour = control.define(definition("neighbour", design));
      neighbour.board().memory().fill(BASE, MEMORY, (byte) 0x5a);
      load(guest.board(), calls);
      real.harts().getFirst().observe(owners);
      owners.runs(0);
      guest.stepLimit(5000);
      control.start(guest);
      control.stop(neighbour);
      control.run();
      byte[] filled = new byte[(int) MEMORY];
      Arrays.fill(filled, (byte) 0x5a);
      return guest.outcome() != null
          && !(guest.outcome() instanceof Outcome.Failed)
          && Arrays.equals(filled, neighbour.board().memory().read(BASE, (int) MEMORY));
    }
  }

  private static GuestDefinition definition(String name, Design design) {
    return new GuestDefinition(
            name,
            Board.Configuration.USUAL,
            MEMORY,
            GuestDefinition.USUAL_SHARES,
            _ -> {},
            ConsoleSource.SILENT,
            List.of())
        .with(design);
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
