package trapeze.machine.load;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSegment;
import net.fornwall.jelf.ElfSymbol;
import net.fornwall.jelf.ElfSymbolTableSection;
import org.jspecify.annotations.Nullable;
import trapeze.machine.memory.PhysicalMemory;

/**
 * An ELF executable for 64-bit little-endian RISC-V.
 *
 * <p>Segments go to their physical addresses. A position-independent file whose addresses are not
 * memory, as firmware is linked today, is moved as a whole.
 */
public final class ElfImage implements GuestImage {
  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int CLASS_64 = 2;
  private static final int LITTLE_ENDIAN = 1;
  private static final int MACHINE_RISCV = 243;

  private final Payload payload;
  private final ElfFile elf;
  private final List<Segment> segments;
  private @Nullable Map<String, Long> symbols;

  /** A loadable segment; {@code index} is its place among the program headers. */
  private record Segment(
      int index, long fileOffset, long fileSize, long virtualAddress, AddressRange memory) {
    String describe() {
      return "segment %d (%s)".formatted(index, memory);
    }
  }

  private ElfImage(Payload payload, ElfFile elf, List<Segment> segments) {
    this.payload = payload;
    this.elf = elf;
    this.segments = segments;
  }

  static ElfImage of(Payload payload) {
    checkHeader(payload);
    try {
      ElfFile elf = ElfFile.from(payload.contents());
      return new ElfImage(payload, elf, loadableSegments(payload, elf));
    } catch (BadImage e) {
      throw e;
    } catch (RuntimeException e) {
      throw new BadImage(
          payload.name(), "the ELF headers are damaged (%s)".formatted(e.getMessage()));
    }
  }

  private static void checkHeader(Payload payload) {
    int length = payload.contents().length;
    if (length < HEADER_SIZE) {
      throw new BadImage(
          payload.name(), "truncated in the ELF header, after %d bytes".formatted(length));
    }
    var header = GuestImage.littleEndian(payload);
    if (header.get(4) != CLASS_64) {
      throw new BadImage(payload.name(), "is not a 64-bit ELF file; build it for rv64");
    }
    if (header.get(5) != LITTLE_ENDIAN) {
      throw new BadImage(payload.name(), "is a big-endian ELF file; build it little-endian");
    }
    int machine = Short.toUnsignedInt(header.getShort(18));
    if (machine != MACHINE_RISCV) {
      throw new BadImage(
          payload.name(),
          "is an ELF file for machine %d, not for RISC-V (%d)".formatted(machine, MACHINE_RISCV));
    }
    int type = header.getShort(16);
    if (type != ElfFile.ET_EXEC && type != ElfFile.ET_DYN) {
      throw new BadImage(payload.name(), "is not an executable; link it first");
    }
    long headers = header.getLong(32);
    int count = Short.toUnsignedInt(header.getShort(56));
    if (count > 0 && Short.toUnsignedInt(header.getShort(54)) != PROGRAM_HEADER_SIZE) {
      throw new BadImage(payload.name(), "the ELF header's program header size is not 56 bytes");
    }
    if (headers < 0 || headers > length - (long) count * PROGRAM_HEADER_SIZE) {
      throw new BadImage(
          payload.name(),
          "truncated: %d program headers at byte %d, but the file has %d bytes"
              .formatted(count, headers, length));
    }
  }

  private static List<Segment> loadableSegments(Payload payload, ElfFile elf) {
    List<Segment> segments = new ArrayList<>();
    for (int index = 0; index < Short.toUnsignedInt(elf.e_phnum); index++) {
      ElfSegment header = elf.getProgramHeader(index);
      if (header.p_type == ElfSegment.PT_LOAD && header.p_memsz != 0) {
        segments.add(checkedSegment(payload, index, header));
      }
    }
    if (segments.isEmpty()) {
      throw new BadImage(payload.name(), "has no segment to load; link it as an executable");
    }
    segments.sort(Comparator.comparingLong(segment -> segment.memory().start()));
    for (int i = 1; i < segments.size(); i++) {
      Segment lower = segments.get(i - 1);
      Segment upper = segments.get(i);
      if (lower.memory().overlaps(upper.memory())) {
        throw new BadImage(
            payload.name(),
            "%s overlaps %s; mend the linker script".formatted(upper.describe(), lower.describe()));
      }
    }
    return List.copyOf(segments);
  }

