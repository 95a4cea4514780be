package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import trapeze.isa.ir.Field;

/** Registers on their way from the hart into a region's variables, and back. */
final class RegionRegisters {
  private static final MethodTypeDesc HOLD = MethodTypeDesc.of(CD_void, CD_int);

  private final CodeBuilder code;
  private final RegionLayout layout;

  RegionRegisters(CodeBuilder code, RegionLayout layout) {
    this.code = code;
    this.layout = layout;
  }

  /**
   * Reads all that the region uses.
   *
   * @param method what conditions are emitted by
   */
  void read(RegionMethod method) {
    BitSet used = layout.used();
    for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
      code.aload(RegionLayout.HART).getfield(Names.HART, "x", Names.LONGS);
      code.loadConstant(i).laload().lstore(layout.slot(i));
    }
    if (!layout.isFloating()) {
      return;
    }
    BitSet floating = layout.floatingUsed();
    for (int i = floating.nextSetBit(0); i >= 0; i = floating.nextSetBit(i + 1)) {
      code.aload(RegionLayout.HART).getfield(Names.HART, "f", Names.LONGS);
      code.loadConstant(i).laload();
      code.invokestatic(Names.DOUBLE, "longBitsToDouble", Names.LONG_TO_DOUBLE);
      code.dstore(layout.floatingSlot(i));
    }
    new ExpressionEmitter(method).exact(PlainFloatingPoint.CONDITION);
    code.l2i().istore(RegionLayout.PLAIN);
    Field flags = layout.flags();
    if (flags != null) {
      code.aload(RegionLayout.HART).getfield(Names.HART, "flags", Names.FLAGS);
      code.dup().astore(RegionLayout.FLAGS);
      method.pushPlace(flags.variable());
      code.laload().l2i().invokevirtual(Names.FLAGS, "hold", HOLD);
    }
  }

  /** Writes back what the region writes. */
  void writeBack() {
    BitSet written = layout.written();
    for (int i = written.nextSetBit(0); i >= 0; i = written.nextSetBit(i + 1)) {
      code.aload(RegionLayout.HART).getfield(Names.HART, "x", Names.LONGS);
      code.loadConstant(i).lload(layout.slot(i)).lastore();
    }
    if (!layout.isFloating()) {
      return;
    }
    BitSet floating = layout.floatingWritten();
    for (int i = floating.nextSetBit(0); i >= 0; i = floating.nextSetBit(i + 1)) {
      code.aload(RegionLayout.HART).getfield(Names.HART, "f", Names.LONGS);
      code.loadConstant(i).dload(layout.floatingSlot(i));
      code.invokestatic(Names.DOUBLE, "doubleToRawLongBits", Names.DOUBLE_TO_LONG).lastore();
    }
    Field flags = layout.flags();
    if (flags != null) {
      code.aload(RegionLayout.HART).getfield(Names.HART, "registers", Names.LONGS);
      code.loadConstant(flags.variable().index());
      code.aload(RegionLayout.FLAGS).getfield(Names.FLAGS, "bits", CD_int).i2l().lastore();
    }
  }
}
