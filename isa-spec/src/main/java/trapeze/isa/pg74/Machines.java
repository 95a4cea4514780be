package trapeze.isa.pg74;

import static trapeze.isa.pg74.Violators.CPS;
import static trapeze.isa.pg74.Violators.JRST_1;
import static trapeze.isa.pg74.Violators.LAR;
import static trapeze.isa.pg74.Violators.LOAD_REAL_ADDRESS;
import static trapeze.isa.pg74.Violators.MOVE_FROM_PREVIOUS;
import static trapeze.isa.pg74.Violators.MOVE_FROM_SR;
import static trapeze.isa.pg74.Violators.MOVPSL;
import static trapeze.isa.pg74.Violators.MSR;
import static trapeze.isa.pg74.Violators.POPF;
import static trapeze.isa.pg74.Violators.PROBE;
import static trapeze.isa.pg74.Violators.PUSHF;
import static trapeze.isa.pg74.Violators.SGDT;
import static trapeze.isa.pg74.Violators.SMSW;

import java.util.List;
import java.util.Optional;

/**
 * Every third-generation machine that has a name: the paper's, and variants of it with instructions
 * of machines that were built.
 */
public final class Machines {
  private static final String ROBIN_IRVINE =
      " Robin and Irvine, USENIX Security 2000, list it among 17 such instructions of the Pentium.";

  private static final ThirdGeneration PAPER = ThirdGeneration.paper(Format.USUAL);

