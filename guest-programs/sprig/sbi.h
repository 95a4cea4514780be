/* Calls to what is below S-mode, as the SBI specification lays them down. */
#pragma once
#include "abi.h"

#define SBI_BASE 0x10
#define SBI_BASE_PROBE 3
#define SBI_TIME 0x54494d45
#define SBI_TIME_SET 0
#define SBI_DBCN 0x4442434e
#define SBI_DBCN_WRITE 0
#define SBI_DBCN_READ 1
#define SBI_SRST 0x53525354
#define SBI_SRST_RESET 0
#define SBI_LEGACY_PUTCHAR 1
#define SBI_LEGACY_GETCHAR 2
#define SBI_LEGACY_SHUTDOWN 8

struct sbi_result {
  s64 error;
  s64 value;
};

static inline struct sbi_result sbi_call(u64 extension, u64 function, u64 x, u64 y, u64 z) {
  register u64 a0 asm("a0") = x;
  register u64 a1 asm("a1") = y;
  register u64 a2 asm("a2") = z;
  register u64 a6 asm("a6") = function;
  register u64 a7 asm("a7") = extension;
  asm volatile("ecall" : "+r"(a0), "+r"(a1) : "r"(a2), "r"(a6), "r"(a7) : "memory");
  return (struct sbi_result){a0, a1};
}
