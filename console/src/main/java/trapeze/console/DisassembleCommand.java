package trapeze.console;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import trapeze.console.directory.Images;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.text.Disassembler;
import trapeze.machine.load.ElfCode;
import trapeze.machine.load.ElfImage;
import trapeze.machine.load.GuestImage;
import trapeze.machine.load.Payload;

/** {@code trapeze disassemble}: instructions as text. */
@Command(
    name = "disassemble",
    description = {
      "Prints the instructions of an ELF file, or some given in hexadecimal, in binutils' syntax.",
      "The text comes from the same definitions that the machine executes."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze disassemble builtin:crash",
      "  trapeze disassemble vmlinux",
      "  trapeze disassemble --hex 30200073,0x10500073,8082"
    })
final class DisassembleCommand implements Callable<Integer> {
  private static final int MOST_HEX_DIGITS = 8;

  @ParentCommand private @Nullable Main main;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "ELF file; or builtin:NAME")
  private @Nullable String file;

  @Option(
      names = "--hex",
      split = ",",
      paramLabel = "WORD",
      description = "instructions as numbers, of 4 or 8 digits each")
  private List<String> words = new ArrayList<>();

  private final Disassembler disassembler = new Disassembler(Rv64.SET);

  @Override
  public Integer call() {
    if (file == null && words.isEmpty()) {
      throw new UserError("disassemble", "give a file, or numbers with --hex");
    }
    words.forEach(this::disassembleWord);
    if (file != null) {
      disassembleFile(Images.payload(file, Path.of(""), ".elf"));
    }
    io().out().flush();
    return ExitCode.OK;
  }

  private void disassembleWord(String word) {
    String digits = word.strip().replaceFirst("^0[xX]", "");
    if (!digits.matches("[0-9a-fA-F]{1," + MOST_HEX_DIGITS + "}")) {
      throw new UserError("--hex", "'%s' is no instruction; give 4 or 8 digits".formatted(word));
    }
    int bits = new BigInteger(digits, 16).intValue();
    io().out().println(disassembler.disassemble(0, bits).replace('\t', ' '));
  }

  private void disassembleFile(Payload payload) {
    List<ElfCode> sections = ElfCode.of(payload);
    if (sections.isEmpty()) {
      throw new UserError(payload.name(), "has no section with instructions; is it stripped?");
    }
    Map<Long, List<String>> labels = labels(payload);
    for (ElfCode section : sections) {
      io().out().printf("%nDisassembly of section %s:%n", section.name());
      print(section, labels);
    }
  }

  private static Map<Long, List<String>> labels(Payload payload) {
    Map<Long, List<String>> labels = new HashMap<>();
    if (GuestImage.of(payload) instanceof ElfImage elf) {
      elf.symbols()
          .forEach(
              (name, address) -> {
                if (!name.startsWith("$") && !name.startsWith(".L")) {
                  labels.computeIfAbsent(address, _ -> new ArrayList<>()).add(name);
                }
              });
    }
    labels.values().forEach(names -> names.sort(null));
    return labels;
  }

  private void print(ElfCode section, Map<Long, List<String>> labels) {
    byte[] padded = Arrays.copyOf(section.bytes(), section.bytes().length + 2);
    ByteBuffer code = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
    int end = section.bytes().length & -2;
    int length;
    for (int at = 0; at < end; at += length) {
      long address = section.address() + at;
      for (String label : labels.getOrDefault(address, List.of())) {
        io().out().printf("%n%016x <%s>:%n", address, label);
      }
      int halfword = Short.toUnsignedInt(code.getShort(at));
      length = at + 4 <= end ? Disassembler.length(halfword) : 2;
      int bits = length == 4 ? code.getInt(at) : halfword;
      String hex = length == 4 ? "%08x".formatted(bits) : "%04x    ".formatted(bits);
      io().out().printf("%8x:\t%s\t%s%n", address, hex, disassembler.disassemble(address, bits));
    }
  }

  private Io io() {
    return Objects.requireNonNull(main).io();
  }
}
