package trapeze.shadow;

import java.util.Optional;
import trapeze.machine.board.Hardware;
import trapeze.machine.engine.Optimisation;

/**
 * One real address space: page tables in the real machine's memory, walked by its own hardware, and
 * an ASID of their own, or a VMID. It holds what a guest's context, or a guest's physical address
 * space, has been found to mean so far.
 */
public final class RealSpace {
  private static final int PAGE_SHIFT = 12;
  private static final int LEVEL_BITS = 9;
  private static final int ENTRIES = 512;
  private static final int CONTIGUOUS_SHIFT = 16;

  /** Tables that a space keeps while it is empty: as many as a small program needs. */
  private static final int MOST_KEPT = 16;

  private static final boolean KEEPS_TABLES = Optimisation.KEPT_SHADOW_TABLES.isOn();

  private final Hardware hardware;
  private final Resources resources;
  private final Stage stage;
  private final int mode;
  private final int asid;
  private final long root;

  /** Whether no leaf is valid. */
  private boolean empty = true;

  /** Below the uppermost. */
  private int tables;

  /** What has been entered since all was forgotten, so that only that needs to be undone. */
  private final EnteredEntries entered;

  private boolean mayHoldContiguous;

  /**
   * An empty space.
   *
   * @param mode MODE of {@code satp}: 8 Sv39, 9 Sv48, 10 Sv57
   * @param asid the real ASID, nobody else's on this hart
   * @param root a zeroed frame for the uppermost table
   */
  RealSpace(Hardware hardware, Resources resources, int mode, int asid, long root) {
    this(hardware, resources, Stage.ONLY, mode, asid, root);
  }

  /**
   * An empty space of a stage.
   *
   * @param asid the real ASID, or VMID, nobody else's on this hart
   * @param root zeroed frames for the uppermost table, as many and as aligned as the stage has it
   */
  RealSpace(Hardware hardware, Resources resources, Stage stage, int mode, int asid, long root) {
    this.hardware = hardware;
    this.stage = stage;
    this.resources = resources;
    this.mode = mode;
    this.asid = asid;
    this.root = root;
    this.entered = new EnteredEntries(hardware);
  }

  /** The value of the real {@code satp}, or {@code hgatp}, that puts this space into force. */
  public long satp() {
    return (long) mode << 60 | (long) asid << 44 | root >>> PAGE_SHIFT;
  }

  /** Its real ASID, or VMID. */
  public int asid() {
    return asid;
  }

  /**
   * Whether this mode can translate an address: whether the bits above repeat its highest, or are
   * zero if it is guest-physical.
   */
  boolean holds(long address) {
    int above = Long.SIZE - (PAGE_SHIFT + levels() * LEVEL_BITS);
    return stage.holds(address, above);
  }

  /** MODE of {@code satp}. */
  int mode() {
    return mode;
  }

  /** The frame of its uppermost table. */
  long root() {
    return root;
  }

  /**
   * Maps a page.
   *
   * @param address guest-virtual or guest-physical, anywhere in the page
   * @param shift bits of address inside the page: 12, 21, 30, 39 or 48
   * @param entry the real leaf entry
   * @param guestShift bits of address inside the guest's own page, which may be larger
   * @return whether there were frames enough
   */
  boolean map(long address, int shift, long entry, int guestShift) {
    empty = false;
    int level = levels() - 1;
    long table = root;
    while (PAGE_SHIFT + level * LEVEL_BITS > shift) {
      long at = entryAddress(table, address, level);
      long pointer = hardware.read(at);
      if (Entry.isValid(pointer) && Entry.isLeaf(pointer)) {
        hardware.write(at, 0);
        stage.fence(hardware, asid, address);
        pointer = 0;
      }
      boolean fragment = guestShift >= PAGE_SHIFT + level * LEVEL_BITS;
      if (!Entry.isValid(pointer)) {
        long frame = resources.takeFrame();
        if (frame == Resources.NO_FRAME) {
          return false;
        }
        tables++;
        pointer = Entry.pointer(frame, fragment);
        hardware.write(at, pointer);
        entered.notePointer(at, fragment);
      } else if (fragment && !Entry.isFragment(pointer)) {
        hardware.write(at, Entry.pointer(Entry.frame(pointer), true));
        entered.notePointer(at, true);
      }
      table = Entry.frame(pointer);
      level--;
    }
    long at = entryAddress(table, address, level);
    long old = hardware.read(at);
    hardware.write(at, entry);
    entered.noteLeaf(at);
    mayHoldContiguous |= Entry.isContiguous(entry);
    if (Entry.isValid(old) && Entry.isLeaf(old)) {
      stage.fence(hardware, asid, address);
    } else if (Entry.isValid(old)) {
      giveBack(Entry.frame(old), level - 1);
      stage.fence(hardware, asid);
    }
    return true;
  }

  /**
   * What the real tables say of an address, as its hardware walks them.
   *
   * @return the leaf; nothing if there is none
   */
  Optional<ShadowSpaces.Leaf> find(long address) {
    long table = root;
    for (int level = levels() - 1; level >= 0; level--) {
      long entry = hardware.read(entryAddress(table, address, level));
      if (!Entry.isValid(entry)) {
        return Optional.empty();
      }
      if (Entry.isLeaf(entry)) {
        return Optional.of(new ShadowSpaces.Leaf(entry, PAGE_SHIFT + level * LEVEL_BITS));
      }
      table = Entry.frame(entry);
    }
    return Optional.empty();
  }

