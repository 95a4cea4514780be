// A user of Linux's KVM: one machine of one hart, with a UART; it says at its end what came out of
// KVM to it, by reason, and what KVM itself has counted.
#include "kvm.h"

enum { DBCN = 0x4442434e, DBCN_WRITE = 0, DBCN_READ = 1, DBCN_WRITE_BYTE = 2 };
enum { LEGACY_PUTCHAR = 1, LEGACY_GETCHAR = 2, NOT_SUPPORTED = -2, INVALID = -3 };
enum { INTERRUPT_ENABLE = 1, INTERRUPT_IDENTIFICATION = 2, LINE_CONTROL = 3, LINE_STATUS = 5 };
enum { SENT = 0x60, WHEN_SENT = 2, IS_SENT = 2, NOTHING = 1, DIVISOR = 0x80 };
enum { ISA_SSTC = 8 };
#define TREE_ROOM (2 * MEGABYTE)

static struct guest guest;
static u64 exits[EXITS];
static u8 uart[8];

static long must(long result, const char *what) {
  if (result >= 0) return result;
  print("kvm: error ");
  print_number((u64)-result);
  print(": ");
  fail(what);
}

static void *map(u64 bytes, int flags, long file) {
  return (void *)must(call(SYS_MMAP, 0, (long)bytes, PROT_READ | PROT_WRITE, flags, file, 0),
                      "no memory");
}

static long set(long hart, u64 id, u64 value) {
  struct one_register name = {id, (u64)&value};
  return ioctl(hart, KVM_SET_ONE_REG, (u64)&name);
}

static u64 get(long hart, u64 id) {
  u64 value = 0;
  struct one_register name = {id, (u64)&value};
  return ioctl(hart, KVM_GET_ONE_REG, (u64)&name) < 0 ? 0 : value;
}

static u8 uart_read(u64 offset) {
  switch (offset) {
    case 0: return 0;
    case LINE_STATUS: return SENT;
    case INTERRUPT_IDENTIFICATION:
      return uart[INTERRUPT_ENABLE] & WHEN_SENT ? IS_SENT : NOTHING;
    default: return uart[offset];
  }
}

// A 16550 without input that is always ready to send. Its interrupt goes nowhere: it is polled.
static void uart_access(struct run *run) {
  u64 offset = run->mmio.address - UART_BASE;
  if (offset >= sizeof uart || run->mmio.length != 1) {
    for (u32 i = 0; i < 8 && !run->mmio.is_write; i++) run->mmio.data[i] = 0;
  } else if (!run->mmio.is_write) {
    run->mmio.data[0] = uart_read(offset);
  } else if (offset == 0 && (uart[LINE_CONTROL] & DIVISOR) == 0) {
    console_put(run->mmio.data[0]);
  } else {
    uart[offset] = run->mmio.data[0];
  }
}

static void debug_console(struct run *run) {
  u64 *arguments = run->sbi.arguments;
  u64 offset = arguments[1] - MEMORY_BASE;
  switch (run->sbi.function) {
    case DBCN_WRITE:
      if (arguments[2] != 0 || offset > guest.bytes || arguments[0] > guest.bytes - offset) {
        run->sbi.error = (u64)INVALID;
        return;
      }
      for (u64 i = 0; i < arguments[0]; i++) console_put(guest.memory[offset + i]);
      run->sbi.value = arguments[0];
      break;
    case DBCN_READ: run->sbi.value = 0; break;
    case DBCN_WRITE_BYTE: console_put((u8)arguments[0]); break;
    default: run->sbi.error = (u64)NOT_SUPPORTED; return;
  }
  run->sbi.error = 0;
}

static void firmware_call(struct run *run) {
  run->sbi.value = 0;
  switch (run->sbi.extension) {
    case LEGACY_PUTCHAR:
      console_put((u8)run->sbi.arguments[0]);
      run->sbi.error = 0;
      break;
    case LEGACY_GETCHAR: run->sbi.error = (u64)-1; break;
    case DBCN: debug_console(run); break;
    default: run->sbi.error = (u64)NOT_SUPPORTED; break;
  }
}

static const char *name_of(u32 reason) {
  switch (reason) {
    case EXIT_MMIO: return "mmio";
    case EXIT_SHUTDOWN: return "shutdown";
    case EXIT_FAIL_ENTRY: return "fail-entry";
    case EXIT_INTR: return "interrupted";
    case EXIT_INTERNAL_ERROR: return "internal-error";
    case EXIT_SYSTEM_EVENT: return "system-event";
    case EXIT_SBI: return "sbi";
    case EXIT_CSR: return "csr";
    default: return "other";
  }
}

