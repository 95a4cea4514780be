package trapeze.console;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import trapeze.console.directory.Guest;
import trapeze.console.trace.InstructionChoice;
import trapeze.console.trace.TraceFile;
import trapeze.isa.definition.Instruction;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.text.Disassembler;
import trapeze.machine.Hart;
import trapeze.machine.load.ElfImage;
import trapeze.machine.load.GuestImage;
import trapeze.machine.trace.ExecutionLog;
import trapeze.machine.trace.LineFormat;
import trapeze.machine.trace.SailFormat;
import trapeze.machine.trace.SpikeFormat;
import trapeze.machine.trace.StepFilter;
import trapeze.machine.trace.Symbols;

/** Options about execution logs. */
final class TraceOptions {
  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "log what each instruction of the guest does; compressed if the name ends in .gz; of"
              + " several guests one file each, the guest's name before the last dot")
  private @Nullable Path file;

  @Option(
      names = "--trace-format",
      paramLabel = "spike|sail",
      description = "whose lines: Spike's --log-commits, or the Sail emulator's (spike)")
  private Format format = Format.SPIKE;

  @Option(
      names = "--trace-disassembly",
      description = "each instruction as text too; with spike a line of its own, as -l prints it")
  private boolean disassembly;

  @Option(names = "--trace-symbols", description = "names from the guest's ELF files")
  private boolean symbols;

  @Option(
      names = "--trace-guest",
      paramLabel = "NAME",
      split = ",",
      description = "only these guests")
  private List<String> guests = new ArrayList<>();

  @Option(
      names = "--trace-hart",
      paramLabel = "NUMBER",
      split = ",",
      description = "only these harts")
  private List<Integer> harts = new ArrayList<>();

  @Option(
      names = "--trace-mode",
      paramLabel = "M|S|U",
      split = ",",
      description = "only what is executed in these privilege modes")
  private List<PrivilegeMode> modes = new ArrayList<>();

  @Option(
      names = "--trace-range",
      paramLabel = "FROM-TO",
      description = "only instructions at these addresses, such as 0x80000000-0x80000fff")
  private @Nullable String range;

  @Option(
      names = "--trace-only",
      paramLabel = "WORD",
      split = ",",
      description =
          "only these instructions, and traps: mnemonics such as amo*, extensions such as Zicsr,"
              + " or classes: "
              + InstructionChoice.CLASS_NAMES)
  private List<String> only = new ArrayList<>();

  @Option(names = "--trace-traps", description = "only traps")
  private boolean traps;

  @Option(
      names = "--trace-from",
      paramLabel = "STEP",
      description = "only from a hart's step of this number on")
  private long from;

  @Option(
      names = "--trace-to",
      paramLabel = "STEP",
      description = "only up to a hart's step of this number")
  private long to = Long.MAX_VALUE;

  /** Whose lines. */
  enum Format {
    SPIKE,
    SAIL
  }

  /** The files, to be closed when the guests have ended. */
  record Files(List<TraceFile> all) implements AutoCloseable {
    @Override
    public void close() {
      all.forEach(TraceFile::close);
    }
  }

  /**
   * Says that there is no log of this machine.
   *
   * @throws UserError if one is wanted
   */
  void refuse() {
    if (file != null) {
      throw new UserError("--trace", "logs the RISC-V board only, not a machine of the 1974 paper");
    }
  }

  /**
   * Logs guests as the user wants, from when they are loaded on.
   *
   * @throws UserError if an option cannot be
   */
  Files attach(List<Guest> all) {
    List<TraceFile> files = new ArrayList<>();
    if (file == null) {
      return new Files(files);
    }
    StepFilter filter = filter();
    List<Guest> chosen = all.stream().filter(this::isChosen).toList();
    for (String name : guests) {
      if (chosen.stream().noneMatch(guest -> guest.spec().name().equals(name))) {
        throw new UserError("--trace-guest", "no guest is called '%s'".formatted(name));
      }
    }
    for (Guest guest : chosen) {
      Path path = chosen.size() == 1 ? file : withName(file, guest.spec().name());
      TraceFile opened = TraceFile.create(path, lines(guest));
      files.add(opened);
      guest.whenLoaded(
          board -> {
            for (Hart hart : board.harts()) {
              ExecutionLog.attach(hart, filter, opened.part());
            }
          });
    }
    return new Files(files);
  }

  private boolean isChosen(Guest guest) {
    return guests.isEmpty() || guests.contains(guest.spec().name());
  }

  /** {@code trace.log.gz} of {@code mole} is {@code trace.mole.log.gz}. */
  private static Path withName(Path path, String name) {
    String whole = path.getFileName().toString();
    int dot = whole.indexOf('.', 1);
    String named =
        dot < 0 ? whole + "." + name : whole.substring(0, dot) + "." + name + whole.substring(dot);
    return path.resolveSibling(named);
  }

  private LineFormat lines(Guest guest) {
    Symbols names = symbols ? new Symbols(symbolsOf(guest)) : Symbols.NONE;
    Disassembler disassembler = new Disassembler(Rv64.SET);
    return switch (format) {
      case SPIKE -> new SpikeFormat(disassembly ? disassembler : null, names);
      case SAIL -> new SailFormat(disassembler, names);
    };
  }

  private static Map<String, Long> symbolsOf(Guest guest) {
    Map<String, Long> all = new TreeMap<>();
    for (@Nullable GuestImage image :
        new @Nullable GuestImage[] {guest.boot().firmware(), guest.boot().kernel()}) {
      if (image instanceof ElfImage elf) {
        all.putAll(elf.symbols());
      }
    }
    if (all.isEmpty()) {
      throw new UserError(
          "--trace-symbols",
          "no ELF file of guest '%s' has symbols".formatted(guest.spec().name()));
    }
    return all;
  }

  private StepFilter filter() {
    long lowest = 0;
    long highest = -1;
    if (range != null) {
      String[] ends = range.split("-", -1);
      if (ends.length != 2) {
        throw wrongRange();
      }
      lowest = address(ends[0]);
      highest = address(ends[1]);
    }
    if (from < 0 || to < from) {
      throw new UserError("--trace-from", "%d to %d is no range of steps".formatted(from, to));
    }
    Set<PrivilegeMode> shown =
        modes.isEmpty() ? EnumSet.allOf(PrivilegeMode.class) : new HashSet<>(modes);
    Predicate<Instruction> which =
        only.isEmpty() ? _ -> true : InstructionChoice.of(Rv64.SET, only);
    return new StepFilter(new HashSet<>(harts), shown, lowest, highest, from, to, which, traps);
  }

  private long address(String text) {
    try {
      return Long.parseUnsignedLong(
          text.strip().toLowerCase(Locale.ROOT).replaceFirst("^0x", ""), 16);
    } catch (NumberFormatException e) {
      throw wrongRange();
    }
  }

  private UserError wrongRange() {
    return new UserError(
        "--trace-range", "'%s' is not two addresses, such as 80000000-80000fff".formatted(range));
  }
}
