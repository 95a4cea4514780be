package trapeze.machine.engine;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.state.HartState;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.device.Bus;
import trapeze.machine.engine.generate.Region;
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
  /**
   * Instructions of a region: a function and its loops, so that it is seldom cut in one of them.
   */
  private static final int MOST_INSTRUCTIONS = 480;

  /** The same where every block is translated, most of them to be executed once. */
  private static final int FEW_INSTRUCTIONS = 96;

  /** Where in its span the page is that a region begins in. */
  private static final int MIDDLE = Region.PAGES / 2;

  /** Regions that a hart keeps; beyond, it begins anew. */
  private static final int MOST_REGIONS = 8192;

  private static final boolean TRANSLATES = Optimisation.TRANSLATOR.isOn();
  private static final boolean LINKS = Optimisation.LINKED_REGIONS.isOn();
  private static final boolean RESTS = Optimisation.RESTING_MARKS.isOn();
  private static final boolean JOINS_PAGES = Optimisation.REGIONS_OVER_PAGES.isOn();

  private Translation translation = Translation.OFF;

  /** Whether visits are counted now and then only. */
  private boolean samples;

  private int regions;

  HotPath(Engine engine, HartState state, Bus bus) {
    super(engine, state, bus);
    translate(Translation.ofProperty());
  }

  /** Says when code is translated from now on; it is not where definitions have been replaced. */
  public final void translate(Translation wanted) {
    translation = TRANSLATES && engine.translator().isAble() ? wanted : Translation.OFF;
    samples = RESTS && translation.samples();
    markHeads(translation.counts());
    forgetDecoded();
  }

  /** Executes until no step is left, or an exception is pending. */
  final void execute() {
    if (samples && resting.isOver(steps())) {
      resting.goOn(steps());
      marksEntries = resting.isCounting();
    }
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
    while (left > 0 && !hasRaised()) {
      definitions.run(hart());
      if (left > 0 && !hasRaised()) {
        if (translation == Translation.OFF || leftForPage) {
          makeStep();
        } else {
          goOnFromMark();
        }
      }
    }
  }

  /**
   * One step that the loop leaves to others, and those behind it that it would leave to others too;
   * enters its page, if need be.
   */
  private void makeStep() {
    long pc = state.pc;
    try {
      enter(pc);
      markEntry(pc);
      CodePage page = currentPage();
      if (page == null) {
        state.pc = definitions.execute(hart(), fetch(pc), pc);
        left--;
      } else {
        interpret(page, pc);
        while (left > 0 && !hasRaised() && isLeftToOthers(page, pc & PAGE_MASK)) {
          interpret(page, state.pc);
        }
      }
    } catch (TrapSignal raised) {
      leftForPage = false;
      trapped(pc, left);
    }
  }

  /** Whether execution is in a page, at an instruction that the loop does not have. */
  private boolean isLeftToOthers(CodePage page, long start) {
    long pc = state.pc;
    if ((pc & PAGE_MASK) != start) {
      return false;
    }
    long packed = page.marked[slot(pc)];
    return PackedInstruction.number(packed) != 0 && !definitions.isInLoop(packed);
  }

  /**
   * From where the loop stopped on, as long as there are translations, or heads to be counted;
   * where there is no mark either, one step.
   */
  private void goOnFromMark() {
    boolean isExit = false;
    while (left > 0 && !hasRaised()) {
      long pc = state.pc;
      Link link = LINKS ? linkFrom(pc) : null;
      if (link != null && run(link)) {
        isExit = true;
        continue;
      }
      CodePage page = knownPage(pc);
      Head head = page == null ? null : page.headAt(slot(pc));
      if (page != null && head == null && isExit && page.isWorthMarking(slot(pc), engine)) {
        head = page.mark(slot(pc));
      }
      if (page == null || head == null) {
        if (!isExit) {
          makeStep();
        }
        return;
      }
      Installed code = head.code;
      if (code == null) {
        count(page, head, pc);
        code = head.code;
      }
      isExit = code != null && run(code, head, pc);
      if (!isExit) {
        interpret(page, pc);
      }
    }
  }

  /** Executes a translation; says whether it came anywhere. */
  private boolean run(Installed installed, Head head, long pc) {
    int before = left;
    long base = (pc & PAGE_MASK) - (long) head.page * PAGE;
    int valid = valid(installed.span(), head, base);
    if (LINKS && head.code != null) {
      keepLink(pc, installed.code(), base, valid);
    }
    state.pc = installed.code().run(hart(), pc, base, valid);
    return left != before || hasRaised();
  }

  /** Executes what an address is known to lead to; says whether it came anywhere. */
  private boolean run(Link link) {
    int before = left;
    state.pc = link.code().run(hart(), link.pc(), link.base(), link.valid());
    return left != before || hasRaised();
  }

  /** The pages of a span that are mapped and hold what they held, a bit each. */
  private int valid(Installed.Span span, Head head, long base) {
    int valid = 1 << head.page;
    for (int i = 0; i < Region.PAGES; i++) {
      if (i != head.page && span.pages[i] != null) {
        CodePage now = pageAsItIs(base + (long) i * PAGE);
        if (now != null && span.has(i, now)) {
          valid |= 1 << i;
        } else if (now == span.pages[i]) {
          // It holds other code for good.
          head.code = null;
          head.visits = 0;
        }
      }
    }
    return valid;
  }

  /** One instruction, in a page that is known. */
  private void interpret(CodePage page, long pc) {
    long packed = page.packed[slot(pc)];
    try {
      if (packed == 0) {
        packed = fetch(pc);
      }
      if (definitions.refuses(hart(), packed)) {
        trapped(pc, left);
      } else {
        state.pc = definitions.execute(hart(), packed, pc);
        left--;
      }
    } catch (TrapSignal raised) {
      trapped(pc, left);
    }
  }

  /** A visit of a head that has no code: notes it, and whether any has been made meanwhile. */
  private void count(CodePage page, Head head, long pc) {
    Pending pending = page.pending;
    if (pending != null && pending.request().isDone()) {
      page.pending = null;
      take(pending);
    } else if (samples && !resting.isCounting()) {
      resting.rest(page, slot(pc));
    } else if (pending == null && !head.isHopeless && isHot(head)) {
      Pending wanted = ask(page, pc, MOST_INSTRUCTIONS);
      if (engine.translator().submit(wanted.request())) {
        page.pending = wanted;
      } else {
        head.visits = 0;
      }
    }
  }

  private boolean isHot(Head head) {
    head.visits += samples ? RestingMarks.WEIGHT : 1;
    return head.visits >= translation.visits();
  }

  /** A translation that has been asked for, and the pages that it is made from. */
  record Pending(Request request, Installed.Span span) {}

  /** Asks for what begins at an address and goes on in its page or those around. */
  private Pending ask(CodePage page, long pc, int most) {
    long[] packed = new long[Region.PLACES];
    BitSet heads = new BitSet();
    Installed.Span span = new Installed.Span();
    for (int i = 0; i < Region.PAGES; i++) {
      CodePage around = i == MIDDLE ? page : neighbour(pc, i - MIDDLE);
      if (around != null) {
        span.add(i, around);
        int place = i * Region.PAGE_PLACES;
        System.arraycopy(around.packed, 0, packed, place, Region.PAGE_PLACES);
        around.addHeads(heads, place);
      }
    }
    int start = MIDDLE * Region.PAGE_PLACES + slot(pc);
    return new Pending(new Request(packed, start, heads, most), span);
  }

  private @Nullable CodePage neighbour(long pc, int pages) {
    return JOINS_PAGES ? pageAsItIs((pc & PAGE_MASK) + (long) pages * PAGE) : null;
  }

  /** Installs what has been made, at every head that it can be entered at. */
  private void take(Pending pending) {
    Installed.Span span = pending.span();
    TranslatedCode code = pending.request().code();
    BitSet entries = pending.request().entries();
    if (code == null) {
      int start = pending.request().start();
      CodePage page = span.pages[Region.page(start)];
      if (page != null) {
        page.mark(start % Region.PAGE_PLACES).isHopeless = true;
        page.unmark(start % Region.PAGE_PLACES);
      }
      return;
    }
    regions++;
    span.keepOnly(pending.request().pages());
    Installed installed = new Installed(code, span);
    for (int place = entries.nextSetBit(0); place >= 0; place = entries.nextSetBit(place + 1)) {
      int index = Region.page(place);
      CodePage page = span.pages[index];
      if (page != null && span.has(index, page)) {
        Head head = page.mark(place % Region.PAGE_PLACES);
        if (head.code == null) {
          head.code = installed;
          head.page = index;
        }
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
    Head head = headNow(page, pc);
    Installed code = head.code;
    if (code == null || !run(code, head, pc)) {
      interpret(page, pc);
    }
  }

  private Head headNow(CodePage page, long pc) {
    int slot = slot(pc);
    Head head = page.mark(slot);
    if (head.code == null && !head.isHopeless && page.packed[slot] != 0) {
      decodeOnward(page, pc);
      Pending pending = ask(page, pc, FEW_INSTRUCTIONS);
      engine.translator().translate(pending.request());
      take(pending);
    }
    return head;
  }
}
