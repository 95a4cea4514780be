package trapeze.laws;

import java.util.ArrayList;
import java.util.List;

/** Chunks of guests' that have to do with each other. */
final class GuestScenes {
  private GuestScenes() {}

  /** One of them. */
  static Draw<List<Chunk>> any(Mix mix) {
    return Draws.frequencyOf(
        Draws.weight(4, remapped(mix)),
        Draws.weight(3, remappedSpace(mix)),
        Draws.weight(3, accessed(mix)),
        Draws.weight(4, hindered(mix)),
        Draws.weight(3, interrupted(mix, GuestLevel.interrupts())),
        Draws.weight(2, interrupted(mix, GuestLevel.timer())),
        Draws.weight(2, visible(mix)),
        Draws.weight(1, lent(mix)),
        Draws.weight(1, switched(mix)));
  }

  private static List<Chunk> joined(List<Chunk> first, Chunk... others) {
    List<Chunk> all = new ArrayList<>(first);
    all.addAll(List.of(others));
    return all;
  }

  private static List<Chunk> joined(List<Chunk> first, List<Chunk> then, Chunk... others) {
    List<Chunk> all = new ArrayList<>(first);
    all.addAll(then);
    return joined(all, others);
  }

  /** An access from a guest, a change of what is behind its memory, the access again. */
  private static Draw<List<Chunk>> remapped(Mix mix) {
    return Draws.combine(
            mix.pagedGuest(),
            mix.space(),
            mix.guestMode(),
            Draws.integers(-2, Layout.DATA_PAGES - 1))
        .as(
            (guest, space, mode, page) ->
                Draws.combine(
                        GuestPaging.enter(guest, space, mode),
                        Ordinary.access(Addresses.page(page)),
                        Draws.frequencyOf(
                            Draws.weight(3, GuestPaging.change(guest, page)),
                            Draws.weight(
                                1,
                                Draws.integers(-2 - 8 * Paging.SPACES, -3)
                                    .flatMap(table -> GuestPaging.change(guest, table)))),
                        GuestPaging.enter(guest, space, mode),
                        Ordinary.access(Addresses.page(page)))
                    .as(
                        (entered, before, changed, again, after) ->
                            joined(
                                joined(entered, before, Privileged.request(3), changed),
                                again,
                                after)))
        .flatMap(each -> each);
  }

  /** The same with a change of its own tables, made by M. */
  private static Draw<List<Chunk>> remappedSpace(Mix mix) {
    return Draws.combine(
            mix.guest(), mix.paged(), mix.guestMode(), Draws.integers(0, Layout.DATA_PAGES - 1))
        .as(
            (guest, space, mode, page) ->
                Draws.combine(
                        GuestPaging.enter(guest, space, mode),
                        Ordinary.access(Addresses.page(page)),
                        GuestPaging.changeSpace(guest, space, page),
                        GuestPaging.enter(guest, space, mode),
                        Ordinary.access(Addresses.page(page)))
                    .as(
                        (entered, before, changed, again, after) ->
                            joined(
                                joined(entered, before, Privileged.request(3), changed),
                                again,
                                after)))
        .flatMap(each -> each);
  }

  /** Accesses to a guest's memory from M, HS or U. */
  private static Draw<List<Chunk>> accessed(Mix mix) {
    return Draws.combine(
            mix.guest(),
            mix.space(),
            Draws.of(3, 1, 1, 0),
            GuestLevel.access(mix).list(1, 3),
            Draws.of(true, false))
        .as(
            (guest, space, mode, accesses, lends) -> {
              List<Chunk> all = new ArrayList<>();
              all.add(Privileged.request(3));
              all.add(GuestPaging.stages(guest, space));
              if (lends) {
                all.add(
                    new Chunk("lend", new Code().load(5, 0x200).csr("csrrs", 0, 0x600, 5).words()));
              }
              all.add(Privileged.request(mode));
              all.addAll(accesses);
              return all;
            });
  }

