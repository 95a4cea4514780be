package trapeze.machine.engine;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.device.Bus;
import trapeze.machine.engine.translate.Request;
import trapeze.machine.engine.translate.TranslatedCode;
import trapeze.machine.engine.translate.Translation;

/**
 * Which tier executes. The generated loop stops at marks, which stand where code is likely to be
 * executed often; here visits are counted, translations asked for and entered.
 *
 * <p>A translation holds for the decoded page that it was made from, wherever that is mapped: it is
 * dropped with it, and a page is entered here just as the loop enters it. Whatever makes the loop
 * stop makes a translation stop, at the same instruction.
 */
public abstract class HotPath extends TranslationPath {
  /** Visits of a head before it is translated: a few times what the interpreter is slower. */
  private static final int HOT = 400;

  /** Regions that a hart keeps; beyond, it begins anew. */
  private static final int MOST_REGIONS = 8192;

  private Translation translation = Translation.OFF;
  private int regions;

  HotPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
    translate(Translation.ofProperty());
  }

  /** Says when code is translated from now on; it is not where definitions have been replaced. */
  public final void translate(Translation wanted) {
    translation = engine.translator().isAble() ? wanted : Translation.OFF;
    markHeads(translation == Translation.HOT);
    forgetDecoded();
  }

  /** Executes until no step is left, or an exception is pending. */
  final void execute() {
    if (regions >= MOST_REGIONS) {
      regions = 0;
      forgetDecoded();
    }
    if (translation == Translation.ALWAYS) {
      while (left > 0 && !hasRaised()) {
        translateAndExecute();
      }
      return;
    }
    definitions.run(hart());
    while (left > 0 && !hasRaised()) {
      goOnFromMark();
      if (left > 0 && !hasRaised()) {
        definitions.run(hart());
      }
    }
  }

  /** From a mark on, as long as there are translations, or heads to be counted. */
  private void goOnFromMark() {
    while (left > 0 && !hasRaised()) {
      long pc = state.pc;
      CodePage page = knownPage(pc);
      Head head = page == null ? null : page.headAt(slot(pc));
      if (head == null) {
        return;
      }
      TranslatedCode code = head.code;
      if (code == null) {
        code = count(page, head, slot(pc));
      }
      if (code == null || !run(code, pc)) {
        interpret(page, pc);
      }
    }
  }

  /** Executes a translation; says whether it came anywhere. */
  private boolean run(TranslatedCode code, long pc) {
    int before = left;
    state.pc = code.run(hart(), pc);
    return left != before || hasRaised();
  }

  /** One instruction, in a page that is known. */
  private void interpret(CodePage page, long pc) {
    long packed = page.packed[slot(pc)];
    try {
      if (packed == 0) {
        packed = fetch(pc);
      }
      state.pc = definitions.execute(hart(), packed, pc);
      left--;
    } catch (TrapSignal raised) {
      trapped(pc, left);
    }
  }

  /** A visit of a head that has no code; gives what has been made of it in the meantime. */
  private @Nullable TranslatedCode count(CodePage page, Head head, int slot) {
    Request pending = page.pending;
    if (pending != null && pending.isDone()) {
      page.pending = null;
      if (pending.version() == page.version) {
        take(page, pending);
      }
    } else if (pending == null && !head.isHopeless && ++head.visits >= HOT) {
      Request request = new Request(page.packed.clone(), slot, page.heads(), page.version);
      if (engine.translator().submit(request)) {
        page.pending = request;
      } else {
        head.visits = 0;
      }
    }
    return head.code;
  }

  /** Installs what has been made, at every head that it can be entered at. */
  private void take(CodePage page, Request done) {
    TranslatedCode code = done.code();
    if (code == null) {
      page.mark(done.start()).isHopeless = true;
      page.unmark(done.start());
      return;
    }
    regions++;
    BitSet entries = done.entries();
    for (int slot = entries.nextSetBit(0); slot >= 0; slot = entries.nextSetBit(slot + 1)) {
      Head head = page.mark(slot);
      if (head.code == null) {
        head.code = code;
      }
    }
  }

  /** Executes a translation of what comes next, made now if need be, or one instruction. */
  private void translateAndExecute() {
    long pc = state.pc;
    CodePage page;
    try {
      enter(pc);
      page = currentPage();
      if (page == null) {
        state.pc = definitions.execute(hart(), fetch(pc), pc);
        left--;
        return;
      }
      if (page.packed[slot(pc)] == 0) {
        fetch(pc);
      }
    } catch (TrapSignal raised) {
      trapped(pc, left);
      return;
    }
    TranslatedCode code = codeNow(page, pc);
    if (code == null || !run(code, pc)) {
      interpret(page, pc);
    }
  }

  private @Nullable TranslatedCode codeNow(CodePage page, long pc) {
    int slot = slot(pc);
    if (page.packed[slot] == 0) {
      return null;
    }
    Head head = page.mark(slot);
    if (head.code == null && !head.isHopeless) {
      decodeOnward(page, pc);
      Request request = new Request(page.packed, slot, new BitSet(), page.version);
      engine.translator().translate(request);
      take(page, request);
    }
    return head.code;
  }
}
