# The start of micro-sbi.elf: the first hart is in S-mode already, above an SBI.
  .section .text.start
  .global _start
_start:
  j    supervisor_start
  .include "marks.S"
