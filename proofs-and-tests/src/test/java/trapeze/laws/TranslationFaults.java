package trapeze.laws;

import static trapeze.laws.Pitfall.ACCESSED_AND_DIRTY;
import static trapeze.laws.Pitfall.INVALID;
import static trapeze.laws.Pitfall.MODIFIED_PRIVILEGE;
import static trapeze.laws.Pitfall.OUTSIDE;
import static trapeze.laws.Pitfall.PORTIONS;
import static trapeze.laws.Pitfall.TRANSLATION;
import static trapeze.laws.Pitfall.VISIBILITY;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.ir.Field;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** Faults in what the guest's own tables and its protection are taken to say. */
final class TranslationFaults {
  private TranslationFaults() {}

  private static final long TRANSLATED = AddressTranslation.TRANSLATED;
  private static final long UNPAGED = AddressTranslation.UNPAGED;
  private static final long DIRTY = 1 << 7;
  private static final long ACCESSED = 1 << 6;
  private static final long USER = 1 << 4;
  private static final long EXECUTABLE = 1 << 3;
  private static final long MAY_EXECUTE = 4;
  private static final long MACHINE = 3;
  private static final int PAGE_SHIFT = 12;
  private static final int CONTIGUOUS_SHIFT = 16;
  private static final int PHYSICAL_BITS = 56;
  private static final int FETCH_PAGE_FAULT = 12;
  private static final long WRITE = AccessKind.WRITE.ordinal();
  private static final long EXECUTE = AccessKind.EXECUTE.ordinal();

  static final List<Fault> ALL =
      List.of(
          always(VISIBILITY, "SUM is taken for clear", Rv64State.SUM, 0),
          always(VISIBILITY, "SUM is taken for set", Rv64State.SUM, 1),
          always(VISIBILITY, "MXR is taken for clear", Rv64State.MXR, 0),
          always(VISIBILITY, "MXR is taken for set", Rv64State.MXR, 1),
          always(ACCESSED_AND_DIRTY, "ADUE is taken for clear", Rv64State.MENVCFG_ADUE, 0),
          always(ACCESSED_AND_DIRTY, "ADUE is taken for set", Rv64State.MENVCFG_ADUE, 1),
          always(TRANSLATION, "PBMTE is taken for set", Rv64State.MENVCFG_PBMTE, 1),
          Fault.ofDefinitions(
              VISIBILITY, "S executes pages of U if SUM is set", ExecutesUserPages::new),
          translating(
              ACCESSED_AND_DIRTY,
              "W is not withheld until D is set",
              (usual, hart, address, kind, mode) -> {
                long result = usual.translate(hart, address, kind, mode);
                leaf(hart, leaf(hart) | DIRTY);
                return result;
              }),
          translating(
              ACCESSED_AND_DIRTY,
              "hardware does not set A in memory",
              (usual, hart, address, kind, mode) -> {
                Field update = Rv64State.MENVCFG_ADUE;
                long asItIs =
                    Altered.with(hart, update, 0, () -> usual.translate(hart, address, kind, mode));
                long result = usual.translate(hart, address, kind, mode);
                if (asItIs != TRANSLATED && result == TRANSLATED) {
                  inMemory(hart, leaf(hart) & ~ACCESSED);
                }
                return result;
              }),
          translating(
              ACCESSED_AND_DIRTY,
              "hardware sets D for loads too",
              (usual, hart, address, kind, mode) -> {
                long result = usual.translate(hart, address, kind, mode);
                boolean updates = Altered.get(hart, Rv64State.MENVCFG_ADUE) != 0;
                boolean paged = hart.state.get(Rv64State.WALK_SHIFT) != UNPAGED;
                if (result == TRANSLATED && updates && paged && kind != WRITE) {
                  inMemory(hart, leaf(hart) | DIRTY);
                }
                return result;
              }),
          translating(
              TRANSLATION,
              "a page of 64 KiB has one frame",
              (usual, hart, address, kind, mode) -> {
                long result = usual.translate(hart, address, kind, mode);
                if (hart.state.get(Rv64State.WALK_SHIFT) == CONTIGUOUS_SHIFT) {
                  hart.state.set(Rv64State.WALK_SHIFT, PAGE_SHIFT);
                  long physical = hart.state.get(Rv64State.WALK_ADDRESS);
                  hart.state.set(Rv64State.WALK_ADDRESS, physical & ~0xf000L);
                }
                return result;
              }),
          translating(
              TRANSLATION,
              "the bits of an address above those translated are not looked at",
              (usual, hart, address, kind, mode) -> {
                long paging = Altered.get(hart, Rv64State.SATP_MODE);
                int above = (int) (Long.SIZE - (39 + 9 * (paging - AddressTranslation.SV39)));
                boolean paged = mode != MACHINE && paging != 0;
                return usual.translate(
                    hart, paged ? address << above >> above : address, kind, mode);
              }),
          translating(
              OUTSIDE,
              "a physical address is cut to 56 bits",
              (usual, hart, address, kind, mode) -> {
                boolean bare = mode == MACHINE || Altered.get(hart, Rv64State.SATP_MODE) == 0;
                long cut = address & (1L << PHYSICAL_BITS) - 1;
                return usual.translate(hart, bare ? cut : address, kind, mode);
              }),
          translating(
              PORTIONS,
              "page walks are not checked against protection",
              (usual, hart, address, kind, mode) ->
                  Altered.with(
                      hart,
                      Rv64State.PMPCFG0,
                      0,
                      () ->
                          Altered.with(
                              hart,
                              Rv64State.PMPCFG2,
                              Program.OPEN,
                              () -> usual.translate(hart, address, kind, mode)))),
          translating(
              MODIFIED_PRIVILEGE,
              "MPRV acts on fetches too",
              (usual, hart, address, kind, mode) ->
                  usual.translate(
                      hart,
                      address,
                      kind,
                      kind == EXECUTE ? hart.engine().definitions().dataMode(hart) : mode)),
          Fault.ofDefinitions(
              MODIFIED_PRIVILEGE,
              "MPRV is not looked at",
              () ->
                  new Altered() {
                    @Override
                    public long dataMode(Hart hart) {
                      return mode(hart);
                    }
                  }),
          Fault.ofDefinitions(
              MODIFIED_PRIVILEGE,
              "MPRV acts as U, whatever MPP says",
              () ->
                  new Altered() {
                    @Override
                    public long dataMode(Hart hart) {
                      return super.dataMode(hart) == mode(hart) ? mode(hart) : 0;
                    }
                  }),
          Fault.ofDefinitions(
              INVALID, "what was found to be invalid is remembered until a fence", Remembers::new),
          Fault.ofDefinitions(
              TRANSLATION,
              "protection that covers a part of a page is taken for all of it",
              () ->
                  new Altered() {
                    @Override
                    public long protection(Hart hart, long address, long bytes, long mode) {
                      return super.protection(hart, address, bytes, mode) & 7;
                    }
                  }));

