package trapeze.console.gdb;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import trapeze.isa.definition.Csr;
import trapeze.isa.definition.ExceptionCause;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.debug.GuestMemory;
import trapeze.machine.debug.PageWalk;
import trapeze.monitor.Accounting;
import trapeze.monitor.VirtualHart;
import trapeze.shadow.ShadowSpaces;

/** What gdb's {@code monitor} can ask: all that no packet of the protocol is for. */
final class MonitorCommands {
  private static final String HELP =
      """
      monitor harts                what each hart is doing, and how far it has come
      monitor pagetable [ADDRESS]  the page-table entries that lead to an address (to the pc), and
                                   in a virtual machine the shadow entry that stands for them
      monitor csr NAME [VALUE]     shows a CSR and its fields, or writes it first
      monitor exits                what a virtual machine has cost: exits, emulation, reflection
      monitor phys on|off          whether addresses of memory are physical (off)
      monitor devices on|off       whether reading memory may read devices, and so change them (off)
      monitor help                 this text
      """;
  private static final String PERMISSIONS = "vrwxugad";
  private static final int PAGE_SHIFT = 12;

  private final Board board;
  private final Registers registers;
  private final GuestMemory memory;

  MonitorCommands(Board board, Registers registers, GuestMemory memory) {
    this.board = board;
    this.registers = registers;
    this.memory = memory;
  }

  /** Carries out one line, about a hart; gives the text to show, lines that end. */
  String carryOut(String line, Hart hart) {
    String[] words = line.strip().split("\\s+");
    String argument = words.length > 1 ? words[1] : "";
    return switch (words[0].toLowerCase(Locale.ROOT)) {
      case "", "help" -> HELP;
      case "harts" -> harts();
      case "pagetable" -> pageTable(hart, argument);
      case "csr" -> csr(hart, argument, words.length > 2 ? words[2] : "");
      case "exits" -> exits();
      case "phys" -> phys(argument);
      case "devices" -> devices(argument);
      default ->
          "there is no command '%s'; 'monitor help' lists them\n".formatted(printable(words[0]));
    };
  }

  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private String harts() {
    StringBuilder all = new StringBuilder();
    Threads threads = new Threads(board);
    for (Hart hart : board.harts()) {
      all.append(
          "hart %d: %s, pc 0x%x, %,d instructions retired, %,d traps\n"
              .formatted(
                  Threads.of(hart) - 1,
                  threads.describe(hart),
                  hart.state.pc,
                  hart.retired(),
                  hart.traps()));
    }
    return all.toString();
  }

  private String pageTable(Hart hart, String text) {
    long address = hart.state.pc;
    if (!text.isEmpty()) {
      Optional<Long> given = number(text);
      if (given.isEmpty()) {
        return "'%s' is no address; write it as 0x80200000\n".formatted(printable(text));
      }
      address = given.get();
    }
    PageWalk walk = PageWalk.of(hart, address);
    StringBuilder all = new StringBuilder("0x%x\n".formatted(address));
    for (PageWalk.Entry entry : walk.entries()) {
      all.append(
          "  %sentry at 0x%x: %016x %s\n"
              .formatted(
                  stage(entry.stage()),
                  entry.address(),
                  entry.value(),
                  permissions(entry.value())));
    }
    walk.guestPhysical().ifPresent(guest -> all.append("  guest-physical 0x%x\n".formatted(guest)));
    if (!walk.isMapped()) {
      all.append("  is not mapped: %s\n".formatted(cause(walk.outcome())));
    } else if (walk.shift() == 63) {
      all.append("  is not translated: physical 0x%x\n".formatted(walk.physical()));
    } else {
      all.append(
          "  leads to physical 0x%x, in a page of 2^%d bytes\n"
              .formatted(walk.physical(), walk.shift()));
    }
    if (hart instanceof VirtualHart virtual) {
      all.append(shadow(virtual, address));
    }
    return all.toString();
  }

  private static String stage(PageWalk.Stage stage) {
    return switch (stage) {
      case SINGLE -> "";
      case VS -> "VS-stage ";
      case G -> "G-stage ";
    };
  }

