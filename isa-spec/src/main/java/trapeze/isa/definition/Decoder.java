package trapeze.isa.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From an instruction's bits to its packed form (see {@link PackedInstruction}), by the encodings
 * of an instruction set and nothing else.
 *
 * <p>Immutable, so harts may share one.
 */
public final class Decoder {
  /** Bits 15:13 and 6:0 choose the bucket: opcode and minor opcode of every format. */
  private static final int BUCKETS = 1 << 10;

  private final DecodedForm[][] buckets = new DecodedForm[BUCKETS][];

  /** A decoder for the instructions and compressed forms of a set. */
  public Decoder(InstructionSet set) {
    List<DecodedForm> forms = new ArrayList<>();
    for (int i = 0; i < set.instructions().size(); i++) {
      Instruction instruction = set.instructions().get(i);
      forms.add(new DecodedForm(instruction, i + 1, instruction.encoding(), Map.of(), Map.of()));
    }
    for (CompressedForm form : set.compressed()) {
      int number = set.instructions().indexOf(form.base()) + 1;
      forms.add(new DecodedForm(form.base(), number, form.encoding(), form.fixed(), form.shared()));
    }
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int bits = (bucket >>> 7) << 13 | bucket & 0x7f;
      buckets[bucket] =
          forms.stream().filter(form -> form.isPossible(bits, 0xe07f)).toArray(DecodedForm[]::new);
    }
  }

  /**
   * Decodes an instruction.
   *
   * @param bits 32 bits; of a 16-bit instruction (bits 1:0 not both set) the upper half is ignored
   * @return the packed form, or 0 if these bits are no instruction
   */
  public long decode(int bits) {
    int used = (bits & 3) == 3 ? bits : bits & 0xffff;
    for (DecodedForm form : buckets[bucket(used)]) {
      if (form.matches(used)) {
        return form.pack(used);
      }
    }
    return 0;
  }

  private static int bucket(int bits) {
    return (bits >>> 13 & 7) << 7 | bits & 0x7f;
  }
}
