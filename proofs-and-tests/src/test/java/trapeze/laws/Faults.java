package trapeze.laws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.PackedInstruction;
import trapeze.isa.ir.Operand;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.rv64.Rv64State;
import trapeze.isa.state.HartState;
import trapeze.isa.state.Trap;
import trapeze.isa.state.TrapSignal;
import trapeze.machine.Hart;
import trapeze.machine.device.Bus;
import trapeze.machine.device.Clock;
import trapeze.shadow.Context;
import trapeze.shadow.GuestPage;
import trapeze.shadow.HostMap;
import trapeze.shadow.RealSpace;
import trapeze.shadow.Resources;
import trapeze.shadow.ShadowSpaces;

/** The faults that are seeded to try the laws. */
final class Faults {
  private Faults() {}

  private static final long DIRTY = 1 << 7;

  static final List<Fault> ALL =
      Stream.of(ofTheVirtualHart(), ofShadowPaging(), ofTheRealHart(), ofTheMachine())
          .flatMap(List::stream)
          .toList();

  private static List<Fault> ofTheVirtualHart() {
    return List.of(
        Fault.ofDefinitions(
            "a reflected ECALL keeps the real cause, 8",
            new Altered() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                try {
                  return super.execute(hart, packed, pc);
                } catch (TrapSignal raised) {
                  boolean call = raised.cause() >= 8 && raised.cause() <= 11;
                  throw call ? raised.carrying(8, 0) : raised;
                }
              }
            }),
        Fault.ofDefinitions(
            "MRET leaves MPP as it is",
            new Altered() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                long before = hart.state.get(Rv64State.MSTATUS) & Rv64State.MPP.mask();
                long next = super.execute(hart, packed, pc);
                if (name(packed).equals("mret")) {
                  or(hart, Rv64State.MSTATUS, before);
                }
                return next;
              }
            }),
        Fault.ofDefinitions(
            "the trap value is not written",
            new Altered() {
              @Override
              public void takeTrap(Hart hart, long cause, long value, long interrupt) {
                super.takeTrap(hart, cause, 0, interrupt);
              }
            }),
        Fault.ofDefinitions(
            "PMP that covers a part of a page is taken for all of it",
            new Altered() {
              @Override
              public long protection(Hart hart, long address, long bytes, long mode) {
                return super.protection(hart, address, bytes, mode) & 7;
              }
            }),
        Fault.ofDefinitions(
            "W is not withheld until D is set",
            new Altered() {
              @Override
              public long translate(Hart hart, long address, long kind, long mode) {
                long result = super.translate(hart, address, kind, mode);
                or(hart, Rv64State.WALK_LEAF, DIRTY);
                return result;
              }
            }),
        Fault.ofDefinitions(
            "of several interrupts the lowest number is taken",
            new Altered() {
              @Override
              public long interruptToTake(Hart hart) {
                long chosen = super.interruptToTake(hart);
                if (chosen == 63) {
                  return chosen;
                }
                long delegated = hart.state.get(Rv64State.MIDELEG);
                long same = (delegated >>> chosen & 1) != 0 ? delegated : ~delegated;
                long pending = readCsr(hart, 0x344) & hart.state.get(Rv64State.MIE) & same;
                return Long.numberOfTrailingZeros(pending);
              }
            }),
        Fault.ofDefinitions(
            "a timer is compared with greater, not with greater or equal",
            new Altered() {
              @Override
              public long interruptToTake(Hart hart) {
                long chosen = super.interruptToTake(hart);
                boolean due = hart.state.get(Rv64State.STIMECMP) == hart.time();
                return chosen == 5 && due ? 63 : chosen;
              }
            }),
        Fault.ofDefinitions(
            "SFENCE.VMA with an address in x0 fences that address",
            new Altered() {
              @Override
              public long execute(Hart hart, long packed, long pc) {
                boolean fence = name(packed).equals("sfence.vma");
                boolean all = PackedInstruction.operand(packed, Operand.RS1) == 0;
                long one = PackedInstruction.with(packed, Operand.RS1, 2);
                return super.execute(hart, fence && all ? one : packed, pc);
              }
            }),
        Fault.ofDefinitions(
            "misaligned atomics raise an access fault",
            new Altered() {
              @Override
              public void takeTrap(Hart hart, long cause, long value, long interrupt) {
                boolean misaligned = cause == 6 && interrupt == 0;
                super.takeTrap(hart, misaligned ? 7 : cause, value, interrupt);
              }
            }));
  }

  private static void or(Hart hart, StateVariable variable, long bits) {
    hart.state.set(variable, hart.state.get(variable) | bits);
  }

  private static List<Fault> ofShadowPaging() {
    return List.of(
        Fault.ofShadowPaging(
            "a fence of an address leaves a superpage",
            Fault.Law.EQUIVALENCE,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, resources, policy, hostMap) {
                  private final Map<Long, Boolean> superpages = new HashMap<>();

                  @Override
                  public boolean fill(Context in, long at, GuestPage page, Uniformity uniformity) {
                    superpages.put(at >>> 21, page.shift() > 12);
                    return super.fill(in, at, page, uniformity);
                  }

                  @Override
                  public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
                    if (!hasAddress || !superpages.getOrDefault(at >>> 21, false)) {
                      super.fence(hasAddress, at, hasAsid, asid);
                    }
                  }
                }),
        Fault.ofShadowPaging(
            "a fence with an ASID is ignored",
            Fault.Law.EQUIVALENCE,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, resources, policy, hostMap) {
                  @Override
                  public void fence(boolean hasAddress, long at, boolean hasAsid, long asid) {
                    if (!hasAsid) {
                      super.fence(hasAddress, at, false, asid);
                    }
                  }
                }),
        Fault.ofShadowPaging(
            "a context knows nothing of SUM and MXR",
            Fault.Law.EQUIVALENCE,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, resources, policy, hostMap) {
                  @Override
                  public RealSpace enter(Context context) {
                    return super.enter(new Context(context.mode(), context.satp(), 0));
                  }
                }),
        Fault.ofShadowPaging(
            "S and U share a context",
            Fault.Law.EQUIVALENCE,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, resources, policy, hostMap) {
                  @Override
                  public RealSpace enter(Context context) {
                    return super.enter(new Context(1, context.satp(), context.options()));
                  }
                }),
        Fault.ofShadowPaging(
            "a change of PMP leaves what has been entered",
            Fault.Law.EQUIVALENCE,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, resources, policy, hostMap) {
                  private boolean filled;

                  @Override
                  public boolean fill(Context in, long at, GuestPage page, Uniformity uniformity) {
                    filled = true;
                    return super.fill(in, at, page, uniformity);
                  }

                  @Override
                  public void clear() {
                    if (!filled) {
                      super.clear();
                    }
                  }
                }),
        Fault.ofShadowPaging(
            "superpages are not entered but interpreted",
            Fault.Law.EFFICIENCY,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, resources, policy, hostMap) {
                  @Override
                  public boolean fill(Context in, long at, GuestPage page, Uniformity uniformity) {
                    boolean large = in.isTranslated() && page.shift() > 12;
                    return !large && super.fill(in, at, page, uniformity);
                  }
                }),
        Fault.ofShadowPaging(
            "a guest is mapped one page past its memory",
            Fault.Law.RESOURCE_CONTROL,
            (hardware, resources, policy, hostMap) -> {
              HostMap wider =
                  new HostMap(hostMap.guestBase(), hostMap.hostBase(), hostMap.size() + 0x1000);
              return new ShadowSpaces(hardware, resources, policy, wider);
            }),
        Fault.ofShadowPaging(
            "a page-table frame is handed out while it is in use",
            Fault.Law.RESOURCE_CONTROL,
            (hardware, resources, policy, hostMap) ->
                new ShadowSpaces(hardware, new Generous(resources), policy, hostMap)));
  }

  /** Gives each frame back the moment it is taken. */
  private record Generous(Resources usual) implements Resources {
    @Override
    public long takeFrame() {
      long frame = usual.takeFrame();
      usual.giveFrame(frame);
      return frame;
    }

    @Override
    public void giveFrame(long frame) {}

    @Override
    public int takeAsid() {
      return usual.takeAsid();
    }

    @Override
    public void giveAsid(int asid) {
      usual.giveAsid(asid);
    }
  }

  private static List<Fault> ofTheRealHart() {
    return List.of(
        Fault.ofRealHart(
            "an ASID is used again without a fence",
            Fault.Law.EQUIVALENCE,
            (state, bus, clock) ->
                new Hart(state, bus, clock) {
                  @Override
                  public void fenceAddressTranslation(long has, long at, long hasAsid, long asid) {
                    if (has != 0 || hasAsid == 0) {
                      super.fenceAddressTranslation(has, at, hasAsid, asid);
                    }
                  }
                }),
        Fault.ofRealHart("that FS became Dirty is lost", Fault.Law.EQUIVALENCE, ForgetsDirty::new),
        Fault.ofRealHart(
            "a slice ends a step late",
            Fault.Law.EQUIVALENCE,
            (state, bus, clock) ->
                new Hart(state, bus, clock) {
                  @Override
                  protected @Nullable Trap advance(long steps) {
                    return super.advance(steps + 1);
                  }
                }));
  }

  private static final class ForgetsDirty extends Hart {
    ForgetsDirty(HartState state, Bus bus, Clock clock) {
      super(state, bus, clock);
    }

    @Override
    protected @Nullable Trap advance(long steps) {
      long before = state.get(Rv64State.MSTATUS);
      Trap trap = super.advance(steps);
      state.set(Rv64State.MSTATUS, before);
      return trap;
    }
  }

  private static List<Fault> ofTheMachine() {
    return List.of(
        Fault.ofMachine(
            "SRET does nothing in U (x86's POPF ignores what it may not do)", ignoring("sret")),
        Fault.ofMachine("WFI does nothing in U", ignoring("wfi")),
        Fault.ofMachine("SFENCE.VMA does nothing in U", ignoring("sfence.vma")),
        Fault.ofMachine(
            "mstatus can be read in U (68000's MOVE from SR, x86's SMSW)",
            new Violator() {
              @Override
              long inUserMode(Hart hart, long packed, long pc) {
                boolean reads =
                    name(packed).equals("csrrs")
                        && PackedInstruction.operand(packed, Operand.CSR) == 0x300
                        && PackedInstruction.operand(packed, Operand.RS1) == 0;
                if (reads) {
                  int rd = (int) PackedInstruction.operand(packed, Operand.RD);
                  hart.state.x[rd] = readCsr(hart, 0x300);
                }
                return reads ? pc + 4 : AS_USUAL;
              }
            }),
        Fault.ofMachine(
            "MRET in U jumps and does not trap (the PDP-10's JRST 1)",
            new Violator() {
              @Override
              long inUserMode(Hart hart, long packed, long pc) {
                return name(packed).equals("mret") ? hart.state.get(Rv64State.MEPC) : AS_USUAL;
              }
            }));
  }

  private static Violator ignoring(String mnemonic) {
    return new Violator() {
      @Override
      long inUserMode(Hart hart, long packed, long pc) {
        return name(packed).equals(mnemonic) ? pc + 4 : AS_USUAL;
      }
    };
  }
}
