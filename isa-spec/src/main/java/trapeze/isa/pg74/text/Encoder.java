package trapeze.isa.pg74.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import trapeze.isa.pg74.ThirdGeneration;

/** The second pass: items become words, now that every label has its value. */
final class Encoder {
  private final ThirdGeneration machine;
  private final List<Parser.Placed> items;
  private final Calculator.Symbols symbols;
  private final Map<String, Long> literals;

  Encoder(
      ThirdGeneration machine,
      List<Parser.Placed> items,
      Calculator.Symbols symbols,
      Map<String, Long> literals) {
    this.machine = machine;
    this.items = items;
    this.symbols = symbols;
    this.literals = literals;
  }

  Program program(Place end, int memoryWords, SortedMap<String, Long> named)
      throws AssemblyException {
    if (items.isEmpty()) {
      throw new AssemblyException(
          end, "no words; a program begins with the program status word that it starts with");
    }
    Parser.Placed last = items.getLast();
    long[] words = new long[last.address() + last.item().size()];
    List<Program.Listed> listing = new ArrayList<>();
    for (Parser.Placed placed : items) {
      encode(placed, words);
      listing.add(
          new Program.Listed(
              placed.place(), placed.address(), placed.item().size(), placed.text()));
    }
    return new Program(machine, words, memoryWords, named, listing);
  }

  private void encode(Parser.Placed placed, long[] words) throws AssemblyException {
    int address = placed.address();
    switch (placed.item()) {
      case Item.Known(long[] known) -> System.arraycopy(known, 0, words, address, known.length);
      case Item.Words(List<String> expressions) -> {
        for (String expression : expressions) {
          words[address] = word(placed.place(), compute(placed.place(), address, expression));
          address++;
        }
      }
      case Item.Instruction(String mnemonic, String operand) ->
          words[address] =
              machine.encode(
                  mnemonic, operand == null ? 0 : operand(placed.place(), address, operand));
    }
  }

  private long operand(Place place, int address, String text) throws AssemblyException {
    if (text.startsWith("=")) {
      Long literal = literals.get(text.substring(1).strip());
      return literal == null ? 0 : literal;
    }
    long value = compute(place, address, text);
    if (value < 0 || value >= machine.format().mostWords()) {
      throw new AssemblyException(
          place,
          "an operand of %d does not fit %d bits; a word in memory can hold it: load =%s"
              .formatted(value, machine.format().addressBits(), text));
    }
    return value;
  }

  private long word(Place place, long value) throws AssemblyException {
    long mask = machine.format().wordMask();
    boolean fits = (value & ~mask) == 0 || (value & ~(mask >>> 1)) == ~(mask >>> 1);
    if (!fits) {
      throw new AssemblyException(
          place, "%d does not fit a word of %d bits".formatted(value, machine.format().wordBits()));
    }
    return value & mask;
  }

  private long compute(Place place, int address, String expression) throws AssemblyException {
    return Calculator.compute(
        machine.format(),
        place,
        name -> name.equals(".") ? Long.valueOf(address) : symbols.value(name),
        expression);
  }
}
