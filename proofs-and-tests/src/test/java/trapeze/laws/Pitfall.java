package trapeze.laws;

/** What is known to go wrong in monitors for this architecture; each has its seeded faults. */
enum Pitfall {
  TRAPPING("what must trap in U does, always; a wait ends whatever SIE says"),
  VISIBILITY("SUM, MXR and the mode of satp act without a fence; S executes no page of U"),
  INVALID("an invalid entry that becomes valid needs no fence"),
  GLOBAL("global entries are the guest's affair, never the real machine's"),
  ACCESSED_AND_DIRTY("A and D, by exception or by hardware"),
  RESERVATION("a reservation belongs to a guest and to its memory"),
  TIME("time, its counters and its comparison"),
  FLOATING_POINT("FS: Dirty is never lost, Off traps"),
  INTERRUPTS("filtered, then by priority; vectors are for interrupts only"),
  REGISTERS("which registers exist, who may touch them, what a write leaves"),
  DEVICES("accesses to devices by any instruction; what the trapping one was"),
  OUTSIDE("an access outside of memory is an access fault of the guest"),
  MODIFIED_PRIVILEGE("MPRV is for loads and stores only"),
  CALLS("a reflected ECALL has the guest's cause"),
  PORTIONS("mip.SEIP, walks under PMP, MPRV on the way back, the portion that faulted"),
  INSTANCES("the verdict on an instruction depends on the configuration"),
  PRIVILEGE("the mode that a trap came from and goes to"),
  TRANSLATION("what the guest's tables and its protection say"),
  FENCES("what a fence drops"),
  RESOURCES("frames, ASIDs, real registers and time belong to whom they were given"),
  EXITS("the monitor stays out of the way");

  /** What is to be got right. */
  final String rule;

  /** The rule with a capital letter. */
  String title() {
    return Character.toUpperCase(rule.charAt(0)) + rule.substring(1);
  }

  Pitfall(String rule) {
    this.rule = rule;
  }
}
