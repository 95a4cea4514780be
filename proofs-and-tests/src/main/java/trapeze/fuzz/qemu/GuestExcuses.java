package trapeze.fuzz.qemu;

import java.util.List;
import java.util.Set;
import trapeze.fuzz.qemu.Excuse.Effect;
import trapeze.isa.state.Trap;

/** What a guest meets, of which QEMU 7.2 has much otherwise than the manual. */
final class GuestExcuses {
  private GuestExcuses() {}

  private static final long ALL = -1;
  private static final long NO_TRAP = -1;
  private static final long ILLEGAL = 2;
  private static final int VIRTUAL_INSTRUCTION = 22;
  private static final long READS_ENTRY = 0x3000;
  private static final long WRITES_ENTRY = 0x3020;
  private static final Set<Long> ACCESS_FAULTS = Set.of(1L, 5L, 7L);
  private static final Set<Long> PAGE_FAULTS = Set.of(12L, 13L, 15L, 20L, 21L, 23L);
  private static final Set<Long> GUEST_PAGE_FAULTS = Set.of(20L, 21L, 23L);

  static final List<Excuse> TABLE =
      List.of(
          new Excuse(
              "hgatp under TVM",
              "QEMU lets HS access it; that is illegal",
              "priv:norm:hgatp_tvm_illegal",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && difference.step().isException((int) ILLEGAL)
                          && difference.theirs() == NO_TRAP
                          && isAccessOf(0x680, difference.step().bits())
                      ? ALL
                      : 0),
          new Excuse(
              "MRET to M with MPV",
              "QEMU sets V, and is in M with V set",
              "priv:norm:mret_h",
              Effect.STOP,
              difference ->
                  difference.place().equals("virtual")
                          && difference.step().mnemonic().equals("mret")
                          && has(difference, Circumstance.GUEST_BEFORE_MACHINE)
                      ? ALL
                      : 0),
          new Excuse(
              "cause of a fault where a walk meets the second stage",
              "QEMU tells a load's, whatever the access was for",
              "priv:norm:H_guest_page_fault",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.theirs() == 21
                          && GUEST_PAGE_FAULTS.contains(difference.ours())
                      ? ALL
                      : 0),
          new Excuse(
              "guest-page fault told as a page fault",
              "QEMU tells the one for the other, as Spike does not",
              "priv:norm:H_guest_page_fault",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && GUEST_PAGE_FAULTS.contains(difference.ours())
                          && difference.theirs() == difference.ours() - 8
                      ? ALL
                      : 0),
          new Excuse(
              "page fault told as an access fault",
              "of HLV, HSV and M's accesses as a guest's: QEMU asks whether satp is Bare, where"
                  + " vsatp is meant",
              "priv:norm:hlsv_trans",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && has(difference, Circumstance.GUEST)
                          && PAGE_FAULTS.contains(difference.ours())
                          && difference.theirs() == difference.ours() - 8
                      ? ALL
                      : 0),
          new Excuse(
              "A and D where the second stage is not writable",
              "QEMU sets them in a VS-stage entry whatever the G-stage allows; a guest-page fault"
                  + " is due",
              "priv:norm:H_trap_xtinst_guestpage_rw",
              Effect.STOP,
              GuestExcuses::isRefusedUpdate),
          new Excuse(
              "MXR for a walk",
              "QEMU lets a walk read VS-stage entries that may only be executed, if MXR is set;"
                  + " MXR is for explicit loads",
              "priv:norm:vsstatus_mxr_vm",
              Effect.STOP,
              GuestExcuses::isRefusedRead),
          new Excuse(
              "MXR of HS in a guest",
              "QEMU looks at the guest's alone; HS's makes what may be executed readable too",
              "priv:norm:hlsv_sstatus_mxr",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == NO_TRAP
                          && (difference.theirs() == 13 || difference.theirs() == 21)
                          && has(difference, Circumstance.GUEST)
                          && has(difference, Circumstance.READS_EXECUTABLE)
                      ? ALL
                      : 0),
          new Excuse(
              "MXR of a guest in the second stage",
              "QEMU looks at it there too; it is for the guest's own tables",
              "priv:norm:vsstatus_mxr_vm",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == 21
                          && difference.theirs() == NO_TRAP
                          && has(difference, Circumstance.READS_EXECUTABLE)
                      ? ALL
                      : 0),
          new Excuse(
              "satp of a guest under VTVM",
              "QEMU lets VS access it; a virtual instruction is due",
              "priv:norm:hstatus_vtvm_op",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && difference.step().isException(VIRTUAL_INSTRUCTION)
                          && difference.theirs() == NO_TRAP
                          && isAccessOf(0x180, difference.step().bits())
                      ? ALL
                      : 0),
          new Excuse(
              "SUM of HLV and HSV",
              "QEMU looks at HS's, the guest's is due",
              "priv:norm:hlsv_trans",
              Effect.STOP,
              difference ->
                  difference.place().equals("trap")
                          && Surroundings.isGuestAccess(difference.step().bits())
                          && (difference.ours() == NO_TRAP || difference.theirs() == NO_TRAP)
                          && has(difference, Circumstance.OTHER_SUM)
                      ? ALL
                      : 0),
          new Excuse(
              "HLVX of what may be read",
              "QEMU asks for X in no stage, or finds what HLV has translated",
              "priv:norm:hlsv_op",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && Surroundings.isGuestAccess(difference.step().bits())
                          && (difference.step().bits() >>> 20 & 0x1f) == 3
                          && PAGE_FAULTS.contains(difference.ours())
                          && (difference.theirs() == NO_TRAP || difference.theirs() == 21)
                      ? ALL
                      : 0),
          new Excuse(
              "satp of a guest under TVM",
              "QEMU says that it is illegal; TVM is about HS alone",
              "priv:norm:hstatus_vtvm_op",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == NO_TRAP
                          && difference.theirs() == ILLEGAL
                          && difference.step().csr().equals("satp")
                          && has(difference, Circumstance.GUEST)
                      ? ALL
                      : 0),
          new Excuse(
              "WFI of a guest under TW",
              "a virtual instruction in QEMU; it is illegal",
              "priv:norm:H_virtinst_wfi_vtw1_tw0",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == ILLEGAL
                          && difference.theirs() == VIRTUAL_INSTRUCTION
                          && difference.step().bits() == 0x1050_0073
                      ? ALL
                      : 0),
          new Excuse(
              "access faults of a guest",
              "what PMP or the bus refuses is a page fault or a guest-page fault in QEMU",
              "priv:norm:H_pmp",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && ACCESS_FAULTS.contains(difference.ours())
                          && PAGE_FAULTS.contains(difference.theirs())
                          && has(difference, Circumstance.GUEST)
                      ? ALL
                      : 0),
          new Excuse(
              "value of a refused HLV or HSV",
              "QEMU tells the bits of an instruction before it",
              "priv:mtval",
              Effect.FOLLOW,
              difference ->
                  Surroundings.isGuestAccess(difference.step().bits())
                          && (difference.step().isException((int) ILLEGAL)
                              || difference.step().isException(VIRTUAL_INSTRUCTION))
                          && difference.isTrapValue()
                      ? ALL
                      : 0),
          new Excuse(
              "value of a virtual instruction",
              "QEMU writes 0 where a helper of its own refuses the instruction; that may be",
              "priv:norm:H_virtinst_xtval",
              Effect.FOLLOW,
              difference ->
                  difference.step().isException(VIRTUAL_INSTRUCTION)
                          && difference.isTrapValue()
                          && difference.theirs() == 0
                      ? ALL
                      : 0),
          new Excuse(
              "illegal in place of virtual",
              "of VU's accesses to a supervisor's registers, of Svinval, and of extensions that it"
                  + " lacks QEMU says that they are illegal; virtual instructions are due",
              "priv:norm:H_cause_virtual_instruction",
              Effect.FOLLOW,
              difference ->
                  difference.place().equals("trap")
                          && difference.ours() == VIRTUAL_INSTRUCTION
                          && difference.theirs() == ILLEGAL
                      ? ALL
                      : 0));

