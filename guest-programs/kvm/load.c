#include "kvm.h"

static long open_file(const char *name) {
  long file = call(SYS_OPENAT, AT_FDCWD, (long)name, 0, 0, 0, 0);
  if (file < 0) {
    print("kvm: ");
    print(name);
    fail(": cannot be read");
  }
  return file;
}

// Reads at most so many bytes from a place of a file; how many there were.
static u64 read_at(long file, u8 *to, u64 bytes, u64 from) {
  u64 done = 0;
  while (done < bytes) {
    long now = call(SYS_PREAD, file, (long)(to + done), (long)(bytes - done), (long)(from + done),
                    0, 0);
    if (now < 0) fail("a file cannot be read to its end");
    if (now == 0) break;
    done += (u64)now;
  }
  return done;
}

u64 load_file(struct guest *guest, const char *name, u64 offset, u64 most) {
  if (offset > guest->bytes || most > guest->bytes - offset) fail("too little memory");
  long file = open_file(name);
  u8 more;
  u64 bytes = read_at(file, guest->memory + offset, most, 0);
  if (bytes == most && read_at(file, &more, 1, most) != 0) fail("a file does not fit in memory");
  call(SYS_CLOSE, file, 0, 0, 0, 0, 0);
  return bytes;
}

struct elf {
  u8 magic[16];
  u16 type, machine;
  u32 version;
  u64 entry, segments_at, sections_at;
  u32 flags;
  u16 bytes, segment_bytes, segments;
};

struct segment { u32 type, flags; u64 at, virtual, physical, in_file, in_memory, align; };

enum { LOADED = 1 };

u64 load_payload(struct guest *guest, const char *name) {
  struct elf elf = {0};
  long file = open_file(name);
  u64 head = read_at(file, (u8 *)&elf, sizeof elf, 0);
  if (head < 4 || elf.magic[0] != 0x7f || elf.magic[1] != 'E' || elf.magic[2] != 'L') {
    call(SYS_CLOSE, file, 0, 0, 0, 0, 0);
    load_file(guest, name, LOAD_OFFSET, guest->bytes - LOAD_OFFSET);
    return MEMORY_BASE + LOAD_OFFSET;
  }
  for (u64 i = 0; i < elf.segments; i++) {
    struct segment segment = {0};
    read_at(file, (u8 *)&segment, sizeof segment, elf.segments_at + i * elf.segment_bytes);
    if (segment.type != LOADED || segment.in_memory == 0) continue;
    u64 offset = segment.physical - MEMORY_BASE;
    if (offset > guest->bytes || segment.in_memory > guest->bytes - offset ||
        segment.in_file > segment.in_memory) {
      fail("the payload lies outside memory");
    }
    if (read_at(file, guest->memory + offset, segment.in_file, segment.at) != segment.in_file) {
      fail("the payload ends too early");
    }
  }
  call(SYS_CLOSE, file, 0, 0, 0, 0, 0);
  return elf.entry;
}
