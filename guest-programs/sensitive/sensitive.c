/* Executes sensitive instructions in M, S and U mode and prints which of them trapped.
 *
 * Popek and Goldberg ask of a machine that every sensitive instruction is privileged: it traps
 * when it is not executed in the most privileged mode. The table shows where RISC-V stands, with
 * and without the three bits (TVM, TW, TSR) by which M-mode withholds instructions from S-mode. */
#include "bare.h"

/* What the trap that ended a trial looked like. */
struct sight {
  u64 cause;
  u64 value;
  u64 pc;
} sight;

/* A trial is one instruction and, right behind it, an ECALL: the trap at the ECALL says that the
 * instruction ran, and its cause says in which mode the hart then was.
 * t0 holds mstatus and t1 holds satp, so that a write changes nothing. */
#define TRIAL(label, instruction) \
  asm(".balign 4\n.option push\n.option norvc\n" #label ": " instruction "\necall\n.option pop"); \
  extern char label[];

TRIAL(read_mstatus, "csrr t2, mstatus")
TRIAL(write_mstatus, "csrw mstatus, t0")
TRIAL(read_mhartid, "csrr t2, mhartid")
TRIAL(read_sstatus, "csrr t2, sstatus")
TRIAL(write_sscratch, "csrrw t2, sscratch, t0")
TRIAL(read_satp, "csrr t2, satp")
TRIAL(write_satp, "csrw satp, t1")
TRIAL(read_time, "rdtime t2")
TRIAL(sfence, "sfence.vma")
TRIAL(wait, "wfi")
TRIAL(sret_trial, "sret")
TRIAL(mret_trial, "mret")
TRIAL(ecall_trial, "ecall")
TRIAL(fence_i, "fence.i")
TRIAL(addition, "add t2, t0, t1")

static const struct {
  const char *text;
  const char *code;
} trials[] = {
    {"csrr  mstatus", read_mstatus},   {"csrw  mstatus", write_mstatus},
    {"csrr  mhartid", read_mhartid},   {"csrr  sstatus", read_sstatus},
    {"csrrw sscratch", write_sscratch}, {"csrr  satp", read_satp},
    {"csrw  satp", write_satp},        {"rdtime", read_time},
    {"sfence.vma", sfence},            {"wfi", wait},
    {"sret", sret_trial},              {"mret", mret_trial},
    {"ecall", ecall_trial},            {"fence.i", fence_i},
    {"add", addition},
};

/* Runs the code at `code` in the mode that `mstatus` has in MPP, until it traps.
 * M-mode is entered by a jump and not by MRET, so that mepc is free to be the trial's own. */
void attempt(const char *code, u64 mstatus, u64 in_machine_mode);
asm("attempt:\n"
    "  addi sp, sp, -112\n"
    "  sd   ra, 0(sp)\n  sd s0, 8(sp)\n  sd s1, 16(sp)\n"
    "  csrw mscratch, sp\n"
    "  csrw mstatus, a1\n"
    "  addi t2, a0, 4\n"
    "  csrw sepc, t2\n"          /* where the trial's SRET and MRET go: to its ECALL */
    "  csrw mepc, t2\n"
    "  csrr t0, mstatus\n"
    "  csrr t1, satp\n"
    "  bnez a2, 1f\n"
    "  csrw mepc, a0\n"
    "  mret\n"
    "1: jr  a0\n"

    "  .balign 4\n"
    "after_trial:\n"              /* the trap vector: back to attempt's caller, now in M-mode */
    "  csrr sp, mscratch\n"
    "  la   t0, sight\n"
    "  csrr t1, mcause\n  sd t1, 0(t0)\n"
    "  csrr t1, mtval\n  sd t1, 8(t0)\n"
    "  csrr t1, mepc\n  sd t1, 16(t0)\n"
    "  ld   ra, 0(sp)\n  ld s0, 8(sp)\n  ld s1, 16(sp)\n"
    "  addi sp, sp, 112\n"
    "  ret\n");
extern char after_trial[];

/* One cell of the table: what the trial at `code` ended with, and `space` columns more. */
static void show(const char *code, int space) {
  if (sight.pc == (u64)code + 4) {
    /* ECALL's cause is 8 plus the mode it was executed in. */
    print("  ran, in ");
    print_char("US?M"[sight.cause - 8]);
    print_padded("", space);
    return;
  }
  print(sight.cause < 10 ? "  trap  " : "  trap ");
  print_decimal(sight.cause);
  print_char(' ');
  /* The value of an illegal instruction is the instruction. */
  for (int digit = 7; digit >= 0; digit--) {
    print_char("0123456789abcdef"[sight.value >> 4 * digit & 15]);
  }
}

int main(void) {
  print("sensitive: what traps where (cause and tval), and what runs\n\n");
  open_pmp();
  csr_write(mtvec, after_trial);
  csr_write(mideleg, 2);
  csr_write(mie, 2);
  csr_write(mcounteren, 0);

  print_padded("", 16);
  print_padded("  M", 18);
  print_padded("  S", 18);
  print_padded("  S, TVM TW TSR", 18);
  print("  U\n");
  for (u64 i = 0; i < sizeof trials / sizeof trials[0]; i++) {
    const char *code = trials[i].code;
    print_padded(trials[i].text, 16);
    /* A pending software interrupt ends WFI. In M and S it is masked; in U it would be taken. */
    csr_set(mip, 2);
    u64 supervisor = (u64)S_MODE << MSTATUS_MPP_SHIFT | MSTATUS_SPP;
    attempt(code, (u64)M_MODE << MSTATUS_MPP_SHIFT | MSTATUS_SPP, 1);
    show(code, 7);
    attempt(code, supervisor, 0);
    show(code, 7);
    attempt(code, supervisor | MSTATUS_TVM | MSTATUS_TW | MSTATUS_TSR, 0);
    show(code, 7);
    csr_clear(mip, 2);
    attempt(code, (u64)U_MODE << MSTATUS_MPP_SHIFT, 0);
    show(code, 0);
    print("\n");
  }
  return 0;
}
