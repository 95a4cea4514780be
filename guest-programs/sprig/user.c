/* The memory of user programs: pages on demand, copies to and fro, and loading a program. */
#include "privileged.h"

/* The heap and the stack get their pages when they are first touched; the stack's last page stays
   out, so that a program that recurses for ever is caught. */
int provide_page(struct process *process, u64 address, u64 needed) {
  u64 *entry = address < STACK_TOP ? leaf_entry(process->root, address) : 0;
  if (entry != 0) {
    return (*entry & U) != 0 && (*entry & needed) == needed;
  }
  int in_heap = process->heap_start <= address && address < process->heap_end;
  int in_stack = STACK_LIMIT <= address && address < STACK_TOP;
  if ((!in_heap && !in_stack) || needed == X) {
    return 0;
  }
  u64 page = address & ~(PAGE - 1);
  map(process->root, page, PHYSICAL(page_take()), PAGE, R | W | U);
  fence_page(page, process->asid);
  return 1;
}

static int provide_range(u64 user, u64 length, u64 needed) {
  if (user + length < user || user + length > STACK_TOP) {
    return 0;
  }
  for (u64 page = user & ~(PAGE - 1); page < user + length; page += PAGE) {
    if (!provide_page(current, page, needed)) {
      return 0;
    }
  }
  return 1;
}

int copy_from_user(void *to, u64 user, u64 length) {
  if (!provide_range(user, length, R)) {
    return 0;
  }
  user_access_begin();
  memcpy(to, (const void *)user, length);
  user_access_end();
  return 1;
}

int copy_to_user(u64 user, const void *from, u64 length) {
  if (!provide_range(user, length, W)) {
    return 0;
  }
  user_access_begin();
  memcpy((void *)user, from, length);
  user_access_end();
  return 1;
}

int copy_text_from_user(char *text, u64 user, u64 size) {
  u64 i = 0;
  while (i < size) {
    u64 end = i + least(size - i, PAGE - (user + i) % PAGE); /* the next page may not be there */
    if (!copy_from_user(text + i, user + i, end - i)) {
      return 0;
    }
    for (; i < end; i++) {
      if (text[i] == 0) {
        return 1;
      }
    }
  }
  return 0;
}

/* The parts of an ELF file that are looked at. */
struct elf_header {
  u8 identification[16];
  u16 type, machine;
  u32 version;
  u64 entry, program_headers, section_headers;
  u32 flags;
  u16 size, program_header_size, program_header_count;
};

struct program_header {
  u32 type, flags;
  u64 offset, address, physical, file_size, memory_size, alignment;
};

enum { LOAD = 1, MAY_EXECUTE = 1, MAY_WRITE = 2, MAY_READ = 4 };

static int load_segment(struct process *process, int file, const struct program_header *segment) {
  u64 end = segment->address + segment->memory_size;
  if (segment->address % PAGE != 0 || segment->address <= CLOCK_PAGE || end < segment->address ||
      end > STACK_LIMIT || segment->file_size > segment->memory_size) {
    return 0;
  }
  u64 bits = U | (segment->flags & MAY_READ ? R : 0) | (segment->flags & MAY_WRITE ? W : 0) |
             (segment->flags & MAY_EXECUTE ? X : 0);
  for (u64 done = 0; done < segment->memory_size; done += PAGE) {
    void *page = page_take();
    if (done < segment->file_size) {
      file_read(file, segment->offset + done, page, least(PAGE, segment->file_size - done));
    }
    map(process->root, segment->address + done, PHYSICAL(page), PAGE, bits);
  }
  process->heap_start = (end + PAGE - 1) & ~(PAGE - 1);
  process->heap_end = process->heap_start;
  return 1;
}

int load_program(struct process *process, int file, u64 *entry) {
  struct elf_header header;
  if (file_read(file, 0, &header, sizeof header) != sizeof header ||
      cell(header.identification) != 0x7f454c46) {
    return 0;
  }
  for (int i = 0; i < header.program_header_count; i++) {
    struct program_header segment;
    u64 at = header.program_headers + i * sizeof segment;
    if (file_read(file, at, &segment, sizeof segment) != sizeof segment) {
      return 0;
    }
    if (segment.type == LOAD && segment.memory_size > 0 && !load_segment(process, file, &segment)) {
      return 0;
    }
  }
  *entry = header.entry;
  asm volatile("fence.i"); /* what was written as data will be fetched as code */
  return 1;
}
