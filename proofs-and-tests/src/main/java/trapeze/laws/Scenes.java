package trapeze.laws;

import java.util.List;
import java.util.function.IntFunction;
import trapeze.isa.ir.Operand;

/**
 * Chunks that have to do with each other: an access, a change that concerns it, the access again in
 * the same place. Left to chance alone they would seldom meet.
 */
final class Scenes {
  private Scenes() {}

  /** Scenes of which a mix wants every part. */
  static Draw<List<Chunk>> any(Mix mix) {
    int protects = weight(mix, Kind.PROTECTION);
    int interrupts = weight(mix, Kind.INTERRUPT);
    int remaps = weight(mix, Kind.REMAP);
    int calls = weight(mix, Kind.CSR);
    return Draws.frequencyOf(
        Draws.weight(3 * protects, scene(mix, Privileged::protection, 0)),
        Draws.weight(3 * calls, scene(mix, _ -> Privileged.visibility(), -2)),
        Draws.weight(3 * remaps, remapping(mix)),
        Draws.weight(2 * interrupts, interrupted(mix)),
        Draws.weight(1 * calls, hindered(mix)),
        Draws.weight(1, reserved()),
        Draws.weight(1, acrossPages(mix)),
        Draws.weight(remaps, validating(mix)),
        Draws.weight(protects, fromMachineLevel(mix, protectionOfTables(), Ordinary.access(mix))),
        Draws.weight(protects, fromMachineLevel(mix, Privileged.protection(), PROTECTED)),
        Draws.weight(calls, fromMachineLevel(mix, Privileged.counting(), Privileged.counter())),
        Draws.weight(interrupts, fromMachineLevel(mix, Privileged.pending(), Privileged.counter())),
        Draws.weight(interrupts, fromMachineLevel(mix, CONSOLE, PENDING)));
  }

  /** 1 if a mix wants such things, else 0. */
  private static int weight(Mix mix, Kind kind) {
    return mix.weight(kind) > 0 ? 1 : 0;
  }

  private static final Draw<Chunk> CONSOLE = Draws.just(Privileged.consoleInterrupt());

  private static final Draw<Chunk> PENDING = Privileged.controlRegister(Draws.of(0x344, 0x144));

  private static final Draw<Chunk> PROTECTED =
      Privileged.controlRegister(Draws.integers(0x3b0, 0x3b3));

  /** Something that M arranges, and then something in another mode, or in M. */
  private static Draw<List<Chunk>> fromMachineLevel(Mix mix, Draw<Chunk> first, Draw<Chunk> then) {
    return Draws.combine(first, Paging.enter(mix), Draws.of(true, false), then)
        .as(
            (arranged, entered, enters, done) ->
                enters
                    ? List.of(Privileged.request(3), arranged, entered, done)
                    : List.of(Privileged.request(3), arranged, done));
  }

  /** Keeps walks from a table, or parts of it. */
  private static Draw<Chunk> protectionOfTables() {
    return Draws.integers(0, 8 * Paging.SPACES - 1)
        .map(table -> (int) ((Layout.TABLES - Layout.DATA) / 0x1000) + table)
        .flatMap(Privileged::protection);
  }

  /** An entry that was invalid becomes valid, which needs no fence here. */
  private static Draw<List<Chunk>> validating(Mix mix) {
    return mix.paged().flatMap(space -> scene(mix, space, page -> Paging.validate(space, page), 0));
  }

  /** An interrupt that comes, now or soon, while S or U, or M, is in a loop. */
  private static Draw<List<Chunk>> interrupted(Mix mix) {
    return Draws.combine(Interrupting.any(), mix.space(), mix.below(), Ordinary.loop())
        .as(
            (cause, space, mode, loop) ->
                List.of(Privileged.request(3), cause, Paging.enter(space, mode), loop));
  }

  /** What S may do is taken from it, and S does it. */
  private static Draw<List<Chunk>> hindered(Mix mix) {
    return Draws.combine(
            Draws.of(Hindrance.values()), Draws.of("csrrs", "csrrs", "csrrc"), mix.space())
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
  private static Draw<List<Chunk>> reserved() {
    return Draws.combine(Addresses.data(), Draws.of("w", "d"), Draws.of("ecall", "ebreak"))
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
  private static Draw<List<Chunk>> acrossPages(Mix mix) {
    return Draws.combine(
            Draws.integers(0, Layout.DATA_PAGES - 2),
            mix.space(),
            mix.below(),
            Draws.integers(-2048, 2047))
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

  private static Draw<List<Chunk>> remapping(Mix mix) {
    return mix.paged().flatMap(space -> scene(mix, space, page -> Paging.change(space, page), -2));
  }

  private static Draw<List<Chunk>> scene(Mix mix, IntFunction<Draw<Chunk>> change, int first) {
    return mix.space().flatMap(space -> scene(mix, space, change, first));
  }

  private static Draw<List<Chunk>> scene(
      Mix mix, int space, IntFunction<Draw<Chunk>> change, int first) {
    return Draws.integers(first, Layout.DATA_PAGES - 1)
        .flatMap(page -> scene(mix, space, page, change.apply(page)));
  }

  private static Draw<List<Chunk>> scene(Mix mix, int space, int page, Draw<Chunk> change) {
    Draw<Chunk> access = Ordinary.access(Addresses.page(page));
    return Draws.combine(mix.below(), access, change, access)
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
