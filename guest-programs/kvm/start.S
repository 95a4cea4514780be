# A program that Linux starts.

  .globl _start
_start:
  mv a0, sp                  # argc, argv, 0
  andi sp, sp, -16
  call start

# void *memset(void *at, int byte, u64 bytes): the compiler calls it for large objects.
  .globl memset
memset:
  mv a3, a0
  beqz a2, 2f
1:
  sb a1, 0(a3)
  addi a3, a3, 1
  addi a2, a2, -1
  bnez a2, 1b
2:
  ret