  /** What a guest may do is taken from it, and it does it. */
  private static Draw<List<Chunk>> hindered(Mix mix) {
    return Draws.combine(
            Draws.of(GuestLevel.Hindrance.values()),
            Draws.of("csrrs", "csrrc", "csrrw"),
            mix.guest(),
            mix.space(),
            Draws.combine(mix.guestMode(), Draws.of(true, true, true, false)).as(Which::new))
        .as(
            (hindrance, change, guest, space, which) ->
                which.isGuest
                    ? GuestPaging.enter(guest, space, which.mode)
                        .map(
                            entered ->
                                joined(
                                    List.of(Privileged.request(3), hindrance.change(change)),
                                    entered,
                                    hindrance.attempt()))
                    : Draws.just(
                        List.of(
                            Privileged.request(3),
                            hindrance.change(change),
                            Privileged.request(which.mode),
                            hindrance.attempt())))
        .flatMap(each -> each);
  }

  private record Which(int mode, boolean isGuest) {}

  /** An interrupt that comes, now or soon, while a guest is in a loop. */
  private static Draw<List<Chunk>> interrupted(Mix mix, Draw<Chunk> cause) {
    return Draws.combine(mix.guest(), mix.space(), mix.guestMode(), cause, Ordinary.loop())
        .as(
            (guest, space, mode, raised, loop) ->
                GuestPaging.enter(guest, space, mode)
                    .map(entered -> joined(List.of(Privileged.request(3), raised), entered, loop)))
        .flatMap(each -> each);
  }

  /** Entries that SUM and MXR are about: of U, to be executed only. */
  private static final Draw<Long> VEILED = Draws.of(0xc9L, 0xd9L, 0xd9L, 0xdfL, 0xd1L);

  /** SUM and MXR of the guest or HS, a page that they are about, and an access to it. */
  private static Draw<List<Chunk>> visible(Mix mix) {
    Draw<Chunk> visibility =
        Draws.combine(
                Draws.of(0x200, 0x300),
                Draws.of("csrrs", "csrrc"),
                Draws.of(0x4_0000L, 0x8_0000L, 0xc_0000L))
            .as(
                (csr, change, bits) ->
                    new Chunk(
                        "visibility", new Code().load(5, bits).csr(change, 0, csr, 5).words()));
    return Draws.combine(
            mix.pagedGuest(), mix.paged(), visibility, Draws.integers(0, Layout.DATA_PAGES - 1))
        .as(
            (guest, space, seen, page) ->
                Draws.combine(
                        Draws.oneOf(
                            GuestPaging.change(guest, page, VEILED),
                            GuestPaging.changeSpace(guest, space, page, VEILED)),
                        GuestPaging.enter(guest, space, 1),
                        Ordinary.access(Addresses.page(page)),
                        GuestLevel.access(Addresses.page(page)),
                        Draws.of(true, false))
                    .as(
                        (changed, entered, access, guestAccess, enters) ->
                            enters
                                ? joined(
                                    List.of(Privileged.request(3), seen, changed), entered, access)
                                : List.of(
                                    Privileged.request(3),
                                    seen,
                                    changed,
                                    GuestPaging.stages(guest, space),
                                    Privileged.request(1),
                                    guestAccess)))
        .flatMap(each -> each);
  }

  /** M acts as a guest. */
  private static Draw<List<Chunk>> lent(Mix mix) {
    return Draws.combine(mix.guest(), mix.space(), GuestLevel.modifiedPrivilege())
        .as(
            (guest, space, modified) ->
                List.of(Privileged.request(3), GuestPaging.stages(guest, space), modified));
  }

  /** A guest turns to another of its address spaces, and fences. */
  private static Draw<List<Chunk>> switched(Mix mix) {
    return Draws.combine(
            mix.guest().flatMap(guest -> GuestPaging.enter(guest, -1, 1)),
            Paging.turn(mix),
            Ordinary.access(mix),
            Privileged.fence(),
            Ordinary.access(mix))
        .as(
            (entered, turned, access, fence, again) ->
                joined(entered, turned, access, fence, again));
  }
}
