/* Processes: how they start, take turns, wait and end.
 *
 * Each has a kernel stack, at whose top its registers lie while it is in the kernel. The kernel is
 * not preempted: it gives the hart away only in schedule(). */
#include "privileged.h"

#define SV39 (8ul << 60)
#define SATP_ASID_SHIFT 44
#define KERNEL_STACK 8192

struct process processes[PROCESSES];
struct process *current; /* 0 until the first runs */

static u64 stacks[PROCESSES][KERNEL_STACK / 8] __attribute__((aligned(16)));
static int last_id;
static u64 *boot_sp;

static struct frame *frame_of(struct process *process) {
  u64 *top = stacks[process - processes] + KERNEL_STACK / 8;
  return (struct frame *)top - 1;
}

/* What a new process does first when it gets the hart: it leaves the trap that it never entered.
   Its stack pointer is then at its frame. */
static u64 *first_stack(struct process *process) {
  u64 *sp = (u64 *)frame_of(process) - 14; /* what switch_stacks takes off */
  sp[0] = (u64)leave_trap;
  return sp;
}

static void copy_name(char *to, const char *from) {
  int i = 0;
  for (; i < NAME_LENGTH - 1 && from[i] != 0; i++) {
    to[i] = from[i];
  }
  to[i] = 0;
}

/* Puts the arguments at the top of the new stack; their address is main's argument. */
static void prepare_stack(struct process *process, const char *arguments) {
  u64 length = 1;
  while (arguments[length - 1] != 0) {
    length++;
  }
  u64 *page = page_take();
  u64 offset = (PAGE - length) & ~15ul;
  memcpy((char *)page + offset, arguments, length);
  map(process->root, STACK_TOP - PAGE, PHYSICAL(page), PAGE, R | W | U);
  frame_of(process)->x[SP] = STACK_TOP - PAGE + offset;
  frame_of(process)->x[A0] = STACK_TOP - PAGE + offset;
}

int spawn(const char *program, const char *arguments) {
  int file = file_find(program);
  struct process *process = processes;
  while (process < processes + PROCESSES && process->state != FREE) {
    process++;
  }
  if (file < 0 || process == processes + PROCESSES) {
    return -1;
  }
  memset(process, 0, sizeof *process);
  memset(frame_of(process), 0, sizeof(struct frame));
  process->root = new_address_space();
  process->asid = asids > PROCESSES ? process - processes + 1 : 0;
  map(process->root, CLOCK_PAGE, PHYSICAL(&clock_page), PAGE, R | U);
  if (!load_program(process, file, &frame_of(process)->pc)) {
    drop_address_space(process->root, process->asid);
    return -1;
  }
  prepare_stack(process, arguments);
  frame_of(process)->status = SSTATUS_SPIE; /* U-mode, interrupts on, no floating point yet */
  process->kernel_sp = first_stack(process);
  for (int i = 0; i < OPEN_FILES; i++) {
    process->open[i].file = -1;
  }
  copy_name(process->name, program);
  process->parent = current;
  process->id = ++last_id;
  process->state = READY;
  return process->id;
}

static void set_address_space(const struct process *process) {
  load_satp(SV39 | process->asid << SATP_ASID_SHIFT | PHYSICAL(process->root) >> 12);
  if (process->asid == 0) {
    fence_all(); /* no ASIDs: what is cached is of another process */
  }
}

/* The floating-point registers stay in the hart until another process gets it. */
static void put_floating_aside(void) {
  struct frame *frame = frame_of(current);
  if ((frame->status & SSTATUS_FS) == SSTATUS_FS_DIRTY) {
    csr_set(sstatus, SSTATUS_FS);
    save_floating(current->floating);
    csr_clear(sstatus, SSTATUS_FS);
    frame->status = (frame->status & ~SSTATUS_FS) | SSTATUS_FS_CLEAN;
  }
}

static void take_up_floating(void) {
  if ((frame_of(current)->status & SSTATUS_FS) != 0) {
    csr_set(sstatus, SSTATUS_FS);
    load_floating(current->floating);
    csr_clear(sstatus, SSTATUS_FS);
  }
}

void use_floating(void) {
  frame_of(current)->status |= SSTATUS_FS_CLEAN;
  take_up_floating();
}

/* The next process in the order of the table that can run, the current one last. */
static struct process *next_ready(void) {
  u64 start = current != 0 ? current - processes + 1 : 0;
  for (u64 i = 0; i < PROCESSES; i++) {
    struct process *process = &processes[(start + i) % PROCESSES];
    if (process->state == READY) {
      return process;
    }
  }
  return 0;
}

void schedule(void) {
  struct process *next = next_ready();
  while (next == 0) {
    take_interrupt();
    next = next_ready();
  }
  if (next == current) {
    return;
  }
  u64 **save = &boot_sp;
  if (current != 0) {
    put_floating_aside();
    save = &current->kernel_sp;
  }
  current = next;
  set_address_space(next);
  take_up_floating();
  switch_stacks(save, next->kernel_sp);
}