  private static String shadow(VirtualHart hart, long address) {
    Optional<ShadowSpaces.Leaf> leaf = hart.shadowEntry(address);
    if (leaf.isEmpty()) {
      return "  shadow: none in the context that the guest is in\n";
    }
    long entry = leaf.get().entry();
    long frame = entry >>> 10 & (1L << 44) - 1;
    return "  shadow: %016x %s, real 0x%x, a page of 2^%d bytes\n"
        .formatted(entry, permissions(entry), frame << PAGE_SHIFT, leaf.get().shift());
  }

  /** The low bits of a page-table entry (priv:sv39). */
  private static String permissions(long entry) {
    StringBuilder all = new StringBuilder();
    for (int bit = 0; bit < PERMISSIONS.length(); bit++) {
      all.append((entry >>> bit & 1) != 0 ? PERMISSIONS.charAt(bit) : '-');
    }
    return all.toString();
  }

  private static String cause(int code) {
    return ExceptionCause.of(code)
        .map(cause -> cause.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .orElse("exception " + code);
  }

  private String csr(Hart hart, String name, String written) {
    Csr csr = registers.csr(name);
    if (csr == null) {
      return "there is no CSR '%s'\n".formatted(printable(name));
    }
    int number = Registers.FIRST_CSR + csr.address();
    if (!written.isEmpty()) {
      Optional<Long> value = number(written);
      if (value.isEmpty()) {
        return "'%s' is no value; write it as 0x1f\n".formatted(printable(written));
      }
      if (csr.readOnly()) {
        return "%s is read-only\n".formatted(name);
      }
      registers.write(hart, number, value.get());
    }
    long value = registers.read(hart, number);
    StringBuilder all =
        new StringBuilder("%s (0x%x): %016x\n".formatted(name, csr.address(), value));
    for (Csr.FieldRule field : csr.fields()) {
      long bits = value >>> field.low() & -1L >>> 63 - (field.high() - field.low());
      all.append(
          "  %-10s %2d:%-2d  0x%x  (%s)\n"
              .formatted(field.name(), field.high(), field.low(), bits, field.rule()));
    }
    return all.toString();
  }

  private String exits() {
    StringBuilder all = new StringBuilder();
    for (Hart hart : board.harts()) {
      if (!(hart instanceof VirtualHart virtual)) {
        return "there are none: this is the bare machine\n";
      }
      Accounting account = virtual.accounting();
      all.append(
          "hart %d: %,d exits; %,d instructions directly, %,d emulated (%,d with an exit before), %,d interpreted\n"
              .formatted(
                  Threads.of(hart) - 1,
                  account.exits(),
                  account.direct(),
                  account.emulated(),
                  account.neighbours(),
                  account.interpreted()));
      append(all, "exit", account.exitsByCause());
      append(all, "emulated", account.emulatedByName());
      append(all, "reflected", account.reflectedByCause());
      all.append(
          "  shadow: %,d entries filled in, %,d fences, %,d flushes\n"
              .formatted(
                  virtual.shadowing().fills,
                  virtual.shadowing().fences,
                  virtual.shadowing().flushes));
    }
    return all.toString();
  }

  private static void append(StringBuilder all, String what, Map<String, Long> counts) {
    counts.forEach((name, count) -> all.append("  %s: %s %,d\n".formatted(what, name, count)));
  }

  private String phys(String argument) {
    if (argument.matches("on|off")) {
      memory.physical(argument.equals("on"));
    } else if (!argument.isEmpty()) {
      return "phys is on or off\n";
    }
    return "addresses are %s\n".formatted(memory.isPhysical() ? "physical" : "the hart's own");
  }

  private String devices(String argument) {
    if (argument.matches("on|off")) {
      memory.readDevices(argument.equals("on"));
    } else if (!argument.isEmpty()) {
      return "devices is on or off\n";
    }
    return "devices are %s\n".formatted(memory.readsDevices() ? "accessed" : "left alone");
  }

  /** A number as C writes it. */
  private static Optional<Long> number(String text) {
    try {
      return Optional.of(
          text.startsWith("0x")
              ? Long.parseUnsignedLong(text.substring(2), 16)
              : Long.parseUnsignedLong(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
