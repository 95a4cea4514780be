package trapeze.machine.engine.generate;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;

/**
 * Writes the method of a region: {@code long region(Hart hart, long pc, long base, int valid)}
 * executes from an entry on and gives the address where execution goes on elsewhere.
 *
 * <p>Steps are counted block by block, and there are always enough for the whole block: see {@link
 * RegionBlocks}. An exception finds in two local variables where it was raised; what they are set
 * to there costs nothing where none is.
 */
final class RegionEmitter implements RegionMethod.Jumps {
  private static final MethodTypeDesc BEGIN = MethodTypeDesc.of(CD_void, CD_int, CD_int);
  private static final int SPAN_SHIFT = 15;
  private static final int PAGE_SHIFT = 12;

  private final CodeBuilder code;
  private final InstructionSet set;
  private final Names names;
  private final Region region;
  private final RegionLayout layout;
  private final RegionRegisters registers;
  private final RegionBlocks shape;
  private final RegionReturns returns;
  private final Label dispatch;
  private final Label exit;
  private final Map<Integer, Label> blocks = new LinkedHashMap<>();
  private final Map<Long, Label> exits = new LinkedHashMap<>();

  /** Where to go for a block from another page. */
  private final Map<Integer, Label> gates = new LinkedHashMap<>();

  private final boolean isOfOnePage;

  /** Whether the state is known to be as {@link PlainFloatingPoint} has it, in this block. */
  private boolean isPlain;

  /** Where to go to stop behind an instruction, by the offset of the next. */
  private final Map<Integer, Label> stops = new LinkedHashMap<>();

  RegionEmitter(CodeBuilder code, InstructionSet set, Names names, Flow flow, Region region) {
    this.code = code;
    this.set = set;
    this.names = names;
    this.region = region;
    layout = new RegionLayout(set, region);
    registers = new RegionRegisters(code, layout);
    isOfOnePage = Integer.bitCount(region.pages()) == 1;
    dispatch = code.newLabel();
    exit = code.newLabel();
    shape = new RegionBlocks(region, flow);
    returns = new RegionReturns(region, flow);
    shape.lengths().keySet().forEach(place -> blocks.put(place << 1, code.newLabel()));
  }

  /** Writes it all. */
  void emit() {
    Label raised = code.newLabel();
    Label left = code.newLabel();
    enter();
    Label start = code.newBoundLabel();
    dispatch();
    blocks.forEach(this::block);
    stops.forEach(this::stop);
    gates.forEach(this::pass);
    exits.forEach(this::leave);
    Label end = code.newBoundLabel();
    code.labelBinding(exit);
    registers.writeBack();
    code.aload(RegionLayout.HART).iload(RegionLayout.LEFT);
    code.putfield(Names.HART, "left", CD_int);
    code.lload(RegionLayout.NEXT).lreturn();
    code.exceptionCatch(start, end, left, Names.LEAVE);
    code.labelBinding(left).pop();
    code.iload(RegionLayout.LEFT).iload(RegionLayout.UNDONE).iadd().istore(RegionLayout.LEFT);
    code.lload(RegionLayout.BASE).iload(RegionLayout.AT).i2l().ladd().lstore(RegionLayout.NEXT);
    code.goto_(exit);
    code.exceptionCatch(start, end, raised, Names.SIGNAL);
    code.labelBinding(raised).pop();
    registers.writeBack();
    code.lload(RegionLayout.BASE).iload(RegionLayout.AT).i2l().ladd().lstore(RegionLayout.NEXT);
    code.aload(RegionLayout.HART).lload(RegionLayout.NEXT);
    code.iload(RegionLayout.LEFT).iload(RegionLayout.UNDONE).iadd();
    code.invokevirtual(Names.HART, "trapped", RegionGenerator.trapped());
    code.lload(RegionLayout.NEXT).lreturn();
  }

  @Override
  public Label to(int from, long offset) {
    if (offset < 0 || offset > Integer.MAX_VALUE || !blocks.containsKey((int) offset)) {
      return exitTo(offset);
    }
    return offset >> PAGE_SHIFT == from >> PAGE_SHIFT
        ? blocks.getOrDefault((int) offset, exit)
        : gate((int) offset);
  }

  /** Where to go for a block if its page is still what it was. */
  private Label gate(int offset) {
    return isOfOnePage
        ? blocks.getOrDefault(offset, exit)
        : gates.computeIfAbsent(offset, _ -> code.newLabel());
  }

  private void pass(int offset, Label label) {
    code.labelBinding(label).iload(RegionLayout.VALID);
    code.loadConstant(1 << (offset >> PAGE_SHIFT)).iand().ifeq(exitTo(offset));
    code.goto_(blocks.getOrDefault(offset, exit));
  }

  @Override
  public void goToComputed(int from) {
    BitSet likely = returns.of(from >>> 1);
    if (!likely.isEmpty()) {
      code.lload(RegionLayout.NEXT).lload(RegionLayout.BASE).lsub().lstore(RegionLayout.DISTANCE);
    }
    for (int place = likely.nextSetBit(0); place >= 0; place = likely.nextSetBit(place + 1)) {
      code.lload(RegionLayout.DISTANCE).loadConstant((long) place << 1).lcmp();
      code.ifeq(gate(place << 1));
    }
    code.goto_(dispatch);
  }

