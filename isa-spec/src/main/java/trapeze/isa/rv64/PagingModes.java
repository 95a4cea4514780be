package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.and;
import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.isNotZero;
import static trapeze.isa.ir.Build.or;

import trapeze.isa.ir.Expression;

/** Values of MODE in {@code satp}, {@code vsatp} and {@code hgatp}, which are the same codes. */
final class PagingModes {
  private PagingModes() {}

  /** Whether a value of MODE is none of Bare, Sv39, Sv48, Sv57, as far as they are offered. */
  static Expression unsupported(Expression mode) {
    Expression tooNarrow = and(isNotZero(mode), below(mode, constant(AddressTranslation.SV39, 4)));
    Expression tooWide = below(Rv64State.WIDEST_PAGING.whole().get(), mode);
    return or(tooNarrow, tooWide);
  }
}
