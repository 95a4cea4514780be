package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.add;
import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.zeroExtend;
import static trapeze.isa.pg74.Registers.get;

import java.util.List;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * R as a page table: l is the physical address of its first word, b the number of its words. The
 * upper half of an address is the number of a page, the lower half a place in it; with 16 address
 * bits, 256 pages of 256 words, with one, two pages of one word. A word of the table holds the
 * page's physical address, of which the lower half is ignored, and above it one bit that is set if
 * the page is there.
 */
final class Paging implements Relocation {
  @Override
  public List<Statement> locate(Registers registers, Expression relative) {
    Format format = registers.format();
    int addressBits = format.addressBits();
    int offsetBits = offsetBits(format);
    Expression page = bits(relative, addressBits - 1, offsetBits);
    Statement memoryTrap = Cause.MEMORY.raise(zeroExtend(relative, 64));
    Local entry = new Local("entry", 64);
    Local present = new Local("present", 1);
    Expression frame = bits(value(entry), addressBits - 1, offsetBits);
    Expression valid = bits(value(entry), addressBits, addressBits);
    return List.of(
        when(not(below(zeroExtend(page, format.boundBits()), get(registers.bound))), memoryTrap),
        new Statement.ReadPhysical(
            entry, present, add(zeroExtend(get(registers.relocation), 64), zeroExtend(page, 64))),
        when(not(and(value(present), valid)), memoryTrap),
        give(
            zeroExtend(
                offsetBits == 0 ? frame : concatenate(frame, bits(relative, offsetBits - 1, 0)),
                64)));
  }

  /** Width of a place in a page. */
  static int offsetBits(Format format) {
    return format.addressBits() / 2;
  }
}
