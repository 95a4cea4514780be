package trapeze.console.gdb;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.Csr;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/**
 * A hart's registers by gdb's numbers: x from 0, pc, f from 33, a CSR at its address from 65 on,
 * and the privilege mode behind them.
 *
 * <p>A CSR is read and written by its own definition, whatever mode the hart is in.
 */
final class Registers {
  static final int PC = 32;
  static final int FIRST_F = 33;
  static final int FIRST_CSR = 65;
  static final int PRIV = FIRST_CSR + 4096;

  /** Registers in a {@code g} packet: x, pc, f. */
  static final int GENERAL = 65;

  private static final int DIRTY = 3;
  private static final int MACHINE = 3;
  private static final int RESERVED = 2;
  private static final Set<String> NARROW = Set.of("fflags", "frm", "fcsr");

  private final Map<Integer, Csr> csrs;

  Registers(List<Csr> csrs) {
    this.csrs =
        csrs.stream()
            .collect(
                Collectors.toMap(
                    csr -> FIRST_CSR + csr.address(), csr -> csr, (a, _) -> a, TreeMap::new));
  }

  /** The CSRs, by number. */
  Map<Integer, Csr> csrs() {
    return csrs;
  }

  /** The CSR with a name, if there is one. */
  @Nullable Csr csr(String name) {
    return csrs.values().stream().filter(csr -> csr.name().equals(name)).findFirst().orElse(null);
  }

  /** Bytes that a register has in a packet. */
  int bytes(int number) {
    Csr csr = csrs.get(number);
    return csr != null && NARROW.contains(csr.name()) ? 4 : 8;
  }

  /** The value of a register. */
  long read(Hart hart, int number) {
    if (number < PC) {
      return hart.state.x[number];
    }
    if (number == PC) {
      return hart.state.pc;
    }
    if (number < FIRST_CSR) {
      return hart.state.f[number - FIRST_F];
    }
    if (number == PRIV) {
      return hart.state.get(Rv64State.MODE);
    }
    if (!csrs.containsKey(number)) {
      throw new Refused(Refused.INVALID);
    }
    return hart.readCsr(number - FIRST_CSR);
  }

  /** Writes a register, as far as it lets itself be written. */
  void write(Hart hart, int number, long value) {
    if (number < PC) {
      if (number != 0) {
        hart.state.x[number] = value;
      }
    } else if (number == PC) {
      hart.state.pc = value & ~1;
      hart.endWait();
    } else if (number < FIRST_CSR) {
      writeFloating(hart, number - FIRST_F, value);
    } else if (number == PRIV) {
      writeMode(hart, value);
    } else {
      Csr csr = csrs.get(number);
      if (csr == null) {
        throw new Refused(Refused.INVALID);
      }
      if (csr.readOnly()) {
        throw new Refused(Refused.READ_ONLY);
      }
      hart.writeCsr(csr.address(), value);
    }
  }

  /** What a program does to the register makes FS dirty, so that its system saves it. */
  private static void writeFloating(Hart hart, int register, long value) {
    hart.state.f[register] = value;
    long status = hart.state.get(Rv64State.MSTATUS);
    if ((status & Rv64State.FS.mask()) != 0) {
      hart.state.set(Rv64State.MSTATUS, status | (long) DIRTY << Rv64State.FS.low());
    }
  }

  private static void writeMode(Hart hart, long value) {
    if (value < 0 || value > MACHINE || value == RESERVED) {
      throw new Refused(Refused.INVALID);
    }
    hart.state.set(Rv64State.MODE, value);
  }
}
