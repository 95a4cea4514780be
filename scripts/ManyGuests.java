import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.SequencedMap;
import java.util.stream.Stream;
import trapeze.console.compare.page.LinePlot;
import trapeze.console.directory.Guest;
import trapeze.console.directory.GuestLine;
import trapeze.console.gdb.GdbServers;
import trapeze.console.run.GuestBoards;
import trapeze.console.run.RealMachine;
import trapeze.console.run.Session;
import trapeze.machine.board.Board;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.engine.translate.Translation;
import trapeze.machine.memory.PhysicalMemory;
import trapeze.monitor.VirtualMachine;
import trapeze.monitor.design.Designs;
import trapeze.shadow.Policy;

/**
 * What one more guest costs: so many at once, each a process of its own, with the host's memory
 * measured while all of them are alive. See scripts/many-guests.
 */
class ManyGuests {
  private static final List<Integer> NUMBERS = List.of(1, 10, 50, 100, 200);
  private static final long STEPS = 1_000_000;

  /** What the page around a plot says otherwise. */
  private static final String STYLE =
      "<style>svg{background:#fff}text{font:12px sans-serif}.title{font-weight:bold}"
          + ".grid{stroke:#ddd}</style>";

  /** What a guest may cost beyond the memory that it touches, in KiB. */
  private static final long MOST = 2048;

  /** In KiB; touched is what the host backs of the real machine's memory, page tables included. */
  private record Measurement(
      int guests, long heap, long touched, long resident, long least, long most) {
    long perGuest(Measurement one) {
      return (heap - one.heap) / Math.max(1, guests - one.guests);
    }

    long touchedPerGuest(Measurement one) {
      return (touched - one.touched) / Math.max(1, guests - one.guests);
    }
  }

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 3 && arguments[0].equals("--measure")) {
      measure(Integer.parseInt(arguments[1]), arguments[2]);
      return;
    }
    if (arguments.length != 3 && arguments.length != 4) {
      System.err.println("usage: scripts/many-guests [GUEST [MAX-HEAP [NUMBERS]]]");
      System.exit(2);
    }
    if (arguments.length == 4) {
      measure(numbers(arguments[3]), arguments[0], arguments[1]);
    } else {
      draw(measure(NUMBERS, arguments[0], arguments[1]), Path.of(arguments[2]));
    }
  }

  private static List<Integer> numbers(String list) {
    try {
      List<Integer> numbers = Stream.of(list.split(",")).map(Integer::valueOf).toList();
      if (numbers.stream().allMatch(each -> each >= 1 && each <= 1000)) {
        return numbers;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    System.err.printf("many-guests: '%s' is no list of numbers of guests such as 1,20%n", list);
    System.exit(2);
    return List.of();
  }

  /** Measures them and prints a table; ends the process if one more guest takes too much. */
  private static List<Measurement> measure(List<Integer> numbers, String guest, String mostHeap)
      throws Exception {
    System.out.println(
        "| guests | heap, KiB | a guest | touched, KiB | a guest | resident, MiB |"
            + " steps, least and most |");
    System.out.println("|---:|---:|---:|---:|---:|---:|---|");
    List<Measurement> all = new ArrayList<>();
    for (int number : numbers) {
      Measurement each = inProcessOfItsOwn(number, guest, mostHeap);
      all.add(each);
      Measurement one = all.getFirst();
      System.out.printf(
          "| %d | %,d | %,d | %,d | %,d | %,d | %,d to %,d |%n",
          each.guests,
          each.heap,
          each.perGuest(one),
          each.touched,
          each.touchedPerGuest(one),
          each.resident >> 10,
          each.least,
          each.most);
    }
    Measurement one = all.getFirst();
    for (Measurement each : all.subList(1, all.size())) {
      if (each.perGuest(one) > MOST) {
        System.err.printf("%d guests: one more takes %d KiB%n", each.guests, each.perGuest(one));
        System.exit(1);
      }
    }
    return all;
  }

  private static void draw(List<Measurement> all, Path plot) throws IOException {
    SequencedMap<String, SequencedMap<Double, Double>> lines = new LinkedHashMap<>();
    for (Measurement each : all) {
      double at = each.guests;
      put(lines, "process, resident", at, each.resident / 1024.0);
      put(lines, "guests' memory touched, and their page tables", at, each.touched / 1024.0);
      put(lines, "Java heap in use", at, each.heap / 1024.0);
    }
    String svg = new LinePlot("Memory of many guests", "guests at once", "MiB", lines).svg();
    Files.writeString(plot, svg.replaceFirst(">", ">" + STYLE));
  }

  private static void put(
      SequencedMap<String, SequencedMap<Double, Double>> lines, String name, double x, double y) {
    lines.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(x, y);
  }

  private static Measurement inProcessOfItsOwn(int number, String guest, String mostHeap)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx" + mostHeap,
                "-classpath",
                System.getProperty("java.class.path"),
                "scripts/ManyGuests.java",
                "--measure",
                Integer.toString(number),
                guest)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      System.err.printf("%d guests: the process failed%n", number);
      System.exit(1);
    }
    List<Long> values = List.of(line.split(" ")).stream().map(Long::valueOf).toList();
    return new Measurement(
        number, values.get(0), values.get(1), values.get(2), values.get(3), values.get(4));
  }

  /** Lets all of them get as far, holds them, and measures. */
  private static void measure(int number, String keys) throws Exception {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      guests.add(Guest.open(GuestLine.parse("name=g" + i + "," + keys, i + 1)));
    }
    Board.Configuration usual = Board.Configuration.USUAL;
    GuestBoards boards = new GuestBoards(usual.implementation(), usual.timing(), Translation.HOT);
    RealMachine choices = new RealMachine(2, Policy.CACHED, Designs.TRAP_AND_EMULATE, 1, boards);
    Session session = new Session(guests, choices, new GdbServers(null, false, _ -> {}));
    List<VirtualMachine> machines = new ArrayList<>();
    for (Guest guest : guests) {
      machines.add(session.add(guest, _ -> {}, ConsoleSource.SILENT));
    }
    Thread monitor =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    session.control().run();
                  } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (machines.stream().anyMatch(each -> each.board().steps() < STEPS)) {
      Thread.sleep(20);
      if (machines.stream().anyMatch(each -> each.state() == VirtualMachine.State.ENDED)) {
        System.err.println("a guest has ended before it was measured");
        System.exit(1);
      }
    }
    machines.forEach(session.control()::pause);
    LongSummaryStatistics steps =
        machines.stream().mapToLong(each -> each.board().steps()).summaryStatistics();
    Thread.sleep(500);
    System.gc();
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() >> 10;
    PhysicalMemory memory = machines.getFirst().board().memory();
    long touched = residentAround(memory.hostAddress(memory.base()));
    System.out.printf(
        "%d %d %d %d %d%n", heap, touched, resident(), steps.getMin(), steps.getMax());
    System.out.flush();
    Runtime.getRuntime().halt(monitor.isAlive() ? 0 : 1);
  }

  /** KiB of the process that the host backs. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(ManyGuests::number)
        .sum();
  }

  /** KiB that the host backs of the mapping that an address lies in. */
  private static long residentAround(long address) throws IOException {
    boolean isInside = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] ends = line.substring(0, line.indexOf(' ')).split("-");
        isInside =
            Long.compareUnsigned(Long.parseUnsignedLong(ends[0], 16), address) <= 0
                && Long.compareUnsigned(address, Long.parseUnsignedLong(ends[1], 16)) < 0;
      } else if (isInside && line.startsWith("Rss:")) {
        return number(line);
      }
    }
    return 0;
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
