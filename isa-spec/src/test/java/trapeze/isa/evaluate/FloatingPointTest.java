package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.fp.FpFlags;
import trapeze.isa.fp.FpOperation.Kind;
import trapeze.isa.fp.LoadableConstant;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.Trap;

/** What the floating-point chapters add to arithmetic: boxes, rounding modes, FS and flags. */
class FloatingPointTest extends ExampleHart {
  private static final long BOX = 0xffff_ffff_0000_0000L;
  private static final long CANONICAL_NAN = BOX | 0x7fc0_0000L;
  private static final long HALF_NAN = 0xffff_ffff_ffff_7e00L;
  private static final int TO_NEAREST = 0;
  private static final int DYNAMIC = 7;
  private static final int INITIAL = 1;
  private static final int DIRTY = 3;

  FloatingPointTest() {
    hart.set(Rv64State.MSTATUS, (long) INITIAL << Rv64State.FS.low());
    for (int i = 0; i < 32; i++) {
      hart.f[i] = Double.doubleToRawLongBits(i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flw",
        "fsd",
        "fadd.s",
        "fmv.x.d",
        "fclass.s",
        "fcvt.s.d",
        "fsgnj.d",
        "flh",
        "fadd.h"
      })
  void everythingIsIllegalWhileTheStateIsOff(String mnemonic) {
    hart.set(Rv64State.MSTATUS, 0);
    int bits = assemble(mnemonic, 1, 2, 3, 0);
    assertThat(trapOf(bits))
        .isEqualTo(Trap.exception(ExceptionCause.ILLEGAL_INSTRUCTION, bits & 0xffff_ffffL));
  }

  @ParameterizedTest
  @CsvSource({"5,0", "6,0", "7,5", "7,6", "7,7"})
  void reservedRoundingModesAreIllegalWhetherOrNotTheyMatter(int field, int dynamic) {
    hart.set(Rv64State.FRM, dynamic);
    for (String mnemonic :
        new String[] {"fadd.d", "fcvt.d.w", "fsqrt.s", "fmadd.s", "fcvt.s.h", "fdiv.h"}) {
      assertThat(trapOf(mnemonic, 1, 2, 3, field).is(ExceptionCause.ILLEGAL_INSTRUCTION))
          .as(mnemonic)
          .isTrue();
    }
    assertThat(fs()).isEqualTo(INITIAL);
  }

  @Test
  void theDynamicRoundingModeIsTheOneInFrm() {
    hart.f[2] = single(1);
    hart.f[3] = single(0x1p-30f);
    hart.set(Rv64State.FRM, 3); // up
    run("fadd.s", 1, 2, 3, DYNAMIC);
    assertThat(hart.f[1]).isEqualTo(single(Math.nextUp(1f)));
    hart.set(Rv64State.FRM, 2); // down
    run("fadd.s", 1, 2, 3, DYNAMIC);
    assertThat(hart.f[1]).isEqualTo(single(1));
    assertThat(hart.get(Rv64State.FFLAGS)).isEqualTo(FpFlags.NX);
  }

  @Test
  void singlesAreReadAndWrittenInTheirBox() {
    hart.f[2] = single(2);
    hart.f[3] = 0x3f80_0000L; // 1.0 without a box
    run("fmul.s", 1, 2, 2, TO_NEAREST);
    assertThat(hart.f[1]).isEqualTo(single(4));
    run("fmul.s", 1, 2, 3, TO_NEAREST);
    assertThat(hart.f[1]).isEqualTo(CANONICAL_NAN);
    run("fsgnj.s", 1, 3, 3, 0);
    assertThat(hart.f[1]).isEqualTo(CANONICAL_NAN);
  }

  /** unpriv:nanboxing: a half in its box is the canonical NaN to who reads a single, and so on. */
  @Test
  void halvesAreReadAndWrittenInTheirBox() {
    hart.f[2] = half(2);
    hart.f[3] = single(1);
    hart.f[4] = 0xffff_ffff_0000_3c00L; // 1.0 in half a box
    run("fmul.h", 1, 2, 2, TO_NEAREST);
    assertThat(hart.f[1]).isEqualTo(half(4));
    run("fmul.h", 1, 2, 3, TO_NEAREST);
    assertThat(hart.f[1]).isEqualTo(HALF_NAN);
    run("fsgnj.h", 1, 4, 4, 0);
    assertThat(hart.f[1]).isEqualTo(HALF_NAN);
    run("fadd.s", 1, 2, 2, TO_NEAREST);
    assertThat(hart.f[1]).isEqualTo(CANONICAL_NAN);
    assertThat(hart.get(Rv64State.FFLAGS)).isZero();
  }

  @Test
  void halvesAreConvertedAndBoxedAsWhatTheyBecome() {
    hart.f[2] = half(-1.5f);
    run("fcvt.s.h", 3, 2, NOWHERE, TO_NEAREST);
    assertThat(hart.f[3]).isEqualTo(single(-1.5f));
    run("fcvt.h.s", 1, 3, NOWHERE, TO_NEAREST);
    assertThat(hart.f[1]).isEqualTo(hart.f[2]);
    run("fcvt.d.h", 3, 2, NOWHERE, TO_NEAREST);
    assertThat(Double.longBitsToDouble(hart.f[3])).isEqualTo(-1.5);
    run("fcvt.h.d", 1, 3, NOWHERE, TO_NEAREST);
    assertThat(hart.f[1]).isEqualTo(hart.f[2]);
    hart.f[2] = BOX | 0x3f80_0000L; // a single, no half
    run("fcvt.s.h", 3, 2, NOWHERE, TO_NEAREST);
    assertThat(hart.f[3]).isEqualTo(CANONICAL_NAN);
  }

  @Test
  void halvesAreMovedAsTheyAre() {
    hart.f[2] = 0x1234_5678_9abc_8001L;
    run("fmv.x.h", 1, 2, NOWHERE, 0);
    assertThat(hart.x[1]).isEqualTo(0xffff_ffff_ffff_8001L);
    run("fsh", NOWHERE, 4, 2, 0);
    assertThat(environment.load(0x400, 8)).isEqualTo(0x8001);
    run("flh", 5, 4, NOWHERE, 0);
    assertThat(hart.f[5]).isEqualTo(0xffff_ffff_ffff_8001L);
    run("fmv.h.x", 6, 1, NOWHERE, 0);
    assertThat(hart.f[6]).isEqualTo(hart.f[5]);
  }

  @Test
  void movesAndStoresTakeTheLowBitsWithoutLookingAtTheBox() {
    hart.f[2] = 0x1234_5678_bf80_0000L;
    run("fmv.x.w", 1, 2, NOWHERE, 0);
    assertThat(hart.x[1]).isEqualTo(0xffff_ffff_bf80_0000L);
    run("fsw", NOWHERE, 4, 2, 0);
    assertThat(environment.load(0x400, 8)).isEqualTo(0xbf80_0000L);
    run("flw", 5, 4, NOWHERE, 0);
    assertThat(hart.f[5]).isEqualTo(single(-1));
  }

  @Test
  void theStateBecomesDirtyWhereARegisterOrAFlagMayChange() {
    for (String reads : new String[] {"fmv.x.d", "fclass.d", "fsd"}) {
      run(reads, 1, 2, 3, 0);
      assertThat(fs()).as(reads).isEqualTo(INITIAL);
    }
    for (String writes :
        new String[] {"feq.d", "fcvt.w.d", "fld", "fmv.d.x", "fsgnj.d", "fmax.d"}) {
      hart.set(Rv64State.MSTATUS, (long) INITIAL << Rv64State.FS.low());
      run(writes, 1, 2, 3, 0);
      assertThat(fs()).as(writes).isEqualTo(DIRTY);
    }
  }

  @Test
  void aLoadThatIsRefusedLeavesTheStateClean() {
    hart.x[2] = FlatEnvironment.END;
    trapOf("fld", 1, 2, NOWHERE, 0);
    assertThat(fs()).isEqualTo(INITIAL);
    assertThat(hart.f[1]).isEqualTo(Double.doubleToRawLongBits(1));
  }

  @Test
  void constantsAreLoadedByTheirNumber() {
    for (int i = 0; i < LoadableConstant.COUNT; i++) {
      run(assemble("fli.h", 1, 0, NOWHERE, 0) | i << 15);
      assertThat(hart.f[1]).isEqualTo(~0xffffL | LoadableConstant.bits(Kind.HALF, i));
      run(assemble("fli.s", 1, 0, NOWHERE, 0) | i << 15);
      assertThat(hart.f[1]).isEqualTo(BOX | LoadableConstant.bits(Kind.SINGLE, i));
      run(assemble("fli.d", 1, 0, NOWHERE, 0) | i << 15);
      assertThat(hart.f[1]).isEqualTo(LoadableConstant.bits(Kind.DOUBLE, i));
    }
    assertThat(fs()).isEqualTo(DIRTY);
  }

  @Test
  void moduloConversionHasNoOtherRoundingMode() {
    hart.f[2] = Double.doubleToRawLongBits(0x1p32 + 5.75);
    run("fcvtmod.w.d", 1, 2, NOWHERE, 0);
    assertThat(hart.x[1]).isEqualTo(5);
    assertThat(hart.get(Rv64State.FFLAGS)).isEqualTo(FpFlags.NV);
    int toNearest = assemble("fcvtmod.w.d", 1, 2, NOWHERE, 0) & ~0x7000;
    assertThat(new Decoder(Rv64.SET).decode(toNearest)).isZero();
  }

  @Test
  void flagsAccrue() {
    run("fdiv.d", 1, 2, 0, TO_NEAREST);
    assertThat(Double.longBitsToDouble(hart.f[1])).isInfinite();
    run("fsqrt.d", 1, 2, NOWHERE, TO_NEAREST);
    assertThat(hart.get(Rv64State.FFLAGS)).isEqualTo(FpFlags.DZ | FpFlags.NX);
  }

  @ParameterizedTest
  @CsvSource({"fmadd.d, 11", "fmsub.d, 1", "fnmsub.d, -1", "fnmadd.d, -11"})
  void fusedOperationsDifferInTheirSigns(String mnemonic, double expected) {
    int third = 5 << 27;
    run(assemble(mnemonic, 1, 2, 3, TO_NEAREST) | third); // 2 × 3 and 5
    assertThat(Double.longBitsToDouble(hart.f[1])).isEqualTo(expected);
  }

  @Test
  void signsAreInjected() {
    hart.f[3] = Double.doubleToRawLongBits(-3);
    run("fsgnj.d", 1, 2, 3, 0);
    assertThat(Double.longBitsToDouble(hart.f[1])).isEqualTo(-2);
    run("fsgnjn.d", 1, 3, 3, 0);
    assertThat(Double.longBitsToDouble(hart.f[1])).isEqualTo(3);
    run("fsgnjx.d", 1, 3, 3, 0);
    assertThat(Double.longBitsToDouble(hart.f[1])).isEqualTo(3);
  }

  @Test
  void conversionsExtendTheSignOfWordsEvenUnsignedOnes() {
    hart.f[2] = Double.doubleToRawLongBits(0x1p31);
    run("fcvt.wu.d", 1, 2, NOWHERE, TO_NEAREST);
    assertThat(hart.x[1]).isEqualTo(0xffff_ffff_8000_0000L);
    run("fcvt.d.wu", 3, 1, NOWHERE, TO_NEAREST);
    assertThat(hart.f[3]).isEqualTo(hart.f[2]);
  }

  private long fs() {
    return hart.get(Rv64State.MSTATUS) >>> Rv64State.FS.low() & 3;
  }

  private static long half(float value) {
    return ~0xffffL | Float.floatToFloat16(value) & 0xffffL;
  }

  private static long single(float value) {
    return BOX | Float.floatToRawIntBits(value) & 0xffff_ffffL;
  }
}
