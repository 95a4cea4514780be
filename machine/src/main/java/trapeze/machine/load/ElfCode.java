package trapeze.machine.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.fornwall.jelf.ElfFile;
import net.fornwall.jelf.ElfSection;
import net.fornwall.jelf.ElfSectionHeader;

/**
 * A section of an ELF file that holds instructions.
 *
 * @param address where it is linked to
 * @param bytes its contents, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // identity is all that is asked of it
public record ElfCode(String name, long address, byte[] bytes) {

  /**
   * The sections with instructions of a file, by address.
   *
   * @throws BadImage if it is no ELF executable for RISC-V, or damaged
   */
  public static List<ElfCode> of(Payload payload) {
    if (!(GuestImage.of(payload) instanceof ElfImage)) {
      throw new BadImage(payload.name(), "is no ELF file; only those say where instructions are");
    }
    try {
      ElfFile elf = ElfFile.from(payload.contents());
      List<ElfCode> sections = new ArrayList<>();
      for (ElfSection section : elf.sectionsOfType(ElfSectionHeader.SHT_PROGBITS)) {
        ElfSectionHeader header = section.header;
        if ((header.sh_flags & ElfSectionHeader.FLAG_EXEC_INSTR) != 0) {
          sections.add(new ElfCode(header.getName(), header.sh_addr, section.getData()));
        }
      }
      sections.sort(Comparator.comparingLong(ElfCode::address));
      return sections;
    } catch (RuntimeException e) {
      throw new BadImage(
          payload.name(), "the ELF sections are damaged (%s)".formatted(e.getMessage()));
    }
  }
}
