package trapeze.isa.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import trapeze.isa.ir.Operand;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.state.HartState;

/** The encodings do not overlap, and the decoder says exactly what they say. */
class DecoderTest {
  private static final InstructionSet SET = Rv64.SET;
  private static final Decoder DECODER = new Decoder(SET);

  @Test
  void noWordIsTwoInstructions() {
    List<String> overlapping = new ArrayList<>();
    for (Instruction one : SET.instructions()) {
      for (Instruction other : SET.instructions()) {
        int fixedInBoth = one.encoding().mask() & other.encoding().mask();
        if (one != other
            && ((one.encoding().match() ^ other.encoding().match()) & fixedInBoth) == 0) {
          overlapping.add(one + " and " + other);
        }
      }
    }
    assertThat(overlapping).isEmpty();
    assertThat(SET.instructions())
        .allSatisfy(each -> assertThat(each.encoding().exclusions()).isEmpty());
  }

  @Test
  void everyHalfwordIsWhatItsOneFormSaysOrIllegal() {
    for (int bits = 0; bits < 0x1_0000; bits++) {
      if ((bits & 3) == 3) {
        continue;
      }
      int halfword = bits;
      List<CompressedForm> forms =
          SET.compressed().stream().filter(form -> form.encoding().matches(halfword)).toList();
      assertThat(forms).as("%04x", bits).hasSizeLessThanOrEqualTo(1);
      long packed = DECODER.decode(0xabcd_0000 | bits);
      if (forms.isEmpty()) {
        assertThat(packed).as("%04x", bits).isZero();
      } else {
        CompressedForm form = forms.getFirst();
        assertThat(PackedInstruction.length(packed)).isEqualTo(2);
        assertDecodes(bits, packed, form.base(), operand -> form.operand(operand, halfword));
      }
    }
  }

  @Test
  void everyFormExpandsToALegalInstruction() {
    Random random = new Random(7);
    for (CompressedForm form : SET.compressed()) {
      for (int i = 0; i < 100; i++) {
        int bits = form.encoding().match() | random.nextInt() & ~form.encoding().mask() & 0xffff;
        if (!form.encoding().matches(bits)) {
          continue;
        }
        Map<Operand, Long> operands = new EnumMap<>(Operand.class);
        form.base()
            .encoding()
            .operands()
            .forEach(operand -> operands.put(operand, form.operand(operand, bits)));
        long expanded = DECODER.decode(form.base().encoding().assemble(operands));
        int lengthBits = 3 << PackedInstruction.LENGTH_SHIFT;
        assertThat(DECODER.decode(bits) & ~lengthBits)
            .as("%s %04x", form, bits)
            .isEqualTo(expanded & ~lengthBits);
      }
    }
  }

  @Test
  void everyInstructionIsDecodedWithAllItsOperands() {
    Random random = new Random(1);
    for (Instruction instruction : SET.instructions()) {
      Encoding encoding = instruction.encoding();
      for (int i = 0; i < 200; i++) {
        int bits = encoding.match() | random.nextInt() & ~encoding.mask();
        long packed = DECODER.decode(bits);
        assertThat(PackedInstruction.length(packed)).isEqualTo(4);
        assertDecodes(bits, packed, instruction, operand -> encoding.operand(operand, bits));
      }
    }
  }

  @Test
  void whatNoEncodingMatchesIsIllegal() {
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      assertDecodesAsEncoded(random.nextInt() | 3);
    }
    for (Instruction instruction : SET.instructions()) {
      for (int bit = 2; bit < 32; bit++) {
        assertDecodesAsEncoded(instruction.encoding().match() ^ 1 << bit);
      }
    }
  }

  @Test
  void assemblingGivesBackTheBits() {
    Random random = new Random(3);
    for (Instruction instruction : SET.instructions()) {
      Encoding encoding = instruction.encoding();
      for (int i = 0; i < 100; i++) {
        int bits = encoding.match() | random.nextInt() & ~encoding.mask();
        Map<Operand, Long> operands = new EnumMap<>(Operand.class);
        encoding
            .operands()
            .forEach(operand -> operands.put(operand, encoding.operand(operand, bits)));
        assertThat(encoding.assemble(operands)).as("%s", instruction).isEqualTo(bits);
      }
    }
  }

  @Test
  void everyNumberFitsThePackedForm() {
    assertThat(SET.instructions()).hasSizeLessThan(PackedInstruction.NUMBER_MASK);
  }

  private static void assertDecodesAsEncoded(int bits) {
    boolean matches = SET.instructions().stream().anyMatch(each -> each.encoding().matches(bits));
    assertThat(DECODER.decode(bits) != 0).as("%08x is an instruction", bits).isEqualTo(matches);
  }

  private static void assertDecodes(
      int bits, long packed, Instruction expected, ToLongFunction<Operand> operands) {
    assertThat(SET.instructions().get(PackedInstruction.number(packed) - 1))
        .as("%08x", bits)
        .isSameAs(expected);
    for (Operand operand : expected.encoding().operands()) {
      long found = PackedInstruction.operand(packed, operand);
      if (operand == Operand.RD && found == HartState.SINK) {
        found = 0;
      }
      assertThat(found)
          .as("%s of %s, %08x", operand, expected, bits)
          .isEqualTo(operands.applyAsLong(operand));
    }
  }
}