  /** Forgets what one guest-virtual address means; all of the guest's page that holds it. */
  void drop(long address) {
    drop(address, 0);
  }

  /**
   * Forgets what is known of an aligned block of {@code 1 << shift} bytes of addresses, of all if
   * the block is larger than what the uppermost table's entries stand for.
   */
  void dropBlock(long address, int shift) {
    if (shift > PAGE_SHIFT + (levels() - 1) * LEVEL_BITS) {
      clear();
    } else {
      drop(address, shift);
    }
  }

  private void drop(long address, int shift) {
    long table = root;
    for (int level = levels() - 1; level >= 0; level--) {
      if (level == 0 && shift == 0 && mayHoldContiguous) {
        dropContiguous(table, address);
      }
      long at = entryAddress(table, address, level);
      long entry = hardware.read(at);
      if (!Entry.isValid(entry)) {
        return;
      }
      if (Entry.isLeaf(entry)) {
        hardware.write(at, 0);
        stage.fence(hardware, asid, address);
        return;
      }
      if (Entry.isFragment(entry) || PAGE_SHIFT + level * LEVEL_BITS <= shift) {
        hardware.write(at, 0);
        giveBack(Entry.frame(entry), level - 1);
        stage.fence(hardware, asid);
        return;
      }
      table = Entry.frame(entry);
    }
  }

  /**
   * Forgets what one guest-virtual address means, if it may be written there.
   *
   * @param frame what it is to lead to, host-physical
   * @param shift bits of address that its entry is to map
   */
  void dropWritable(long address, long frame, int shift) {
    long table = root;
    for (int level = levels() - 1; level >= 0; level--) {
      long at = entryAddress(table, address, level);
      long entry = hardware.read(at);
      if (!Entry.isValid(entry)) {
        return;
      }
      if (Entry.isLeaf(entry)) {
        boolean isSame = PAGE_SHIFT + level * LEVEL_BITS == shift && Entry.frame(entry) == frame;
        if (isSame && Entry.isWritable(entry)) {
          hardware.write(at, 0);
          stage.fence(hardware, asid, address);
        }
        return;
      }
      table = Entry.frame(entry);
    }
  }

  /** Forgets what is known of a guest's 64 KiB page, though this address of it may not be. */
  private void dropContiguous(long table, long address) {
    long first = address & -(1L << CONTIGUOUS_SHIFT);
    for (int i = 0; i < 1 << CONTIGUOUS_SHIFT - PAGE_SHIFT; i++) {
      long page = first + ((long) i << PAGE_SHIFT);
      long at = entryAddress(table, page, 0);
      if (Entry.isContiguous(hardware.read(at))) {
        hardware.write(at, 0);
        stage.fence(hardware, asid, page);
      }
    }
  }

  /** Forgets whatever leads to a frame, wherever that is. */
  void dropFrame(long frame) {
    if (!empty && dropFrame(root, levels() - 1, frame)) {
      stage.fence(hardware, asid);
    }
  }

  private boolean dropFrame(long table, int level, long frame) {
    boolean dropped = false;
    long size = 1L << PAGE_SHIFT + level * LEVEL_BITS;
    for (int i = 0; i < ENTRIES; i++) {
      long at = table + 8L * i;
      long entry = hardware.read(at);
      if (!Entry.isValid(entry)) {
        continue;
      }
      if (!Entry.isLeaf(entry)) {
        dropped |= dropFrame(Entry.frame(entry), level - 1, frame);
      } else if ((frame & -size) == Entry.frame(entry)) {
        hardware.write(at, 0);
        dropped = true;
      }
    }
    return dropped;
  }

  /** Whether nothing is known. */
  boolean isEmpty() {
    return empty;
  }

  /** Forgets everything; keeps the tables, to be filled again, if little was in them. */
  void clear() {
    if (empty) {
      return;
    }
    if (KEEPS_TABLES && tables <= MOST_KEPT && entered.undo()) {
      stage.fence(hardware, asid);
      empty = true;
      mayHoldContiguous = false;
    } else {
      giveBackTables();
    }
  }

  /** Forgets everything, and gives all tables back but the uppermost. */
  void giveBackTables() {
    if (empty && tables == 0) {
      return;
    }
    giveBackBelow(root, levels() - 1, stage.rootEntries());
    for (int i = 0; i < stage.rootFrames(); i++) {
      hardware.zeroFrame(root + ((long) i << PAGE_SHIFT));
    }
    if (!empty) {
      stage.fence(hardware, asid);
    }
    entered.forget();
    empty = true;
    mayHoldContiguous = false;
  }

  private int levels() {
    return mode - 5;
  }

  private long entryAddress(long table, long address, int level) {
    int entries = level == levels() - 1 ? stage.rootEntries() : ENTRIES;
    long index = address >>> (PAGE_SHIFT + level * LEVEL_BITS) & (entries - 1);
    return table + 8 * index;
  }

  private void giveBack(long table, int level) {
    entered.lose();
    giveBackBelow(table, level, ENTRIES);
    tables--;
    resources.giveFrame(table);
  }

  private void giveBackBelow(long table, int level, int entries) {
    for (int i = 0; i < entries && level > 0; i++) {
      long entry = hardware.read(table + 8L * i);
      if (Entry.isValid(entry) && !Entry.isLeaf(entry)) {
        giveBack(Entry.frame(entry), level - 1);
      }
    }
  }
}
