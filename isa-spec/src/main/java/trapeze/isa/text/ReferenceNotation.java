package trapeze.isa.text;

/** The text that opens the reference: what the pages show and how to read them. */
final class ReferenceNotation {
  private ReferenceNotation() {}

  static final String TEXT =
      """
      # Instruction set reference

      These pages are printed from the definitions in `isa-spec`, the same data that the machine executes.
      Do not edit them: after a change of a definition, write them again with the main class `trapeze.isa.text.WriteReference` and this folder's path.
      A test fails while they are out of date.

      ## Notation

      An encoding is drawn with the numbers of its bits above what stands there: digits are fixed, a name is an operand, `imm[4:1|11]` says which bits of it stand there in which order.
      `rd'` is a field of three bits for the registers 8 to 15, and `≠` excludes values that mean something else or nothing.

      The meaning is a list of steps; `←` assigns.
      What stands before a step that raises an exception has then happened, what stands behind it has not.
      An instruction that does not assign `pc` goes on behind itself.

      | written | means |
      |---|---|
      | `x[rd]`, `f[rd]` | the integer or floating-point register that an operand names; `x[0]` is always zero |
      | `imm`, `shamt`, `csr` | the value of an operand; an immediate has 64 bits, sign-extended if its encoding does not say otherwise |
      | `pc`, `length`, `instruction` | address, length in bytes and bits of the instruction being executed |
      | `mstatus.MIE`, `mie` | a field of a state variable, or all of it |
      | `a[7:0]`, `a[3]` | some bits of a value |
      | `{a, b}` | two values side by side, the first above |
      | `sext64(a)`, `zext64(a)` | a value widened by copies of its sign, or by zeros |
      | `+`, `-`, `×` | arithmetic that keeps the width of its operands |
      | `&`, `\\|`, `^`, `~` | bit by bit; `and`, `or`, `not` on single bits |
      | `<<`, `>>`, `>>s` | shifts; the amount counts modulo the width, `s` brings in copies of the sign |
      | `=`, `≠`, `<`, `≥`, `<s`, `≥s` | comparisons, unsigned or with `s` signed; they give one bit |
      | `c ? a : b` | one of two values |
      | `load32(a)`, `store32(a)` | memory at a virtual address, translated and checked; the number is the width in bits |
      | `physical64(a)` | memory at a physical address, as the walk of the page tables reads it, and whether there is any |
      | `csr[csr]` | a control and status register through its read and write routines; `to modify` asks for what a change of bits starts from |
      | `check_csr(csr, writes: w)` | raises an illegal-instruction exception unless there is such a register and the mode and its own conditions permit the access |
      | `raise … with v` | an exception with `v` for the trap value register; it ends the instruction |
      """;
}