  private void enter() {
    code.aload(RegionLayout.HART).getfield(Names.HART, "left", CD_int).istore(RegionLayout.LEFT);
    MethodTypeDesc table = MethodTypeDesc.of(Names.LONGS);
    code.aload(RegionLayout.HART).invokevirtual(Names.HART, "readTable", table);
    code.dup().astore(RegionLayout.READ);
    code.invokestatic(Names.TRANSLATED_PATH, "mask", MethodTypeDesc.of(CD_long, Names.LONGS));
    code.lstore(RegionLayout.MASK);
    code.aload(RegionLayout.HART).invokevirtual(Names.HART, "writeTable", table);
    code.astore(RegionLayout.WRITE);
    for (int slot : List.of(RegionLayout.AT, RegionLayout.UNDONE, RegionLayout.STOP)) {
      code.iconst_0().istore(slot);
    }
    registers.read(new RegionMethod(code, names, layout, this, 0, 0, 0, false));
  }

  /** Goes to the address in NEXT, inside the region if it is an entry of it. */
  private void dispatch() {
    code.labelBinding(dispatch);
    code.lload(RegionLayout.NEXT).lload(RegionLayout.BASE).lsub().lstore(RegionLayout.DISTANCE);
    code.lload(RegionLayout.DISTANCE).loadConstant(SPAN_SHIFT).lushr();
    code.lconst_0().lcmp().ifne(exit);
    List<SwitchCase> cases = new ArrayList<>();
    BitSet entries = region.entries();
    for (int slot = entries.nextSetBit(0); slot >= 0; slot = entries.nextSetBit(slot + 1)) {
      cases.add(SwitchCase.of(slot << 1, gate(slot << 1)));
    }
    code.lload(RegionLayout.DISTANCE).l2i();
    code.lookupswitch(exit, cases);
  }

  private void block(int leader, Label label) {
    int length = shape.lengths().getOrDefault(leader >> 1, 0);
    code.labelBinding(label);
    if (shape.isSite(leader >> 1)) {
      code.loadConstant(leader).istore(RegionLayout.AT);
      code.iconst_0().istore(RegionLayout.UNDONE);
      code.iload(RegionLayout.LEFT).loadConstant(shape.need(leader >> 1));
      code.invokestatic(Names.LEAVE, "orBegin", BEGIN);
    }
    code.iinc(RegionLayout.LEFT, -length);
    int offset = leader;
    int last = leader;
    boolean alwaysJumps = false;
    isPlain = false;
    for (int undone = length; undone > 0; undone--) {
      List<Statement> body = definition(offset).body();
      alwaysJumps = !body.isEmpty() && body.getLast() instanceof Statement.SetPc;
      last = offset;
      offset = instruction(offset, undone);
    }
    if (!alwaysJumps) {
      code.goto_(to(last, offset));
    }
  }

  /** Where to go to leave the region for an address that is a block of it. */
  private Label exitTo(long offset) {
    return exits.computeIfAbsent(offset, _ -> code.newLabel());
  }

  private Instruction definition(int offset) {
    return set.instructions().get(PackedInstruction.number(region.packed()[offset >>> 1]) - 1);
  }

  /** One instruction; gives the offset of the next. */
  private int instruction(int offset, int undone) {
    long packed = region.packed()[offset >>> 1];
    Instruction definition = definition(offset);
    List<Statement> body =
        layout.isFloating() ? PlainFloatingPoint.body(definition, packed) : definition.body();
    boolean isAccess = Footprint.of(body).accessesMemory();
    boolean isInline = isAccess && accesses(body) == 1;
    RegionMethod method =
        new RegionMethod(code, names, layout, this, packed, offset, undone, isInline);
    if (isAccess || Traversal.statements(body).anyMatch(Statement.Raise.class::isInstance)) {
      method.notePlace();
    }
    if (body != definition.body() && !isPlain) {
      method.notePlace();
      method.requirePlainState();
      isPlain = true;
    }
    if (isAccess && !isInline) {
      method.storeLeft();
    }
    if (!DoubleArithmetic.emit(method, body)) {
      new StatementEmitter(method).emit(body);
    }
    int next = offset + PackedInstruction.length(packed);
    if (isAccess && !isInline) {
      method.noteStop();
      code.iload(RegionLayout.STOP);
      code.ifne(stops.computeIfAbsent(next, _ -> code.newLabel()));
    }
    return next;
  }

  /** Plain loads and stores; more than it has if there is an access of another kind. */
  private static long accesses(List<Statement> body) {
    return Traversal.statements(body)
        .filter(
            statement ->
                statement instanceof Statement.Load || statement instanceof Statement.Store)
        .count();
  }

  /** The hart was told to stop: no step is left, and the hart has kept how many there were. */
  private void stop(int next, Label label) {
    code.labelBinding(label);
    code.iconst_0().istore(RegionLayout.LEFT);
    code.goto_(exitTo(next));
  }

  private void leave(long offset, Label label) {
    code.labelBinding(label);
    code.lload(RegionLayout.BASE).loadConstant(offset).ladd().lstore(RegionLayout.NEXT);
    code.goto_(exit);
  }
}
