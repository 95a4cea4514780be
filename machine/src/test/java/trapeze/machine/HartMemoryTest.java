package trapeze.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static trapeze.isa.ir.Operand.IMM;
import static trapeze.isa.ir.Operand.RD;
import static trapeze.isa.ir.Operand.RS1;
import static trapeze.isa.ir.Operand.RS2;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.ir.AccessKind;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;

/** Loads, stores and atomics through translation, of a hart in S with Sv39 and a resident. */
class HartMemoryTest {
  private static final long BASE = SmallMachine.BASE;
  private static final long ROOT = BASE + 0x1_0000;
  private static final long DATA = BASE + 0x5000;
  private static final int READ_WRITE = 0xc7;
  private static final int READ_ONLY = 0x43;

  private final SmallMachine machine = new SmallMachine();
  private final Hart hart = machine.hart;

  @BeforeEach
  void mapCode() {
    hart.hasResident(true);
    machine.openProtection();
    machine.state.set(Rv64State.MODE, 1);
    machine.state.set(Rv64State.SATP, 8L << 60 | ROOT >>> 12);
    machine.mapPage(ROOT, 0x1000, SmallMachine.leaf(BASE, 0xcb));
    machine.state.pc = 0x1000;
  }

  private @Nullable Trap trapOf(String mnemonic, long address) {
    machine.state.x[6] = address;
    machine.state.pc = 0x1000;
    machine.at(BASE).put(mnemonic, RD, 5, RS1, 6, RS2, 7, IMM, 0);
    hart.fenceInstructions();
    return hart.run(1) instanceof Stop.Trapped(Trap trap) ? trap : null;
  }

