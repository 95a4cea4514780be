# A program that Linux starts, and the threads that it starts itself.

  .globl _start
_start:
  mv a0, sp                  # argc, argv, 0, environment
  andi sp, sp, -16
  call run

# long start_thread(void *stack_end, struct worker *self): the new thread runs work(self).
  .globl start_thread
start_thread:
  mv a3, a1                  # tp of the thread
  mv a1, a0                  # its stack
  li a0, 0xd0f00             # CLONE_AS_THREAD
  li a2, 0
  li a4, 0
  li a7, 220
  ecall
  bnez a0, 1f
  mv a0, tp
  call work
1:
  ret

# long try_load(long *address) and try_store(long *address, long value): one access. The handler
# of SIGSEGV goes on behind it.
  .option norvc
  .globl try_load, try_load_here, try_store, try_store_here
try_load:
  mv a1, a0
try_load_here:
  ld a0, 0(a1)
  ret
try_store:
try_store_here:
  sd a1, 0(a0)
  ret