  private static Segment checkedSegment(Payload payload, int index, ElfSegment header) {
    int length = payload.contents().length;
    if (header.p_filesz < 0
        || header.p_offset < 0
        || header.p_filesz > length
        || header.p_offset > length - header.p_filesz) {
      throw new BadImage(
          payload.name(),
          "truncated: segment %d is %d bytes at byte %d, but the file has %d bytes"
              .formatted(index, header.p_filesz, header.p_offset, length));
    }
    long end = header.p_paddr + header.p_memsz;
    if (header.p_memsz < header.p_filesz || header.p_paddr < 0 || end < 0) {
      throw new BadImage(
          payload.name(),
          "segment %d: %d bytes of file for 0x%x bytes of memory at 0x%x; the file is damaged"
              .formatted(index, header.p_filesz, header.p_memsz, header.p_paddr));
    }
    return new Segment(
        index,
        header.p_offset,
        header.p_filesz,
        header.p_vaddr,
        new AddressRange(header.p_paddr, end));
  }

  @Override
  public String name() {
    return payload.name();
  }

  /**
   * The value of a symbol as linked, such as {@code tohost}, {@code fromhost} or {@code
   * begin_signature}; empty if there is none of that name.
   */
  public OptionalLong symbol(String name) {
    Long value = symbols().get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** All named symbols with their values as linked; empty if the file is stripped. */
  public Map<String, Long> symbols() {
    Map<String, Long> known = symbols;
    if (known == null) {
      known = readSymbols();
      symbols = known;
    }
    return known;
  }

  private Map<String, Long> readSymbols() {
    ElfSections.check(payload);
    try {
      ElfSymbolTableSection table = elf.getSymbolTableSection();
      Map<String, Long> values = new HashMap<>();
      if (table != null) {
        for (ElfSymbol symbol : table.symbols) {
          String name = symbol.getName();
          if (name != null && !name.isEmpty()) {
            values.put(name, symbol.st_value);
          }
        }
      }
      return Map.copyOf(values);
    } catch (RuntimeException e) {
      throw new BadImage(name(), "the symbol table is damaged (%s)".formatted(e.getMessage()));
    }
  }

  @Override
  public Loaded loadInto(PhysicalMemory memory, long lowest) {
    long start = segments.getFirst().memory().start();
    long end = segments.getLast().memory().end();
    boolean movable = elf.e_type == ElfFile.ET_DYN && !memory.contains(start, end - start);
    long shift = movable ? lowest - start : 0;
    for (Segment segment : segments) {
      place(segment, memory, shift);
    }
    long first = Math.max(start + shift, memory.base());
    return new Loaded(entry() + shift, new AddressRange(first, end + shift));
  }

  private void place(Segment segment, PhysicalMemory memory, long shift) {
    long headers = headersBelow(memory, segment, shift);
    long start = segment.memory().start() + shift + headers;
    long length = segment.memory().length() - headers;
    long fileSize = segment.fileSize() - headers;
    if (!memory.contains(start, length)) {
      throw new BadImage(
          name(),
          "segment %d (%s) does not fit %s; give the guest more memory, or link it elsewhere"
              .formatted(segment.index(), new AddressRange(start, start + length), memory));
    }
    memory.write(
        start,
        MemorySegment.ofArray(payload.contents())
            .asSlice(segment.fileOffset() + headers, fileSize));
    memory.fill(start + fileSize, length - fileSize, (byte) 0);
  }

  /**
   * How many bytes of a segment are below memory and nothing but the file's own headers and
   * padding: a linker that is told only where code starts puts a page of them in front of it.
   */
  private long headersBelow(PhysicalMemory memory, Segment segment, long shift) {
    long below = memory.base() - (segment.memory().start() + shift);
    int headersEnd = HEADER_SIZE + Short.toUnsignedInt(elf.e_phnum) * PROGRAM_HEADER_SIZE;
    if (segment.fileOffset() != 0 || below < headersEnd || below > segment.fileSize()) {
      return 0;
    }
    for (int at = headersEnd; at < below; at++) {
      if (payload.contents()[at] != 0) {
        return 0;
      }
    }
    return below;
  }

  /** The entry as a physical address: a kernel may be linked to run at virtual ones. */
  private long entry() {
    for (Segment segment : segments) {
      long offset = elf.e_entry - segment.virtualAddress();
      if (offset >= 0 && offset < segment.memory().length()) {
        return segment.memory().start() + offset;
      }
    }
    return elf.e_entry;
  }
}
