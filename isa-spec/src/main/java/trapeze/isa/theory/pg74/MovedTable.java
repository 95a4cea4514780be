package trapeze.isa.theory.pg74;

import trapeze.isa.ir.StateVariable;
import trapeze.isa.pg74.Format;
import trapeze.isa.pg74.Registers;
import trapeze.isa.theory.Origin;

/**
 * A state whose page table lies elsewhere, or whose pages lie in other frames, or both. The entries
 * say the same but for the frames, each of which may be exchanged with its neighbour.
 *
 * <p>Out of it: states in which the table can be reached through itself. What it makes accessible
 * then includes the numbers of the frames, and is never the same elsewhere: so a program that can
 * read its own table sees where it is, whatever the instruction.
 *
 * @param first the state that is moved
 * @param other gives the table's place, and what is not accessible
 * @param registers the machine's
 * @param exchanged whether frames are exchanged
 */
record MovedTable(Origin first, Origin other, Registers registers, boolean exchanged)
    implements Elsewhere {

  private Format format() {
    return registers.format();
  }

  private int offsetBits() {
    return format().addressBits() / 2;
  }

  private long table() {
    return first.register(registers.relocation);
  }

  private long newTable() {
    return other.register(registers.relocation);
  }

  /** Entries that an address can name. */
  private long entries() {
    return Math.min(first.register(registers.bound), 1L << (format().addressBits() - offsetBits()));
  }

  @Override
  public boolean isElsewhere() {
    return (exchanged || newTable() != table())
        && table() + entries() <= first.size()
        && newTable() + entries() <= first.size()
        && !isTableAccessible();
  }

  private boolean isTableAccessible() {
    for (int i = 0; i < entries(); i++) {
      if (isAccessible(table() + i) || isAccessible(of(newTable() + i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a physical address of the first state is in the frame of some page. */
  private boolean isAccessible(long address) {
    for (int page = 0; page < entries(); page++) {
      long entry = first.word(table() + page);
      boolean valid = (entry >>> format().addressBits() & 1) != 0;
      long frame = (entry & (format().mostWords() - 1)) >>> offsetBits();
      if (valid && frame == address >>> offsetBits()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public long of(long address) {
    return exchanged && address < format().mostWords() ? address ^ 1L << offsetBits() : address;
  }

  @Override
  public String title() {
    return "where the table is at %d%s"
        .formatted(newTable(), exchanged ? " and frames are exchanged" : "");
  }

  private boolean isEntry(long address) {
    return address >= newTable() && address < newTable() + entries();
  }

  @Override
  public long word(long address) {
    if (isEntry(address)) {
      long entry = first.word(address - newTable() + table());
      return exchanged ? entry ^ 1L << offsetBits() : entry;
    }
    long from = of(address);
    return isAccessible(from) ? first.word(from) : other.word(address);
  }

  @Override
  public boolean isChosen(long address) {
    return isEntry(address)
        || (isAccessible(of(address)) ? first.isChosen(of(address)) : other.isChosen(address));
  }

  @Override
  public long register(StateVariable variable) {
    return variable == registers.relocation ? other.register(variable) : first.register(variable);
  }

  @Override
  public boolean isChosen(StateVariable variable) {
    return variable == registers.relocation || first.isChosen(variable);
  }

  @Override
  public int size() {
    return first.size();
  }
}