  private static long leaf(Hart hart) {
    return hart.state.get(Rv64State.WALK_LEAF);
  }

  private static void leaf(Hart hart, long entry) {
    hart.state.set(Rv64State.WALK_LEAF, entry);
  }

  /** Changes the entry that a walk ended with, in the guest's memory too. */
  private static void inMemory(Hart hart, long entry) {
    leaf(hart, entry);
    hart.bus().memory().putLong(hart.state.get(Rv64State.WALK_LEAF_ADDRESS), entry);
  }

  private static final class ExecutesUserPages extends Altered {
    @Override
    public long translate(Hart hart, long address, long kind, long mode) {
      long result = super.translate(hart, address, kind, mode);
      boolean visible = mode == 1 && get(hart, Rv64State.SUM) == 1;
      return result == FETCH_PAGE_FAULT && visible
          ? super.translate(hart, address, kind, 0)
          : result;
    }

    @Override
    public long permissions(Hart hart, long leaf, long mode) {
      boolean executable = (leaf & USER) != 0 && (leaf & EXECUTABLE) != 0;
      boolean visible = mode == 1 && get(hart, Rv64State.SUM) == 1;
      return super.permissions(hart, leaf, mode) | (executable && visible ? MAY_EXECUTE : 0);
    }
  }

  static final class Remembers extends Stepping {
    private record Access(long satp, long status, long page, long kind, long mode) {}

    private final Map<Access, Long> faults = new HashMap<>();

    @Override
    public long execute(Hart hart, long packed, long pc) {
      if (name(packed).equals("sfence.vma")) {
        faults.clear();
      }
      return super.execute(hart, packed, pc);
    }

    @Override
    public long translate(Hart hart, long address, long kind, long mode) {
      long satp = hart.state.get(Rv64State.SATP);
      long status = hart.state.get(Rv64State.MSTATUS) + hart.state.get(Rv64State.MENVCFG);
      Access access = new Access(satp, status, address >>> PAGE_SHIFT, kind, mode);
      Long known = faults.get(access);
      if (known != null) {
        return known;
      }
      long result = super.translate(hart, address, kind, mode);
      if (result >= FETCH_PAGE_FAULT && result < AddressTranslation.CHANGED) {
        faults.put(access, result);
      }
      return result;
    }
  }

  /** Definitions of which a translation can be asked for. */
  private interface Translation {
    long translate(Hart hart, long address, long kind, long mode);
  }

  @FunctionalInterface
  private interface Translating {
    long translate(Translation usual, Hart hart, long address, long kind, long mode);
  }

  private static Fault translating(Pitfall pitfall, String name, Translating translating) {
    return Fault.ofDefinitions(
        pitfall,
        name,
        () ->
            new Altered() {
              @Override
              public long translate(Hart hart, long address, long kind, long mode) {
                return translating.translate(super::translate, hart, address, kind, mode);
              }
            });
  }

  /** A field that translation takes for set or clear, whatever it is. */
  private static Fault always(Pitfall pitfall, String name, Field field, long value) {
    return Fault.ofDefinitions(
        pitfall,
        name,
        () ->
            new Altered() {
              @Override
              public long translate(Hart hart, long address, long kind, long mode) {
                return with(hart, field, value, () -> super.translate(hart, address, kind, mode));
              }

              @Override
              public long permissions(Hart hart, long leaf, long mode) {
                return with(hart, field, value, () -> super.permissions(hart, leaf, mode));
              }
            });
  }
}
