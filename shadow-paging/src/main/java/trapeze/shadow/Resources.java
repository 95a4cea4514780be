package trapeze.shadow;

/**
 * The real resources that shadow paging needs. Who implements this, the monitor's allocator,
 * decides how much of them one guest may have.
 */
public interface Resources {
  /** What {@link #takeFrame} gives when the quota is spent. */
  long NO_FRAME = -1;

  /** What {@link #takeAsid} gives when the quota is spent. */
  int NO_ASID = -1;

  /** What {@link #takeVmid} gives when the quota is spent. */
  int NO_VMID = -1;

  /** A zeroed 4 KiB frame of real memory, by its physical address; or {@link #NO_FRAME}. */
  long takeFrame();

  /** Gives a frame back. */
  void giveFrame(long frame);

  /** An ASID that nobody else uses on this hart; or {@link #NO_ASID}. */
  int takeAsid();

  /** Gives an ASID back; its translations have been fenced. */
  void giveAsid(int asid);

  /**
   * Four zeroed frames, aligned as one, for the uppermost table of G-stage translation, by their
   * physical address; or {@link #NO_FRAME}.
   */
  long takeGuestRoot();

  /** Gives such a table back. */
  void giveGuestRoot(long root);

  /** A VMID that nobody else uses on this hart; or {@link #NO_VMID}. */
  int takeVmid();

  /** Gives a VMID back; its translations have been fenced. */
  void giveVmid(int vmid);
}
