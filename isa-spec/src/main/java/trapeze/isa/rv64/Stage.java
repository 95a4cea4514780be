package trapeze.isa.rv64;

import java.util.List;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.Local;
import trapeze.isa.ir.Statement;

/**
 * What a {@link TableWalk} asks of the translation that it is a step of: the only one of a machine
 * without a hypervisor, or either of the two of a guest (priv:two-stage-translation).
 */
interface Stage {
  /** The name of one of the stage's routines. */
  String name(String routine);

  /** What the walk hands down beside the kind of access: who makes it. */
  Local actor();

  /** The code, 6 bits, of the exception that an entry raises. */
  Expression pageFault(Expression kind);

  /**
   * Comes to an entry of a table; ends the routine with an exception's code if that cannot be done.
   *
   * @param at address of the entry, as the entry above it gives it
   * @param toWrite whether A and D are to be set, rather than the entry to be read
   * @param body where the statements are added
   * @return the entry's physical address
   */
  Local reach(Local at, Expression kind, boolean toWrite, List<Statement> body);

  /** One bit: whether a leaf allows this kind of access, A and D aside. */
  Expression permits(Expression entry, Expression kind, Expression actor);

  /** One bit: whether hardware sets A and D (Svadu). */
  Expression updatesEntries();

  /** One bit: whether leaves have memory types (Svpbmt). */
  Expression hasMemoryTypes();

  /** What is left in {@code walk.} variables of a leaf that was found, beside the address. */
  List<Statement> found(Expression leaf, Expression at, Expression shift, Expression global);
}
