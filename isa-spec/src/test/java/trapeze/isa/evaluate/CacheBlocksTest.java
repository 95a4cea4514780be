package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;

/** Cache-block instructions: who may use them and where. */
class CacheBlocksTest extends ExampleHart {
  private static final int REGISTER = 8;

  @Test
  void zeroClearsTheBlockAroundTheAddress() {
    for (long address = 0x7c0; address < 0x880; address += 8) {
      environment.store(address, 8, -1);
    }
    hart.x[REGISTER] = 0x81f;
    run("cbo.zero", NOWHERE, REGISTER, NOWHERE, 0);
    assertThat(environment.load(0x7f8, 8)).isEqualTo(-1);
    assertThat(environment.load(0x800, 8)).isZero();
    assertThat(environment.load(0x838, 8)).isZero();
    assertThat(environment.load(0x840, 8)).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({
    "cbo.zero, 0x80, 0x80",
    "cbo.clean, 0x40, 0x40",
    "cbo.flush, 0x40, 0x40",
    "cbo.inval, 0x10, 0x30"
  })
  void supervisorAndUserModeNeedToBeAllowed(String mnemonic, String machine, String supervisor) {
    allowEverything();
    run(mnemonic, NOWHERE, REGISTER, NOWHERE, 0);
    hart.set(Rv64State.MODE, 1);
    assertIllegal(mnemonic);
    hart.set(Rv64State.MENVCFG, Long.decode(machine));
    run(mnemonic, NOWHERE, REGISTER, NOWHERE, 0);
    hart.set(Rv64State.MODE, 0);
    assertIllegal(mnemonic);
    hart.set(Rv64State.SENVCFG, Long.decode(supervisor));
    run(mnemonic, NOWHERE, REGISTER, NOWHERE, 0);
    hart.set(Rv64State.MENVCFG, 0);
    assertIllegal(mnemonic);
  }

  @Test
  void aBlockOutsideMemoryIsAStoreAccessFaultThatTellsTheRegister() {
    hart.x[REGISTER] = FlatEnvironment.END + 5;
    Trap fault = Trap.exception(ExceptionCause.STORE_ACCESS_FAULT, FlatEnvironment.END + 5);
    assertThat(trapOf("cbo.clean", NOWHERE, REGISTER, NOWHERE, 0)).isEqualTo(fault);
    assertThat(trapOf("cbo.zero", NOWHERE, REGISTER, NOWHERE, 0)).isEqualTo(fault);
  }

  @Test
  void aBlockThatPhysicalMemoryProtectionDeniesIsAStoreAccessFault() {
    hart.set(Rv64State.MODE, 1);
    hart.set(Rv64State.MENVCFG, -1);
    assertThat(trapOf("cbo.flush", NOWHERE, REGISTER, NOWHERE, 0))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_ACCESS_FAULT, hart.x[REGISTER]));
  }

  @Test
  void aPageThatIsNotMappedIsAStorePageFault() {
    allowEverything();
    hart.set(Rv64State.MODE, 1);
    hart.set(Rv64State.MENVCFG, -1);
    hart.set(Rv64State.SATP, 8L << 60 | 4);
    assertThat(trapOf("cbo.inval", NOWHERE, REGISTER, NOWHERE, 0))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_PAGE_FAULT, hart.x[REGISTER]));
  }

  private void assertIllegal(String mnemonic) {
    assertThat(
            trapOf(mnemonic, NOWHERE, REGISTER, NOWHERE, 0).is(ExceptionCause.ILLEGAL_INSTRUCTION))
        .isTrue();
  }

  /** One PMP entry that lets everyone read and write everything. */
  private void allowEverything() {
    hart.set(Rv64State.PMPCFG0, 0x1f);
    hart.set(Rv64State.pmpaddr(0), -1);
  }
}
