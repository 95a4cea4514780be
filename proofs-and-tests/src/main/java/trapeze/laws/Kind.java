package trapeze.laws;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What the scenes of a generated guest are about. Each has a weight in a {@link Mix}. */
public enum Kind {
  RECKON(12, "instructions that only reckon", one(Ordinary::reckoning)),
  FLOATING(6, "floating-point values of every kind, and reckoning with them", Floating::scene),
  NUMBERS(0, "ordinary numbers of one format, and reckoning with just them", Floating::numbers),
  COMPRESSED(8, "compressed instructions", one(_ -> Ordinary.compressed())),
  ACCESS(40, "an access to memory or a device", one(Ordinary::access)),
  RESERVE(4, "LR and SC", one(_ -> Ordinary.reservation())),
  LOOP(4, "a loop of a few rounds", one(_ -> Ordinary.loop())),
  JUMP(4, "branches and jumps, sometimes anywhere", one(_ -> Ordinary.jump())),
  SELF_MODIFYING(4, "code that is changed and fenced", one(_ -> Ordinary.selfModifying())),
  READ_CODE(4, "code that is read as data", one(_ -> Ordinary.readingCode())),
  PRINT(4, "a letter on the console", one(_ -> Ordinary.print())),
  CSR(24, "an access to a control register", one(Privileged::controlRegister)),
  SYSTEM(12, "ECALL, EBREAK, returns, fences", one(_ -> Privileged.system())),
  CALL(20, "a call that goes on in another mode", one(mix -> mix.mode().map(Privileged::request))),
  RETURN(8, "MRET into another mode", one(mix -> mix.mode().map(Privileged::returnTo))),
  SUPERVISOR_RETURN(8, "SRET", one(_ -> Privileged.supervisorReturn())),
  TIMER(8, "a timer that is nearly due", one(_ -> Privileged.timer())),
  INTERRUPT(4, "interrupts that software raises", one(_ -> Privileged.softwareInterrupt())),
  MPRV(4, "loads and stores as another mode's", one(_ -> Privileged.modifiedPrivilege())),
  PROTECTION(4, "physical memory protection", one(_ -> Privileged.protection())),
  ENTER(20, "a lower mode in some address space", one(Paging::enter)),
  TURN(8, "another address space, same mode", one(Paging::turn)),
  REMAP(12, "a page-table entry that is changed and fenced", one(_ -> Paging.change())),
  SCENE(54, "an access, a change that concerns it, the access again", Scenes::any),
  GUEST_ENTER(0, "VS or VU, with tables for both stages", GuestPaging::enter),
  GUEST_CALL(0, "a call that goes on in a guest's mode, or HS", one(_ -> GuestLevel.request())),
  GUEST_ACCESS(0, "HLV, HLVX and HSV", one(GuestLevel::access)),
  GUEST_CSR(0, "registers of the hypervisor and of VS", one(GuestLevel::controlRegister)),
  GUEST_READ(0, "the roots of a guest's tables, read", one(_ -> GuestLevel.readCornerstone())),
  GUEST_FENCE(0, "HFENCE and HINVAL", one(_ -> GuestPaging.fence())),
  GUEST_REMAP(0, "a G-stage entry that is changed and fenced", one(GuestPaging::change)),
  GUEST_DELEGATE(0, "what HS leaves to its guest", one(_ -> GuestLevel.delegate())),
  GUEST_INTERRUPT(0, "interrupts of a guest", one(_ -> GuestLevel.interrupts())),
  GUEST_MPRV(0, "M's accesses as a guest's", one(_ -> GuestLevel.modifiedPrivilege())),
  GUEST_SCENE(0, "a guest that is hindered, interrupted, or whose memory moves", GuestScenes::any),
  ANY(0, "any instruction with any operands", one(Anything::instructions)),
  RAW(0, "bits that may be no instruction", one(_ -> Anything.bits()));

  private final int weight;
  private final String about;
  private final Function<Mix, Draw<List<Chunk>>> scenes;

  Kind(int weight, String about, Function<Mix, Draw<List<Chunk>>> scenes) {
    this.weight = weight;
    this.about = about;
    this.scenes = scenes;
  }

  private static Function<Mix, Draw<List<Chunk>>> one(Function<Mix, Draw<Chunk>> chunk) {
    return mix -> chunk.apply(mix).map(List::of);
  }

  /** Its weight, unless a mix says otherwise. */
  int usualWeight() {
    return weight;
  }

  /** What it is about, for people. */
  public String about() {
    return about;
  }

  /** Its name as a knob. */
  public String knob() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Scenes of this kind. */
  Draw<List<Chunk>> scenes(Mix mix) {
    return scenes.apply(mix);
  }
}
