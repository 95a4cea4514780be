package trapeze.laws;

import java.util.List;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import trapeze.isa.ir.Operand;

/**
 * Chunks that have to do with each other: an access, a change that concerns it, the access again in
 * the same place. Left to chance alone they would seldom meet.
 */
final class Scenes {
  private Scenes() {}

  static Arbitrary<List<Chunk>> any() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, scene(Privileged::protection, 0)),
        Tuple.of(3, scene(_ -> Privileged.visibility(), -2)),
        Tuple.of(3, remapping()),
        Tuple.of(2, interrupted()),
        Tuple.of(1, hindered()),
        Tuple.of(1, reserved()),
        Tuple.of(1, acrossPages()),
        Tuple.of(1, validating()),
        Tuple.of(1, fromMachineLevel(protectionOfTables(), Ordinary.access())),
        Tuple.of(1, fromMachineLevel(Privileged.protection(), PROTECTED)),
        Tuple.of(1, fromMachineLevel(Privileged.counting(), Privileged.counter())),
        Tuple.of(1, fromMachineLevel(Privileged.pending(), Privileged.counter())),
        Tuple.of(1, fromMachineLevel(CONSOLE, PENDING)));
  }

  private static final Arbitrary<Chunk> CONSOLE = Arbitraries.just(Privileged.consoleInterrupt());

  private static final Arbitrary<Chunk> PENDING =
      Privileged.controlRegister(Arbitraries.of(0x344, 0x144));

  private static final Arbitrary<Chunk> PROTECTED =
      Privileged.controlRegister(Arbitraries.integers().between(0x3b0, 0x3b3));

  /** Something that M arranges, and then something in another mode, or in M. */
  private static Arbitrary<List<Chunk>> fromMachineLevel(
      Arbitrary<Chunk> first, Arbitrary<Chunk> then) {
    return Combinators.combine(first, Paging.enter(), Arbitraries.of(true, false), then)
        .as(
            (arranged, entered, enters, done) ->
                enters
                    ? List.of(Privileged.request(3), arranged, entered, done)
                    : List.of(Privileged.request(3), arranged, done));
  }

  /** Keeps walks from a table, or parts of it. */
  private static Arbitrary<Chunk> protectionOfTables() {
    return Arbitraries.integers()
        .between(0, 8 * Paging.SPACES - 1)
        .map(table -> (int) ((Layout.TABLES - Layout.DATA) / 0x1000) + table)
        .flatMap(Privileged::protection);
  }

  /** An entry that was invalid becomes valid, which needs no fence here. */
  private static Arbitrary<List<Chunk>> validating() {
    return Arbitraries.integers()
        .between(0, Paging.SPACES - 1)
        .flatMap(space -> scene(space, page -> Paging.validate(space, page), 0));
  }

  /** An interrupt that comes, now or soon, while S or U, or M, is in a loop. */
  private static Arbitrary<List<Chunk>> interrupted() {
    return Combinators.combine(
            Interrupting.any(),
            Arbitraries.integers().between(-1, Paging.SPACES - 1),
            Arbitraries.of(1, 0),
            Ordinary.loop())
        .as(
            (cause, space, mode, loop) ->
                List.of(Privileged.request(3), cause, Paging.enter(space, mode), loop));
  }

  /** What S may do is taken from it, and S does it. */
  private static Arbitrary<List<Chunk>> hindered() {
    return Combinators.combine(
            Arbitraries.of(Hindrance.values()),
            Arbitraries.of("csrrs", "csrrs", "csrrc"),
            Arbitraries.integers().between(-1, Paging.SPACES - 1))
        .as(
            (hindrance, change, space) -> {
              Code code = new Code().load(5, hindrance.bit).csr(change, 0, 0x300, 5);
              return List.of(
                  Privileged.request(3),
                  new Chunk("hinder", code.words()),
                  Paging.enter(space, 1),
                  new Chunk("hindered", List.of(hindrance.word)));
            });
  }

  /** TVM, TW and TSR of {@code mstatus}, and an instruction that each is about. */
  private enum Hindrance {
    READ_TABLES(1 << 20, Code.bits("csrrs", Operand.RD, 6, Operand.CSR, 0x180, Operand.RS1, 0)),
    FENCE(1 << 20, Code.bits("sfence.vma", Operand.RS1, 0, Operand.RS2, 0)),
    WAIT(1 << 21, Code.bits("wfi")),
    RETURN(1 << 22, Code.bits("sret"));

    private final long bit;
    private final int word;

    Hindrance(long bit, int word) {
      this.bit = bit;
      this.word = word;
    }
  }

  /** A reservation, a trap, and the SC behind it. */
  private static Arbitrary<List<Chunk>> reserved() {
    return Combinators.combine(
            Addresses.data(), Arbitraries.of("w", "d"), Arbitraries.of("ecall", "ebreak"))
        .as(
            (address, width, trap) -> {
              Code first = new Code().load(5, address & -8);
              first.put("lr." + width, Operand.RD, 6, Operand.RS1, 5).put(trap);
              Code then = new Code().load(5, address & -8);
              then.put("sc." + width, Operand.RD, 7, Operand.RS1, 5, Operand.RS2, 5);
              return List.of(
                  new Chunk("reserve and trap", first.words()), new Chunk("store", then.words()));
            });
  }

  /** An instruction that lies across two pages of data, made by M and executed in any mode. */
  private static Arbitrary<List<Chunk>> acrossPages() {
    return Combinators.combine(
            Arbitraries.integers().between(0, Layout.DATA_PAGES - 2),
            Arbitraries.integers().between(-1, Paging.SPACES - 1),
            Arbitraries.of(1, 0),
            Arbitraries.integers().between(-2048, 2047))
        .as(
            (page, space, mode, amount) -> {
              long at = Layout.DATA + page * 0x1000L + 0xffe;
              int word = Code.bits("addi", Operand.RD, 12, Operand.RS1, 12, Operand.IMM, amount);
              Code make = new Code().load(5, at).load(6, word).load(7, 0x8082);
              make.store("sh", 6, 5, 0).shift("srli", 6, 6, 16).store("sh", 6, 5, 2);
              make.store("sh", 7, 5, 4).put("fence.i");
              return List.of(
                  Privileged.request(3),
                  new Chunk("make an instruction", make.words()),
                  Paging.enter(space, mode),
                  new Chunk(
                      "across pages", new Code().load(5, at).immediate("jalr", 1, 5, 0).words()));
            });
  }

  private static Arbitrary<List<Chunk>> remapping() {
    return Arbitraries.integers()
        .between(0, Paging.SPACES - 1)
        .flatMap(space -> scene(space, page -> Paging.change(space, page), -2));
  }

  private static Arbitrary<List<Chunk>> scene(IntFunction<Arbitrary<Chunk>> change, int first) {
    return Arbitraries.integers()
        .between(-1, Paging.SPACES - 1)
        .flatMap(space -> scene(space, change, first));
  }

  private static Arbitrary<List<Chunk>> scene(
      int space, IntFunction<Arbitrary<Chunk>> change, int first) {
    return Arbitraries.integers()
        .between(first, Layout.DATA_PAGES - 1)
        .flatMap(page -> scene(space, page, change.apply(page)));
  }

  private static Arbitrary<List<Chunk>> scene(int space, int page, Arbitrary<Chunk> change) {
    Arbitrary<Chunk> access = Ordinary.access(Addresses.page(page));
    return Combinators.combine(Arbitraries.of(0, 1), access, change, access)
        .as(
            (mode, before, changed, after) ->
                List.of(
                    Privileged.request(3),
                    Paging.enter(space, mode),
                    before,
                    Privileged.request(3),
                    changed,
                    Paging.enter(space, mode),
                    after));
  }
}