void wait_for(const void *event) {
  current->event = event;
  current->state = WAITING;
  schedule();
}

void wake(const void *event) {
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->state == WAITING && process->event == event) {
      process->state = READY;
    }
  }
}

void sleep_until(u64 tick) {
  if (tick > clock_page.ticks) {
    current->wake_tick = tick;
    wait_for(0);
  }
}

void wake_sleepers(void) {
  for (struct process *process = processes; process < processes + PROCESSES; process++) {
    if (process->state == WAITING && process->event == 0 &&
        process->wake_tick <= clock_page.ticks) {
      process->state = READY;
    }
  }
}

#ifdef UNIX_CALLS
/* Everybody's own pages; the clock page is below all programs. */
static void copy_pages(u64 *to, u64 *from, u64 start, u64 end) {
  for (u64 address = start; address < end; address += PAGE) {
    const u64 *entry = leaf_entry(from, address);
    if (entry != 0) {
      u64 *page = page_take(), *old = VIRTUAL(*entry >> 10 << 12);
      for (u64 i = 0; i < PAGE / sizeof *page; i++) {
        page[i] = old[i];
      }
      map(to, address, PHYSICAL(page), PAGE, *entry & (R | W | X | U));
    }
  }
}

int fork(void) {
  struct process *child = processes;
  while (child < processes + PROCESSES && child->state != FREE) {
    child++;
  }
  if (child == processes + PROCESSES) {
    return -1;
  }
  put_floating_aside();
  take_up_floating();
  *child = *current;
  *frame_of(child) = *frame_of(current);
  frame_of(child)->x[A0] = 0;
  child->root = new_address_space();
  child->asid = asids > PROCESSES ? child - processes + 1 : 0;
  map(child->root, CLOCK_PAGE, PHYSICAL(&clock_page), PAGE, R | U);
  copy_pages(child->root, current->root, CLOCK_PAGE + PAGE, current->heap_end);
  copy_pages(child->root, current->root, STACK_LIMIT, STACK_TOP);
  asm volatile("fence.i");
  child->kernel_sp = first_stack(child);
  for (int i = 0; i < OPEN_FILES; i++) {
    if (child->open[i].file >= PIPE_FILES) {
      pipe_hold(child->open[i].file);
    }
  }
  child->parent = current;
  child->id = ++last_id;
  child->state = READY;
  return child->id;
}

s64 exec(const char *program, const char *arguments) {
  int file = file_find(program);
  struct process old = *current;
  struct frame *frame = frame_of(current);
  if (file < 0) {
    return -1;
  }
  current->root = new_address_space();
  map(current->root, CLOCK_PAGE, PHYSICAL(&clock_page), PAGE, R | U);
  u64 entry;
  if (!load_program(current, file, &entry)) {
    drop_address_space(current->root, current->asid);
    *current = old;
    return -1;
  }
  memset(frame, 0, sizeof *frame);
  frame->pc = entry;
  frame->status = SSTATUS_SPIE;
  prepare_stack(current, arguments);
  copy_name(current->name, program);
  load_satp_now(SV39 | PHYSICAL(kernel_root) >> 12);
  drop_address_space(old.root, old.asid);
  set_address_space(current);
  return (s64)frame->x[A0];
}

static void close_pipes(void) {
  for (int i = 0; i < OPEN_FILES; i++) {
    if (current->open[i].file >= PIPE_FILES) {
      pipe_close(current->open[i].file);
      current->open[i].file = -1;
    }
  }
}
#endif

/* The memory goes at once; the place in the table stays until the parent has asked for the status,
   or goes too when there is no parent. */
void end_process(int status) {
  if (current == &processes[0]) {
    platform_off(status); /* the first process was the shell */
  }
  for (struct process *child = processes; child < processes + PROCESSES; child++) {
    if (child->state != FREE && child->parent == current) {
      child->parent = 0;
      child->state = child->state == ENDED ? FREE : child->state;
    }
  }
#ifdef UNIX_CALLS
  close_pipes();
#endif
  load_satp_now(SV39 | PHYSICAL(kernel_root) >> 12);
  drop_address_space(current->root, current->asid);
  current->root = kernel_root;
  frame_of(current)->status = 0;
  current->status = status;
  current->state = current->parent != 0 ? ENDED : FREE;
  if (current->parent != 0) {
    wake(current->parent);
  }
  schedule();
  panic("an ended process went on");
}

int wait_for_child(int id, int *status) {
  for (;;) {
    int children = 0;
    for (struct process *child = processes; child < processes + PROCESSES; child++) {
      if (child->state == FREE || child->parent != current || (id != 0 && child->id != id)) {
        continue;
      }
      children++;
      if (child->state == ENDED) {
        child->state = FREE;
        *status = child->status;
        return child->id;
      }
    }
    if (children == 0) {
      return -1;
    }
    wait_for(current); /* end_process of a child wakes this */
  }
}
