/* A flat file system.
 *
 * Block 0 says how large the parts are. Then comes the chain table: for each block of the disk 16
 * bits, 0 for a free one, 1 for the last of a file, otherwise the number of the block that follows.
 * Then the directory, then the data. Both tables are kept in memory and written through. */
#include "kernel.h"

#define MAX_BLOCKS 8192 /* 4 MiB */
#define MAX_FILES 64
#define FREE_BLOCK 0
#define LAST_BLOCK 1

/* Block 0. */
struct header {
  char magic[8];
  u32 blocks;          /* of the whole disk */
  u32 chain_start;     /* blocks from the start of the disk */
  u32 directory_start;
  u32 data_start;
};

/* 32 bytes in the directory; a free one has no name. */
struct entry {
  char name[NAME_LENGTH];
  u32 first; /* block, 0 when the file is empty */
  u32 size;  /* bytes */
};

static union {
  struct header header;
  u8 bytes[BLOCK];
} first;
static u16 chain[MAX_BLOCKS];
static struct entry directory[MAX_FILES];
static u8 block_buffer[BLOCK];

static void read_part(void *to, u64 bytes, u32 from) {
  for (u64 done = 0; done < bytes; done += BLOCK) {
    disk_read(from + done / BLOCK, (u8 *)to + done);
  }
}

static int mount(void) {
  disk_read(0, &first);
  const struct header *header = &first.header;
  if (!same(header->magic, "sprigfs") || header->blocks > MAX_BLOCKS ||
      header->directory_start - header->chain_start > sizeof chain / BLOCK ||
      header->data_start - header->directory_start > sizeof directory / BLOCK) {
    return 0;
  }
  read_part(chain, (header->directory_start - header->chain_start) * BLOCK, header->chain_start);
  read_part(directory, (header->data_start - header->directory_start) * BLOCK,
            header->directory_start);
  return 1;
}

void files_start(void) {
  disk_start();
  if (disk_source() == 0) {
    print("[sprig] disk: none attached, using the one in memory\n");
  } else if (mount()) {
    print("[sprig] disk: %d blocks\n", (u64)first.header.blocks);
    return;
  } else {
    print("[sprig] disk: no file system of sprig's on it, left alone; using the one in memory\n");
    disk_use_memory();
  }
  if (!mount()) {
    panic("no file system");
  }
}

static void write_chain(u32 block) {
  u32 part = block * sizeof chain[0] / BLOCK;
  disk_write(first.header.chain_start + part, (u8 *)chain + part * BLOCK);
}

static void write_entry(int file) {
  u32 part = file * sizeof directory[0] / BLOCK;
  disk_write(first.header.directory_start + part, (u8 *)directory + part * BLOCK);
}

int file_find(const char *name) {
  for (int file = 0; file < MAX_FILES; file++) {
    if (directory[file].name[0] != 0 && same(directory[file].name, name)) {
      return file;
    }
  }
  return -1;
}

int file_create(const char *name) {
  for (int file = 0; name[0] != 0 && file < MAX_FILES; file++) {
    struct entry *entry = &directory[file];
    if (entry->name[0] == 0) {
      memset(entry, 0, sizeof *entry);
      for (int i = 0; name[i] != 0; i++) {
        entry->name[i] = name[i];
      }
      write_entry(file);
      return file;
    }
  }
  return -1;
}

void file_remove(int file) {
  u32 block = directory[file].first;
  while (block > LAST_BLOCK) {
    u32 next = chain[block];
    chain[block] = FREE_BLOCK;
    write_chain(block);
    block = next;
  }
  memset(&directory[file], 0, sizeof directory[file]);
  write_entry(file);
}

/* Takes a free block for the end of a file; 0 when the disk is full. */
static u32 take_block(void) {
  for (u32 block = first.header.data_start; block < first.header.blocks; block++) {
    if (chain[block] == FREE_BLOCK) {
      chain[block] = LAST_BLOCK;
      write_chain(block);
      return block;
    }
  }
  return 0;
}

/* The n-th block of a file; one past its end is added when `extend` says so. */
static u32 block_of(struct entry *entry, u64 n, int extend) {
  if (entry->first == 0 && extend) {
    entry->first = take_block();
  }
  u32 block = entry->first;
  for (; block != 0 && n > 0; n--) {
    if (chain[block] == LAST_BLOCK) {
      u32 added = extend ? take_block() : 0;
      if (added != 0) {
        chain[block] = added;
        write_chain(block);
      }
      block = added;
    } else {
      block = chain[block];
    }
  }
  return block;
}

static u64 part_in_block(u64 offset, u64 length) {
  return least(length, BLOCK - offset % BLOCK);
}

u64 file_read(int file, u64 offset, void *buffer, u64 length) {
  struct entry *entry = &directory[file];
  if (offset >= entry->size) {
    return 0;
  }
  length = least(length, entry->size - offset);
  u64 done = 0;
  while (done < length) {
    u64 part = part_in_block(offset + done, length - done);
    disk_read(block_of(entry, (offset + done) / BLOCK, 0), block_buffer);
    memcpy((u8 *)buffer + done, block_buffer + (offset + done) % BLOCK, part);
    done += part;
  }
  return done;
}

u64 file_write(int file, u64 offset, const void *buffer, u64 length) {
  struct entry *entry = &directory[file];
  u64 done = 0;
  while (done < length) {
    u64 part = part_in_block(offset + done, length - done);
    u32 block = block_of(entry, (offset + done) / BLOCK, 1);
    if (block == 0) {
      break;
    }
    disk_read(block, block_buffer);
    memcpy(block_buffer + (offset + done) % BLOCK, (const u8 *)buffer + done, part);
    disk_write(block, block_buffer);
    done += part;
  }
  if (offset + done > entry->size) {
    entry->size = (u32)(offset + done);
  }
  write_entry(file);
  return done;
}

int file_describe(int n, struct file_info *info) {
  for (int file = 0; file < MAX_FILES; file++) {
    if (directory[file].name[0] != 0 && n-- == 0) {
      memcpy(info->name, directory[file].name, NAME_LENGTH);
      info->size = directory[file].size;
      return 1;
    }
  }
  return 0;
}