  @Test
  void aMisalignedStoreThatFaultsInItsSecondPageStoresNothing() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    machine.state.x[7] = -1;
    assertThat(trapOf("sd", 0x5ffc))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_PAGE_FAULT, 0x6000));
    assertThat(machine.memory.getLong(DATA + 0xff8)).isZero();
    assertThat(trapOf("ld", 0x4ffc))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_PAGE_FAULT, 0x4ffc));
  }

  @Test
  void misalignedAccessesMayCrossPages() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    machine.mapPage(ROOT, 0x6000, SmallMachine.leaf(DATA + 0x3000, READ_WRITE));
    machine.state.x[7] = 0x8877_6655_4433_2211L;
    assertThat(trapOf("sd", 0x5ffd)).isNull();
    assertThat(machine.memory.getInt(DATA + 0xffc)).isEqualTo(0x3322_1100);
    assertThat(machine.memory.getLong(DATA + 0x3000)).isEqualTo(0x88_7766_5544L);
    assertThat(trapOf("lw", 0x5ffe)).isNull();
    assertThat(machine.state.x[5]).isEqualTo(0x5544_3322);
  }

  @Test
  void misalignedAccessesTrapIfTheMachineChoosesSo() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    machine.state.set(Rv64State.MISALIGNED, 0);
    assertThat(trapOf("lh", 0x5001))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_ADDRESS_MISALIGNED, 0x5001));
    assertThat(trapOf("sw", 0x5002))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_ADDRESS_MISALIGNED, 0x5002));
  }

  @Test
  void aChangedEntryIsSeenBehindAFence() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    machine.memory.putLong(DATA, 1);
    machine.memory.putLong(DATA + 0x1000, 2);
    assertThat(trapOf("ld", 0x5000)).isNull();
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA + 0x1000, READ_WRITE));
    hart.fenceTranslations(true, 0x5000, true, 0);
    assertThat(trapOf("ld", 0x5000)).isNull();
    assertThat(machine.state.x[5]).isEqualTo(2);
    machine.mapPage(ROOT, 0x5000, 0);
    hart.fenceTranslations(false, 0, true, 7);
    hart.fenceTranslations(true, 0x5000, false, 0);
    assertThat(trapOf("ld", 0x5000))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_PAGE_FAULT, 0x5000));
  }

  @Test
  void aFenceOfOneAddressDropsASuperpage() {
    machine.memory.putLong(ROOT + 8, SmallMachine.leaf(0x8000_0000L, 0xcf));
    machine.memory.putLong(DATA, 1);
    assertThat(trapOf("ld", 0x4000_0000L + 0x5000)).isNull();
    machine.memory.putLong(ROOT + 8, 0);
    hart.fenceTranslations(true, 0x4000_0000L, false, 0);
    assertThat(trapOf("ld", 0x4000_0000L + 0x5000))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_PAGE_FAULT, 0x4000_5000L));
  }

  @Test
  void aFenceOfOneAddressDropsPagesAndSuperpagesAlike() {
    machine.memory.putLong(ROOT + 8, SmallMachine.leaf(0x8000_0000L, 0xcf));
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    assertThat(trapOf("ld", 0x4000_0000L)).isNull();
    assertThat(trapOf("ld", 0x5000)).isNull();
    machine.memory.putLong(ROOT + 8, 0);
    machine.mapPage(ROOT, 0x5000, 0);
    hart.fenceTranslations(true, 0x5000, false, 0);
    assertThat(trapOf("ld", 0x5000))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_PAGE_FAULT, 0x5000));
    hart.fenceTranslations(true, 0x7fff_f000L, false, 0);
    assertThat(trapOf("ld", 0x4000_0000L))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_PAGE_FAULT, 0x4000_0000L));
  }

  @Test
  void switchingSpacesSwitchesTranslations() {
    long other = BASE + 0x2_0000;
    machine.mapPage(other, 0x1000, SmallMachine.leaf(BASE, 0xcb));
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    machine.mapPage(other, 0x5000, SmallMachine.leaf(DATA + 0x1000, READ_WRITE));
    machine.memory.putLong(DATA, 1);
    machine.memory.putLong(DATA + 0x1000, 2);
    long first = machine.state.get(Rv64State.SATP);
    long second = 8L << 60 | 1L << 44 | other >>> 12;
    for (int i = 0; i < 3; i++) {
      machine.state.set(Rv64State.SATP, first);
      assertThat(trapOf("ld", 0x5000)).isNull();
      assertThat(machine.state.x[5]).isEqualTo(1);
      machine.state.set(Rv64State.SATP, second);
      assertThat(trapOf("ld", 0x5000)).isNull();
      assertThat(machine.state.x[5]).isEqualTo(2);
    }
  }

  @Test
  void aPageThatWasReadMayStillNotBeWritten() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_ONLY));
    assertThat(trapOf("ld", 0x5000)).isNull();
    assertThat(trapOf("sd", 0x5008))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_PAGE_FAULT, 0x5008));
    assertThat(trapOf("amoadd.d", 0x5010))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_PAGE_FAULT, 0x5010));
  }

  @Test
  void anEntryThatAnotherHartChangesUnderTheWalkIsWalkedAgain() {
    machine.state.set(Rv64State.MENVCFG, Rv64State.MENVCFG_ADUE.mask());
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, 0x07));
    long moved = SmallMachine.leaf(DATA + 0x1000, 0x07);
    hart.observe(
        (address, bytes, kind, walk) -> {
          if (walk && kind == AccessKind.WRITE) {
            hart.observe(null);
            machine.mapPage(ROOT, 0x5000, moved);
          }
        });
    machine.state.x[7] = 9;
    assertThat(trapOf("sd", 0x5000)).isNull();
    assertThat(machine.memory.getLong(DATA)).isZero();
    assertThat(machine.memory.getLong(DATA + 0x1000)).isEqualTo(9);
    assertThat(machine.memory.getLong(ROOT + 0x2000 + 8 * 5)).isEqualTo(moved | 0xc0);
  }

  @Test
  void protectionChangesAtOnce() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    assertThat(trapOf("sd", 0x5000)).isNull();
    machine.state.set(Rv64State.pmpaddr(0), DATA >>> 2 | 0x1ff);
    machine.state.set(Rv64State.pmpaddr(1), -1);
    machine.state.set(Rv64State.PMPCFG0, 0x1f19);
    assertThat(trapOf("sd", 0x5000))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_ACCESS_FAULT, 0x5000));
    assertThat(trapOf("ld", 0x5000)).isNull();
  }

  @Test
  void aDeviceTakesTheWidthsItTakes() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(SmallMachine.DEVICE, READ_WRITE));
    machine.registers[1] = 0x8000_0000;
    assertThat(trapOf("lw", 0x5004)).isNull();
    assertThat(machine.state.x[5]).isEqualTo(0xffff_ffff_8000_0000L);
    assertThat(trapOf("lb", 0x5004))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_ACCESS_FAULT, 0x5004));
    assertThat(trapOf("sd", 0x5000))
        .isEqualTo(Trap.exception(ExceptionCause.STORE_ACCESS_FAULT, 0x5000));
    assertThat(trapOf("lr.w", 0x5004))
        .isEqualTo(Trap.exception(ExceptionCause.LOAD_ACCESS_FAULT, 0x5004));
    machine.state.x[7] = 5;
    assertThat(trapOf("amoadd.w", 0x5004)).isNull();
    assertThat(machine.registers[1]).isEqualTo(0x8000_0005);
  }

  @Test
  void aStoreConditionalNeedsTheReservationOfTheSameBytes() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    machine.mapPage(ROOT, 0x6000, SmallMachine.leaf(DATA, READ_WRITE));
    machine.state.x[7] = 9;
    assertThat(trapOf("lr.d", 0x5000)).isNull();
    assertThat(trapOf("sc.d", 0x6000)).isNull();
    assertThat(machine.state.x[5]).isZero();
    assertThat(machine.memory.getLong(DATA)).isEqualTo(9);
    assertThat(trapOf("lr.d", 0x5000)).isNull();
    assertThat(trapOf("sc.d", 0x5008)).isNull();
    assertThat(machine.state.x[5]).isEqualTo(1);
    assertThat(trapOf("lr.d", 0x5000)).isNull();
    machine.memory.putLong(DATA, 10);
    assertThat(trapOf("sc.d", 0x5000)).isNull();
    assertThat(machine.state.x[5]).isEqualTo(1);
    assertThat(trapOf("lr.d", 0x5000)).isNull();
    hart.cancelReservation();
    assertThat(trapOf("sc.d", 0x5000)).isNull();
    assertThat(machine.state.x[5]).isEqualTo(1);
  }

  @Test
  void anObserverSeesWalksFetchesAndData() {
    machine.mapPage(ROOT, 0x5000, SmallMachine.leaf(DATA, READ_WRITE));
    assertThat(trapOf("sd", 0x5000)).isNull();
    List<String> seen = new ArrayList<>();
    hart.observe(
        (address, bytes, kind, walk) ->
            seen.add("%s %x %d%s".formatted(kind, address, bytes, walk ? " walk" : "")));
    assertThat(trapOf("sd", 0x5000)).isNull();
    assertThat(seen)
        .contains("%s %x 8".formatted(AccessKind.WRITE, DATA))
        .contains("%s %x 2".formatted(AccessKind.EXECUTE, BASE))
        .contains("%s %x 2".formatted(AccessKind.EXECUTE, BASE + 2))
        .contains("%s %x 8 walk".formatted(AccessKind.READ, ROOT))
        .contains("%s %x 8 walk".formatted(AccessKind.READ, ROOT + 0x2000 + 8 * 5));
    int before = seen.size();
    assertThat(trapOf("sd", 0x5000)).isNull();
    assertThat(seen).hasSize(2 * before);
  }
}
