// A flattened device tree (version 17): header, no reservations, structure, strings.
#include "kvm.h"

enum { NODE = 1, END_NODE = 2, PROPERTY = 3, END = 9 };
enum { HEADER = 40, RESERVATIONS = 16, MOST_STRUCTURE = 0x1000, INTC = 1 };

static u8 *structure, *strings;
static u64 filled, named;

static void put_cell(u8 *at, u32 value) {
  for (int i = 0; i < 4; i++) at[i] = (u8)(value >> (24 - 8 * i));
}

static void cell(u32 value) {
  put_cell(structure + filled, value);
  filled += 4;
}

static void bytes(const void *from, u64 length) {
  for (u64 i = 0; i < length; i++) structure[filled + i] = ((const u8 *)from)[i];
  filled += length;
  while (filled % 4 != 0) structure[filled++] = 0;
}

static void node(const char *name) {
  cell(NODE);
  bytes(name, length_of(name) + 1);
}

static void end(void) { cell(END_NODE); }

static void property(const char *name, u64 length) {
  cell(PROPERTY);
  cell((u32)length);
  cell((u32)named);
  for (u64 i = 0; i <= length_of(name); i++) strings[named + i] = (u8)name[i];
  named += length_of(name) + 1;
}

static void text(const char *name, const char *value) {
  property(name, length_of(value) + 1);
  bytes(value, length_of(value) + 1);
}

static void word(const char *name, u32 value) {
  property(name, 4);
  cell(value);
}

static void wide(const char *name, u64 value) {
  property(name, 8);
  cell((u32)(value >> 32));
  cell((u32)value);
}

static void range(const char *name, u64 base, u64 size) {
  property(name, 16);
  cell((u32)(base >> 32));
  cell((u32)base);
  cell((u32)(size >> 32));
  cell((u32)size);
}

static void hart(const struct machine *machine) {
  node("cpus");
  word("#address-cells", 1);
  word("#size-cells", 0);
  word("timebase-frequency", (u32)machine->timebase);
  node("cpu@0");
  text("device_type", "cpu");
  word("reg", 0);
  text("compatible", "riscv");
  text("riscv,isa", machine->has_sstc ? "rv64imafdc_zicntr_zicsr_zifencei_sstc"
                                      : "rv64imafdc_zicntr_zicsr_zifencei");
  text("mmu-type", "riscv,sv39");
  node("interrupt-controller");
  text("compatible", "riscv,cpu-intc");
  word("#interrupt-cells", 1);
  property("interrupt-controller", 0);
  word("phandle", INTC);
  end();
  end();
  end();
}

u64 make_tree(u8 *at, const struct machine *machine) {
  structure = at + HEADER + RESERVATIONS;
  strings = structure + MOST_STRUCTURE;
  filled = named = 0;
  node("");
  word("#address-cells", 2);
  word("#size-cells", 2);
  text("compatible", "linux,dummy-virt");
  text("model", "trapeze kvm");
  node("chosen");
  text("bootargs", machine->arguments);
  text("stdout-path", "/serial@10000000");
  if (machine->initrd != machine->initrd_end) {
    wide("linux,initrd-start", machine->initrd);
    wide("linux,initrd-end", machine->initrd_end);
  }
  end();
  node("memory@80000000");
  text("device_type", "memory");
  range("reg", MEMORY_BASE, machine->memory_bytes);
  end();
  hart(machine);
  node("serial@10000000");
  text("compatible", "ns16550a");
  range("reg", UART_BASE, UART_BYTES);
  word("clock-frequency", 3686400);
  end();
  end();
  cell(END);

  const u32 strings_at = HEADER + RESERVATIONS + MOST_STRUCTURE;
  const u32 header[] = {0xd00dfeed, strings_at + (u32)named, HEADER + RESERVATIONS, strings_at,
                        HEADER, 17, 16, 0, (u32)named, (u32)filled};
  for (u32 i = 0; i < sizeof header / sizeof *header; i++) put_cell(at + 4 * i, header[i]);
  return strings_at + named;
}