static void report(long hart) {
  for (u32 reason = 0; reason < EXITS; reason++) {
    if (exits[reason] == 0) continue;
    print("kvm: exit to user space, ");
    print(name_of(reason));
    print(": ");
    print_number(exits[reason]);
    print("\n");
  }
  long file = ioctl(hart, KVM_GET_STATS_FD, 0);
  struct statistics head;
  if (file < 0 || call(SYS_PREAD, file, (long)&head, sizeof head, 0, 0, 0) != sizeof head) return;
  u64 each = sizeof(struct description) + head.name_bytes;
  for (u32 i = 0; i < head.count && each <= 256; i++) {
    u64 room[32], value = 0;
    struct description *one = (struct description *)room;
    call(SYS_PREAD, file, (long)one, (long)each, (long)(head.descriptions_at + i * each), 0, 0);
    if (one->words != 1) continue;
    call(SYS_PREAD, file, (long)&value, sizeof value, (long)(head.data_at + one->at), 0, 0);
    if (value == 0) continue;
    print("kvm: statistic ");
    print(one->name);
    print(": ");
    print_number(value);
    print("\n");
  }
}

// Runs the hart until the machine is switched off; whether it was so by its own wish.
static int run_hart(long hart, struct run *run) {
  for (;;) {
    long result = ioctl(hart, KVM_RUN, 0);
    if (result == EINTR) {
      exits[EXIT_INTR]++;
      continue;
    }
    must(result, "the hart does not run");
    u32 reason = run->exit_reason;
    exits[reason < EXITS ? reason : 0]++;
    switch (reason) {
      case EXIT_INTR: break;
      case EXIT_MMIO: uart_access(run); break;
      case EXIT_SBI: firmware_call(run); break;
      case EXIT_SYSTEM_EVENT: return run->event.type == EVENT_SHUTDOWN && run->event.data[0] == 0;
      default:
        console_flush();
        print("kvm: stopped at pc ");
        print_hex(get(hart, REGISTER_PC));
        print(" for ");
        print(name_of(reason));
        for (u32 i = 0; i < 4; i++) print(" "), print_hex(run->words[i]);
        print("\n");
        return 0;
    }
  }
}

static u64 number(const char *text) {
  u64 value = 0;
  if (*text == 0) fail("a number is missing");
  for (; *text != 0; text++) {
    if (*text < '0' || *text > '9' || value > 1 << 20) fail("-m takes a number of megabytes");
    value = value * 10 + (u64)(*text - '0');
  }
  return value;
}

static const char usage[] =
    "usage: kvm [-m MEGABYTES] [-i INITRD] [-a ARGUMENTS] PAYLOAD\n"
    "  PAYLOAD is an ELF or flat program for S-mode, such as a kernel's Image";

void start(u64 *stack) {
  const char **word = (const char **)(stack + 1), *payload = 0, *initrd = 0;
  struct machine machine = {.memory_bytes = 128 * MEGABYTE, .arguments = ""};
  for (word += *word != 0; *word != 0; word++) {
    if (is(*word, "-m") && word[1] != 0) machine.memory_bytes = number(*++word) * MEGABYTE;
    else if (is(*word, "-i") && word[1] != 0) initrd = *++word;
    else if (is(*word, "-a") && word[1] != 0) machine.arguments = *++word;
    else if (**word == '-' || payload != 0) fail(usage);
    else payload = *word;
  }
  if (payload == 0) fail(usage);
  if (machine.memory_bytes < 8 * MEGABYTE) fail("-m: at least 8 megabytes");

  long system = must(call(SYS_OPENAT, AT_FDCWD, (long)"/dev/kvm", O_RDWR, 0, 0, 0),
                     "/dev/kvm cannot be opened; is the module kvm loaded, has the machine H?");
  if (ioctl(system, KVM_GET_API_VERSION, 0) != API_VERSION) fail("another version of KVM");
  long vm = must(ioctl(system, KVM_CREATE_VM, 0), "no machine can be made");
  guest.bytes = machine.memory_bytes;
  guest.memory = map(guest.bytes, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  struct memory_region region = {0, 0, MEMORY_BASE, guest.bytes, (u64)guest.memory};
  must(ioctl(vm, KVM_SET_USER_MEMORY_REGION, (u64)&region), "the memory is refused");
  long hart = must(ioctl(vm, KVM_CREATE_VCPU, 0), "no hart can be made");
  u64 shared = (u64)must(ioctl(system, KVM_GET_VCPU_MMAP_SIZE, 0), "the hart's state has no size");
  struct run *run = map(shared, MAP_SHARED, hart);

  u64 entry = load_payload(&guest, payload);
  u64 tree = guest.bytes - TREE_ROOM;
  if (initrd != 0) {
    machine.initrd = MEMORY_BASE + guest.bytes / 2;
    machine.initrd_end =
        machine.initrd + load_file(&guest, initrd, guest.bytes / 2, tree - guest.bytes / 2);
  }
  machine.timebase = get(hart, REGISTER_TIMEBASE);
  machine.has_sstc = get(hart, REGISTER_EXTENSION(ISA_SSTC)) != 0;
  make_tree(guest.memory + tree, &machine);
  set(hart, REGISTER_SBI_DBCN, 1);
  must(set(hart, REGISTER_PC, entry), "pc cannot be set");
  must(set(hart, REGISTER_A0, 0), "a0 cannot be set");
  must(set(hart, REGISTER_A1, MEMORY_BASE + tree), "a1 cannot be set");

  int content = run_hart(hart, run);
  console_flush();
  report(hart);
  call(SYS_EXIT, content ? 0 : 1, 0, 0, 0, 0, 0);
}