  private static final List<Variant> ALL =
      List.of(
          new Variant(
              PAPER,
              "the machine of the paper",
              "Popek and Goldberg, Communications of the ACM 17(7), 1974: the model of what the"
                  + " IBM System/360, the Honeywell 6000 and the DEC PDP-10 had in common.",
              true,
              true,
              "Every instruction that reads or changes M or R traps in user mode."),
          new Variant(
              PAPER.with("pdp10", JRST_1),
              "return to user mode that does not trap",
              "DEC PDP-10, 1968, JRST 1. The paper's own example of a machine with a hybrid"
                  + " monitor and no other; Galley, 1973, on virtual machines of the PDP-10.",
              false,
              true,
              "It changes M in supervisor mode; in user mode it is a jump, so what a monitor must"
                  + " interpret is only the virtual supervisor."),
          new Variant(
              PAPER.with("pdp11", MOVE_FROM_PREVIOUS),
              "a load whose address space depends on the mode",
              "DEC PDP-11/45, 1972, MFPI: the paper's example of an instruction that is sensitive"
                  + " by its mode.",
              false,
              true,
              "In supervisor mode it reads other memory than in user mode."),
          new Variant(
              PAPER.with("x86-smsw", SMSW),
              "the machine status word, open to all",
              "Intel 80286, 1982, SMSW: kept for programs of the time when only it read CR0."
                  + ROBIN_IRVINE,
              false,
              false,
              "It tells the real mode, and whether R relocates, to anyone."),
          new Variant(
              PAPER.with("x86-popf", POPF),
              "flags that are not popped in user mode",
              "Intel 80286, 1982, POPF: leaves the interrupt flag as it is, without a trap, where"
                  + " the privilege does not suffice."
                  + ROBIN_IRVINE,
              false,
              true,
              "It changes M in supervisor mode, and in user mode silently does not."),
          new Variant(
              PAPER.with("x86-pushf", PUSHF),
              "flags that can be read in user mode",
              "Intel 8086, 1978, PUSHF: from the 80286 on the flags hold the I/O privilege and the"
                  + " interrupt flag."
                  + ROBIN_IRVINE,
              false,
              true,
              "It stores the real mode."),
          new Variant(
              PAPER.with("x86-sgdt", SGDT),
              "R, open to all",
              "Intel 80286, 1982, SGDT, SIDT, SLDT and STR: each tells where a table lies that"
                  + " decides about memory or traps."
                  + ROBIN_IRVINE
                  + " Intel added a switch that makes them trap (UMIP) about 35 years later.",
              false,
              false,
              "It stores the real R."),
          new Variant(
              PAPER.with("x86-lar", LAR),
              "access rights as seen from the present mode",
              "Intel 80286, 1982, LAR, LSL, VERR and VERW: the answer depends on the privilege of"
                  + " who asks."
                  + ROBIN_IRVINE,
              false,
              true,
              "The virtual supervisor gets a user's answer."),
          new Variant(
              PAPER.with("x86", SMSW, PUSHF, POPF, SGDT, LAR),
              "all violators of x86 together",
              "Intel 80286, 1982, to the processors with VT-x, 2005.",
              false,
              false,
              "As of its parts; SMSW and SGDT alone rule out a hybrid monitor."),
          new Variant(
              PAPER.with("m68000", MOVE_FROM_SR),
              "the status register, open to all",
              "Motorola 68000, 1979, MOVE from SR.",
              false,
              true,
              "It tells the real mode."),
          new Variant(
              PAPER.with("m68010", MOVE_FROM_SR.privileged()),
              "the repair: the status register is privileged",
              "Motorola 68010, 1982: MOVE from SR became privileged so that a virtual machine could"
                  + " be run, and MOVE from CCR gave users the rest; its manual says so.",
              true,
              true,
              "The same instruction, and it traps."),
          new Variant(
              PAPER.with("arm-msr", MSR),
              "a mode that cannot be set in user mode, and no trap",
              "ARM, 1991 (ARM6) to ARMv7, MSR to the control field of the CPSR: ignored in user"
                  + " mode.",
              false,
              true,
              "It changes M in supervisor mode, and in user mode silently does not."),
          new Variant(
              PAPER.with("arm-cps", CPS),
              "change of processor state, a no-operation in user mode",
              "ARMv6, 2002, CPS: executes as NOP in user mode.",
              false,
              true,
              "It changes M in supervisor mode, and in user mode silently does not."),
          new Variant(
              PAPER.with("armv7", MSR, CPS),
              "both violators of ARMv7 together",
              "ARMv7, 2005; its virtualization extensions came in 2010.",
              false,
              true,
              "As of its parts."),
          new Variant(
              PAPER.with("vax-movpsl", MOVPSL),
              "the processor status longword, open to all",
              "DEC VAX-11/780, 1977, MOVPSL. Hall and Robinson, ISCA 1991, on how the VAX was"
                  + " changed to be virtualizable.",
              false,
              true,
              "It stores the real mode."),
          new Variant(
              PAPER.with("vax-probe", PROBE),
              "accessibility as seen from the present mode",
              "DEC VAX-11/780, 1977, PROBER and PROBEW; Hall and Robinson, ISCA 1991.",
              false,
              true,
              "The virtual supervisor gets a user's answer."),
          new Variant(
              PAPER.with("vax", MOVPSL, PROBE),
              "both violators of the VAX together",
              "DEC VAX-11/780, 1977; a VAX with a VM mode ran in DEC's laboratory in the 1980s.",
              false,
              true,
              "As of its parts."),
          new Variant(
              PAPER.with("lra", LOAD_REAL_ADDRESS),
              "the real address of an operand, open to all",
              "No machine is known that did this; the paper takes the 360/67's LRA as its example"
                  + " of an instruction that is sensitive by its location.",
              false,
              false,
              "Its result moves with l, in user mode too."),
          new Variant(
              PAPER.with("s370", LOAD_REAL_ADDRESS.privileged()),
              "the real address of an operand, privileged",
              "IBM 360/67, 1966, and System/370, 1972, LRA: privileged, and so no obstacle to CP-67"
                  + " and VM/370.",
              true,
              true,
              "The same instruction, and it traps."),
          new Variant(
              PAPER.with("paged", new Paging()),
              "R is a page table in memory",
              "IBM 360/67, 1966, and System/370, 1972; the paper takes one relocation-bounds"
                  + " register for simplicity, and expects its results to carry over.",
              true,
              true,
              "By the letter nothing changes, as R is the table's place and length; but a store"
                  + " into the table changes what addresses mean, and a monitor must keep a table"
                  + " of its own."));

  private Machines() {}

  /** All of them, the paper's first. */
  public static List<Variant> all() {
    return ALL;
  }

  /** The machine of this name. */
  public static Optional<Variant> named(String name) {
    return ALL.stream().filter(variant -> variant.name().equals(name)).findFirst();
  }
}
