package trapeze.shadow;

/** What a guest's instructions may do with a page that the monitor has put in their way. */
public enum OwnAccess {
  /** They may be fetched from it, and not see it. */
  EXECUTE(Entry.EXECUTE),
  /** They may load from it and store to it. */
  READ_WRITE(Entry.READ | Entry.WRITE);

  private final long permissions;

  OwnAccess(long permissions) {
    this.permissions = permissions;
  }

  long entry(long frame) {
    return Entry.leaf(frame, permissions);
  }
}
