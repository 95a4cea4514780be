package trapeze.isa.pg74;

import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.call;
import static trapeze.isa.ir.Build.give;
import static trapeze.isa.ir.Build.let;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.value;
import static trapeze.isa.ir.Build.when;
import static trapeze.isa.ir.Build.zeroExtend;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Routine;
import trapeze.isa.ir.Statement;

/** E as definitions see it: words at relative addresses, behind R. */
public final class Storage {
  private final Format format;

  /**
   * The physical address, 64 bits, of the word at a relative address; raises a memory trap if R
   * does not allow it or there is no such word.
   */
  final Routine locate;

  Storage(Registers registers, Relocation relocation) {
    this.format = registers.format();
    Local relative = new Local("relative", format.addressBits());
    Local physical = new Local("physical", 64);
    Routine relocate =
        new Routine(
            "relocate", List.of(relative), 64, relocation.locate(registers, value(relative)));
    Local wanted = new Local("relative", format.addressBits());
    Local present = new Local("present", 1);
    locate =
        new Routine(
            "locate",
            List.of(wanted),
            64,
            List.of(
                let(physical, call(relocate, value(wanted))),
                new Statement.HasPhysical(present, value(physical)),
                when(not(value(present)), Cause.MEMORY.raise(zeroExtend(value(wanted), 64))),
                give(value(physical))));
  }

  /** A local that holds a word. */
  public Local word(String name) {
    return new Local(name, format.wordBits());
  }

  /** Reads the word at a relative address into a local of a word's width. */
  public Statement[] read(Local into, Expression relative) {
    Local raw = new Local("raw", 64);
    Local present = new Local("present", 1);
    return new Statement[] {
      new Statement.ReadPhysical(raw, present, call(locate, relative)),
      let(into, bits(value(raw), format.wordBits() - 1, 0))
    };
  }

  /** Writes a word at a relative address. */
  public Statement write(Expression relative, Expression word) {
    return new Statement.WritePhysical(call(locate, relative), zeroExtend(word, 64));
  }

  /** Reads, and then does what follows. */
  public List<Statement> reading(Local into, Expression relative, Statement... then) {
    return Stream.concat(Stream.of(read(into, relative)), Stream.of(then)).toList();
  }
}
