package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.bits;
import static trapeze.isa.ir.Build.concatenate;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.equal;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.not;
import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.ir.Build.zeroExtend;

import trapeze.isa.ir.Expression;

/**
 * The bits of a page-table entry, which are the same for every mode and stage: N, PBMT (2),
 * reserved (7), the page number (44), two for software, D, A, G, U, X, W, R, V (priv:sv39pte).
 */
final class PageTableEntry {
  private PageTableEntry() {}

  /** What a leaf looks like where nothing is translated: D, A, X, W, R, V. */
  static final long EVERYTHING = 0xcf;

  static final long ACCESSED = 1 << 6;
  static final long DIRTY = 1 << 7;

  static Expression isReadable(Expression entry) {
    return bits(entry, 1, 1);
  }

  static Expression isWritable(Expression entry) {
    return bits(entry, 2, 2);
  }

  static Expression isExecutable(Expression entry) {
    return bits(entry, 3, 3);
  }

  static Expression isUsers(Expression entry) {
    return bits(entry, 4, 4);
  }

  static Expression isGlobal(Expression entry) {
    return bits(entry, 5, 5);
  }

  /** Svnapot: the entry is one of several that map one naturally aligned range. */
  static Expression isContiguous(Expression entry) {
    return bits(entry, 63, 63);
  }

  static Expression isLeaf(Expression entry) {
    return isNotZero(bits(entry, 3, 1));
  }

  /** Not valid, writable but not readable, or a use of bits that no extension has taken. */
  static Expression isReserved(Expression entry) {
    Expression invalid = not(bits(entry, 0, 0));
    Expression writeOnly = and(isWritable(entry), not(isReadable(entry)));
    return or(invalid, writeOnly, isNotZero(bits(entry, 60, 54)));
  }

  /** In a pointer D, A, U and everything above the page number are reserved (priv:sv39). */
  static Expression isReservedPointer(Expression entry) {
    return or(isNotZero(bits(entry, 63, 54)), isNotZero(and(entry, word(0xd0))));
  }

  /** Svpbmt: 3 is reserved, and where it is not enabled all but 0 (priv:svpbmt). */
  static Expression hasBadMemoryType(Expression entry, Expression enabled) {
    Expression type = bits(entry, 62, 61);
    return select(enabled, equal(type, constant(3, 2)), isNotZero(type));
  }

  /** The physical address, 64 bits, that the page number stands for. */
  static Expression pageAddress(Expression entry) {
    return zeroExtend(concatenate(bits(entry, 53, 10), constant(0, 12)), 64);
  }
}
