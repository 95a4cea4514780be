package trapeze.shadow;

import trapeze.machine.board.Hardware;

/**
 * Where in a real space's tables entries have been made. A guest's fence of everything then costs
 * what was entered since the last, and not a search of tables that are mostly empty; and the tables
 * stay, since what is fenced is most often needed again.
 */
final class EnteredEntries {
  /** Entries that are worth noting: beyond, to give the tables back costs less. */
  private static final int MOST = 128;

  private final Hardware hardware;
  private final long[] notes = new long[MOST];

  /** How many; more than {@link #MOST} if not all are noted. */
  private int count;

  EnteredEntries(Hardware hardware) {
    this.hardware = hardware;
  }

  /** A leaf has been entered. */
  void noteLeaf(long at) {
    note(at);
  }

  /** A pointer has been entered; one that says that it leads to a fragment is undone. */
  void notePointer(long at, boolean isFragment) {
    if (isFragment) {
      note(at);
    }
  }

  private void note(long what) {
    if (count < MOST) {
      notes[count] = what;
    }
    count = Math.min(count + 1, MOST + 1);
  }

  /** A table goes: what is noted may be the address of anything now. */
  void lose() {
    count = MOST + 1;
  }

  /** Nothing is entered any more. */
  void forget() {
    count = 0;
  }

  /**
   * Undoes all that was entered, if all of it is known.
   *
   * @return whether it is
   */
  boolean undo() {
    if (count > MOST) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      undo(notes[i]);
    }
    count = 0;
    return true;
  }

  /** Something else may be there by now. */
  private void undo(long at) {
    long entry = hardware.read(at);
    if (!Entry.isValid(entry)) {
      return;
    }
    if (Entry.isLeaf(entry)) {
      hardware.write(at, 0);
    } else if (Entry.isFragment(entry)) {
      hardware.write(at, Entry.pointer(Entry.frame(entry), false));
    }
  }
}
