/* Runs one of the kernels, or all, as often as the boot arguments say. */
#include "bench.h"

const struct kernel kernels[] = {
    {"mix", 1, 0, mix_prepare, mix},
    {"records", 1, 0, 0, records},
    {"sha256", 1, 0, 0, sha256},
    {"sort", 1, 0, 0, sort},
    {"compress", 1, 0, compress_prepare, compress},
    {"bytecode", 1, 0, 0, bytecode},
    {"matmul", 1, 0, matmul_prepare, matmul},
    {"nbody", 1, 0, 0, nbody},
    {"chase", CHASE_SIZE / 64, 0, chase_prepare, chase},
    {"machine-call", 1000, 0, 0, call_machine},
    {"user-call", 1000, 0, 0, call_user},
    {"system-call", 1000, 0, 0, call_system},
    {"csr", 2000, 0, 0, access_registers},
    {"return", 1000, 0, 0, return_to_self},
    {"device", 1000, 0, 0, read_device},
    {"fence", 1000, 1, 0, fence_pages},
    {"timer", 100, 0, 0, take_timer},
    {"fill", WINDOW_PAGES, 1, 0, fill_pages},
    {"fork", 1, 1, 0, fork_space},
    {"cold", 200000, 0, 0, run_cold},
    {0, 0, 0, 0, 0},
};

u64 random_next(u64 *state) {
  *state = *state * 6364136223846793005ul + 1442695040888963407ul;
  return *state >> 33;
}

void copy(void *to, const void *from, u64 bytes) {
  u64 *a = to;
  const u64 *b = from;
  for (u64 i = 0; i < bytes / 8; i++) {
    a[i] = b[i];
  }
}

static int iterated;

/* Does iterations; each must give the checksum of the one before it, if there was any. */
static u64 iterate(const struct kernel *kernel, u64 n, u64 checksum) {
  for (u64 i = 0; i < n; i++) {
    u64 found = kernel->iterate();
    if (iterated && found != checksum) {
      print(kernel->name);
      print(": an iteration gave another checksum than the one before it\n");
      finish(1);
    }
    iterated = 1;
    checksum = found;
  }
  return checksum;
}

/* One line, about n iterations. */
static u64 lap(const struct kernel *kernel, u64 n, u64 checksum, int count) {
  u64 before = csr_read(instret);
  checksum = iterate(kernel, n, checksum);
  u64 instructions = csr_read(instret) - before;
  print_padded(kernel->name, 14);
  print("iterations ");
  print_decimal(n);
  print(" operations ");
  print_decimal(kernel->operations);
  print(" checksum ");
  print_hex(checksum);
  if (count) {
    print(" instructions ");
    print_decimal(instructions);
  }
  print("\n");
  return checksum;
}

static void run(const struct kernel *kernel, const struct arguments *arguments) {
  if (kernel->prepare != 0) {
    kernel->prepare();
  }
  iterated = 0;
  u64 checksum = iterate(kernel, arguments->warm, 0);
  if (arguments->warm > 0 || arguments->count) {
    print(kernel->name);
    print(" begins\n");
  }
  for (u64 i = 0; i <= arguments->laps; i++) {
    checksum = lap(kernel, arguments->n << i, checksum, arguments->count);
  }
}

void bench_main(const void *device_tree) {
  struct arguments arguments = {.kernel = "all", .n = 1, .paging = SMALL};
  read_arguments(&arguments, device_tree);
  paging_start(arguments.paging);
  int all = is_same(arguments.kernel, "all");
  int done = 0;
  for (const struct kernel *kernel = kernels; kernel->name != 0; kernel++) {
    if (kernel->needs_paging && arguments.paging == OFF) {
      continue;
    }
    if (all || is_same(arguments.kernel, kernel->name)) {
      run(kernel, &arguments);
      done++;
    }
  }
  if (done == 0) {
    print("bench: no kernel is called ");
    print(arguments.kernel);
    print(", or it needs paging; kernel=all runs every one and prints their names\n");
  }
  finish(done == 0);
}
