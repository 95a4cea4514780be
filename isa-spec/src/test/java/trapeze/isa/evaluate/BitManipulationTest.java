package trapeze.isa.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bit manipulation by example. */
class BitManipulationTest extends ExampleHart {

  @ParameterizedTest
  @CsvSource({
    "add.uw,    0xffffffff80000001, 2,                  0x80000003",
    "sh2add,    3,                  5,                  17",
    "sh3add.uw, 0xffffffff00000001, 5,                  13",
    "andn,      0xff,               0x0f,               0xf0",
    "orn,       0,                  0x0f,               0xfffffffffffffff0",
    "xnor,      0xff,               0x0f,               0xffffffffffffff0f",
    "max,       0xffffffffffffffff, 1,                  1",
    "maxu,      0xffffffffffffffff, 1,                  0xffffffffffffffff",
    "min,       0xffffffffffffffff, 1,                  0xffffffffffffffff",
    "minu,      0xffffffffffffffff, 1,                  1",
    "rol,       0x8000000000000001, 0x41,               3",
    "rol,       0x1234,             0,                  0x1234",
    "ror,       3,                  1,                  0x8000000000000001",
    "rolw,      0x80000001,         1,                  3",
    "rorw,      1,                  1,                  0xffffffff80000000",
    "clmul,     3,                  3,                  5",
    "clmulh,    0x8000000000000000, 2,                  1",
    "clmulr,    0x8000000000000000, 2,                  2",
    "bset,      0,                  0x43,               8",
    "bclr,      0xff,               3,                  0xf7",
    "binv,      0xff,               8,                  0x1ff",
    "bext,      0x80,               7,                  1",
    "pack,      0xaaaaaaaa11111111, 0xbbbbbbbb22222222, 0x2222222211111111",
    "packh,     0xaaaaaaaaaaaaaa11, 0xbbbbbbbbbbbbbb22, 0x2211",
    "packw,     0x18000,            0,                  0x8000",
    "packw,     0xaaaaaaaa11111111, 0xbbbbbbbbbbbbf222, 0xfffffffff2221111",
    "xperm8,    0x8877665544332211, 0x0007010600030508, 0x1188227711446600",
    "xperm8,    0x8877665544332211, 0x0710ff08800000ff, 0x8800000000111100",
    "xperm4,    0xfedcba9876543210, 0x0123456789abcdef, 0x0123456789abcdef",
    "xperm4,    0xfedcba9876543215, 0x00000000000f0e01, 0x55555555555f5e51",
    "czero.eqz, 5,                  0,                  0",
    "czero.eqz, 5,                  0x8000000000000000, 5",
    "czero.nez, 5,                  0,                  5",
    "czero.nez, 5,                  1,                  0",
    "mop.rr,    5,                  1,                  0"
  })
  void twoRegisters(String mnemonic, String first, String second, String expected) {
    hart.x[6] = number(first);
    hart.x[7] = number(second);
    run(mnemonic, 5, 6, 7, 0);
    assertThat(hart.x[5]).isEqualTo(number(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "clz,     0xff,               0,  56",
    "clzw,    0xffffffff000000ff, 0,  24",
    "ctz,     0,                  0,  64",
    "ctzw,    0xffffffff00000000, 0,  32",
    "cpop,    0xffffffff00000001, 0,  33",
    "cpopw,   0xffffffff00000001, 0,  1",
    "sext.b,  0x80,               0,  0xffffffffffffff80",
    "sext.h,  0x18000,            0,  0xffffffffffff8000",
    "orc.b,   0x0100020000800000, 0,  0xff00ff0000ff0000",
    "rev8,    0x0102030405060708, 0,  0x0807060504030201",
    "brev8,   0x0180ff0f12345678, 0,  0x8001fff0482c6a1e",
    "rori,    1,                  1,  0x8000000000000000",
    "roriw,   1,                  1,  0xffffffff80000000",
    "slli.uw, 0xffffffff80000000, 4,  0x800000000",
    "bseti,   0,                  63, 0x8000000000000000",
    "bclri,   0xff,               0,  0xfe",
    "binvi,   0,                  32, 0x100000000",
    "bexti,   0x8000000000000000, 63, 1"
  })
  void oneRegister(String mnemonic, String value, int amount, String expected) {
    hart.x[6] = number(value);
    run(mnemonic, 5, 6, NOWHERE, amount);
    assertThat(hart.x[5]).isEqualTo(number(expected));
  }

  private static long number(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text, 2, text.length(), 16)
        : Long.parseLong(text);
  }
}
