# A user program begins here, with its arguments, one text, in a0.
  .section .text.start
  .global _start
_start:
  call main
  li   a7, 0                 # CALL_EXIT, with main's value
  ecall
