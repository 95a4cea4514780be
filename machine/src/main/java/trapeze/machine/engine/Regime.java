package trapeze.machine.engine;

import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.isa.rv64.Rv64State;

/**
 * Everything that the meaning of an address depends on, tables in memory aside: an effective mode
 * and the bits of control registers that translation in that mode looks at. Translations made in
 * one regime hold in an equal one, until a fence or other physical memory protection.
 */
final class Regime {
  private static final int BARE = 0;

  /** In {@link #guest}, beside {@code hgatp}: the regime is a guest's. A reserved bit of it. */
  private static final long IS_GUEST = 1L << 58;

  private static final long STATUS = Rv64State.SUM.mask() | Rv64State.MXR.mask();
  private static final long MXR = Rv64State.MXR.mask();
  private static final long ENVIRONMENT =
      Rv64State.MENVCFG_ADUE.mask() | Rv64State.MENVCFG_PBMTE.mask();

  /** The effective mode: V in bit 2, the privilege mode below. */
  int mode;

  /** {@code satp}, or a guest's {@code vsatp}; 0 where the address is not translated by it. */
  long space;

  /** {@code hgatp} with its VMID and a mark of its own; 0 if this is no guest's. */
  long guest;

  /** The mode, and the bits of status and environment that permissions and entries depend on. */
  long rules = -1;

  /** For fetches in a mode. */
  void becomeOfFetches(long[] registers, int effectiveMode) {
    become(registers, effectiveMode, false);
  }

  /** For loads and stores in a mode. */
  void becomeOfData(long[] registers, int effectiveMode) {
    become(registers, effectiveMode, true);
  }

  private void become(long[] registers, int effectiveMode, boolean ofData) {
    mode = effectiveMode;
    long environment = registers[Rv64State.MENVCFG.index()] & ENVIRONMENT;
    if ((effectiveMode & AddressTranslation.VIRTUAL_MODE) != 0) {
      becomeGuests(registers, environment, ofData);
      return;
    }
    guest = 0;
    space = registers[Rv64State.SATP.index()];
    rules = mode;
    if (mode == PrivilegeMode.M.code() || space >>> 60 == BARE) {
      space = 0;
    } else {
      rules |= environment | (ofData ? registers[Rv64State.MSTATUS.index()] & STATUS : 0);
    }
  }

  private void becomeGuests(long[] registers, long environment, boolean ofData) {
    guest = registers[Rv64State.HGATP.index()] | IS_GUEST;
    space = registers[Rv64State.VSATP.index()];
    space = space >>> 60 == BARE ? 0 : space;
    rules = mode | environment | (registers[Rv64State.HENVCFG.index()] & ENVIRONMENT) >>> 2;
    if (ofData) {
      // MXR of HS stands above that of VS.
      rules |= registers[Rv64State.VSSTATUS.index()] & STATUS;
      rules |= (registers[Rv64State.MSTATUS.index()] & MXR) << 1;
    }
  }
}
