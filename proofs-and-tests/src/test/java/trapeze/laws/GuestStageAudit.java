package trapeze.laws;

import trapeze.isa.evaluate.Evaluator;
import trapeze.isa.rv64.PhysicalMemoryProtection;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.shadow.HostMap;

/**
 * Reads the real tables of the second stage, as the hardware would: each leaf must lead a part of
 * the guest's memory to its place, as a user's page that is used already, and allow no more than
 * the guest's protection does below M.
 *
 * @param guest whose memory it is
 * @param real the hart that has the tables
 * @param map where the guest's memory is
 */
record GuestStageAudit(Hart guest, Hart real, HostMap map) {
  private static final long SUPERVISOR = 1;
  private static final int VALID = 1;
  private static final int USED_BY_A_USER = 0xd0;
  private static final int GLOBAL = 0x20;

  /** Two bits more are translated than in a first stage. */
  private static final int ROOT_ENTRIES = 2048;

  /** Looks at all leaves. */
  void check() {
    long hgatp = real.state.get(Rv64State.HGATP);
    int levels = (int) (hgatp >>> 60) - 5;
    check(hgatp << 20 >>> 8, ROOT_ENTRIES, levels - 1, 0);
  }

  private void check(long table, int entries, int level, long base) {
    PhysicalMemory memory = real.bus().memory();
    int size = 12 + 9 * level;
    for (int i = 0; i < entries; i++) {
      long entry = memory.getLong(table + 8L * i);
      long first = base | (long) i << size;
      long frame = (entry & 0x003f_ffff_ffff_fc00L) << 2;
      if ((entry & 0xf) == VALID) {
        check(frame, 512, level - 1, first);
      } else if ((entry & VALID) != 0) {
        justify(first, size, frame, entry);
      }
    }
  }

  private void justify(long first, int size, long frame, long entry) {
    String leaf = "G-stage leaf %x of %x, 2^%d bytes".formatted(entry, first, size);
    if ((entry & USED_BY_A_USER) != USED_BY_A_USER || (entry & GLOBAL) != 0) {
      throw new TablesAudit.Unjustified(leaf + " is not a user's, or says that it is not used");
    }
    if (first < map.guestBase()
        || first - map.guestBase() + (1L << size) > map.size()
        || frame - map.hostBase() != first - map.guestBase()) {
      throw new TablesAudit.Unjustified(leaf + " leads elsewhere than the guest's memory is");
    }
    Evaluator evaluator =
        new Evaluator(Rv64.SET, guest.state.copy(), new ReadOnly(guest.bus().memory()));
    long protects =
        evaluator.call(PhysicalMemoryProtection.PROTECTION, first, 1L << size, SUPERVISOR);
    if ((protects & PhysicalMemoryProtection.PARTIAL) != 0 || (entry >>> 1 & 7 & ~protects) != 0) {
      throw new TablesAudit.Unjustified(leaf + " allows what the guest's protection does not");
    }
  }
}
