# 208 000 instructions in groups of eight, no two groups alike. Once through them executes about
# 200 000: a branch of each group leaves one out or not.
#
# u64 cold_code(seed, data): data is 2 KiB.

#define GROUPS 26000

  .text
  .balign 4096
  .global cold_code
cold_code:
  mv   a2, a0
  .set k, 0
  .rept GROUPS
  addi a0, a0, (k * 7 % 4001) - 2000
  xor  a2, a2, a0
  slli a3, a0, 1 + k % 47
  add  a2, a2, a3
  ld   a4, (k * 8 % 2040)(a1)
  bltu a2, a4, 1f
  xori a2, a2, (k * 13 % 3989) - 2000
1:
  sd   a2, (k * 8 * 3 % 2040)(a1)
  .set k, k + 1
  .endr
  mv   a0, a2
  ret