  /** Where nothing else explains a difference. */
  static final Excuse LAST_RESORT =
      new Excuse(
          "a guest's tables that were switched",
          "QEMU keeps what HLV and HSV have translated until V changes; each table here has a"
              + " number of its own",
          "priv:norm:hgatp_op_hfence_gvma",
          Effect.STOP,
          difference ->
              has(difference, Circumstance.TABLES_SWITCHED)
                      && has(difference, Circumstance.GUEST)
                      && (difference.isResult() || difference.place().equals("trap"))
                  ? ALL
                  : 0);

  /** Whether a walk was to write a VS-stage entry, and the G-stage did not let it. */
  private static long isRefusedUpdate(Difference difference) {
    Trap ours = difference.step().trap();
    boolean isHere =
        Set.of("trap", "htval", "mtval2").contains(difference.place())
            && ours != null
            && ours.instruction() == WRITES_ENTRY;
    return isHere ? ALL : 0;
  }

  /** Whether a walk was to read a VS-stage entry, and the G-stage did not let it. */
  private static long isRefusedRead(Difference difference) {
    Trap ours = difference.step().trap();
    boolean isOther =
        difference.place().equals("trap") && difference.theirs() == NO_TRAP
            || Set.of("htval", "mtval2").contains(difference.place());
    return isOther && ours != null && ours.instruction() == READS_ENTRY ? ALL : 0;
  }

  private static boolean isAccessOf(int csr, int bits) {
    return (bits & 0x7f) == 0x73 && bits >>> 20 == csr;
  }

  private static boolean has(Difference difference, Circumstance circumstance) {
    return difference.step().circumstances().contains(circumstance);
  }
}
