package trapeze.console.compare.paper;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import trapeze.console.compare.Setup;
import trapeze.console.compare.page.BarPlot;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.monitor.Exit;
import trapeze.monitor.VirtualHart;

/** Which exits VM/370's microcode assist would have kept from the monitor. */
final class VirtualMachineAssist implements Experiment {
  private static final String DESIGN = "trap-emulate";
  private static final List<String> GUESTS = List.of("sprig", "sprig-sbi", "sensitive");

  /** Status registers and interrupt enables, of S and of M: what a system mask is on System/370. */
  private static final List<Integer> MASKS = List.of(0x100, 0x104, 0x300, 0x304);

  private static final int CSR_SHIFT = 20;
  private static final int OPERAND_SHIFT = 15;
  private static final int OPERAND = 31;
  private static final int READS_ONLY = 2;

  /** What an exit is for, and what assisted that on System/370. */
  private enum Purpose {
    RETURN("LPSW", "return from a trap (SRET, MRET)", true),
    MASK("SSM, STNSM, STOSM", "status and interrupt enables read or written", true),
    STORE_CONTROL("STCTL", "other control registers only read", true),
    CALL("SVC", "a system call of a program (ECALL from U)", true),
    VALIDATE("shadow-table validation", "a shadow entry filled in", true),
    REFLECT("page-fault reflection, in a later assist", "a fault that is the guest's own", false),
    LOAD_CONTROL("none", "other control registers written", false),
    FENCE("none", "address translation fenced (SFENCE.VMA)", false),
    DEVICE("none", "a device, or memory that had to be interpreted", false),
    OTHER("none", "all else: calls of firmware, WFI, illegal instructions", false);

    private final String theirs;
    private final String ours;
    private final boolean assisted;

    Purpose(String theirs, String ours, boolean assisted) {
      this.theirs = theirs;
      this.ours = ours;
      this.assisted = assisted;
    }
  }

  @Override
  public String name() {
    return "vma-1976";
  }

  @Override
  public String title() {
    return "exits that VM/370's virtual-machine assist would have removed";
  }

  @Override
  public String source() {
    return "IBM: Virtual-Machine Assist and Shadow-Table-Bypass Assist, GA22-7074-0 (1980), for"
        + " what is assisted";
  }

  @Override
  public List<String> reported() {
    return List.of(
        "Microcode carried out for a virtual machine, without an interruption of VM/370, among"
            + " others: SVC, SSM, STNSM, STOSM, STCTL, the storage-key instructions, and the"
            + " validation of a shadow-table entry (checked against that publication's text).",
        "LPSW belongs to the assist by all accounts of it; that page was not at hand.",
        "Instructions that it left to the monitor cost as much as before.",
        "How large a part of all interruptions it removed was measured at the time for several"
            + " systems; no number of those could be checked, and none is repeated here.");
  }

  @Override
  public List<String> method() {
    return List.of(
        "Each exit of a whole run under trap-and-emulate with cached shadow contexts is put under"
            + " the System/370 operation that it is nearest to.",
        "Storage keys and LRA have no counterpart on RISC-V.",
        "Nothing is assisted here: the share is what the assist would have removed; that it should"
            + " be more than half is a question of ours, not a claim of that publication.");
  }

  @Override
  public Findings run(Laboratory laboratory) throws InterruptedException {
    Findings.Builder findings = new Findings.Builder();
    Optional<Setup> setup = laboratory.setup(DESIGN);
    if (setup.isEmpty()) {
      return findings
          .notYet("assisted operations are most exits", Laboratory.missing(DESIGN))
          .build();
    }
    Map<String, Map<Purpose, Long>> all = new LinkedHashMap<>();
    for (String guest : GUESTS) {
      Sorter sorter = new Sorter();
      laboratory.watch(Laboratory.workload(guest), setup.get(), sorter::exited);
      all.put(guest, sorter.counts);
    }
    report(all, findings);
    return findings.build();
  }

  private static void report(Map<String, Map<Purpose, Long>> all, Findings.Builder findings) {
    List<List<String>> rows = new ArrayList<>();
    for (Purpose purpose : Purpose.values()) {
      List<String> row = new ArrayList<>(List.of(purpose.ours, purpose.theirs));
      all.values().forEach(each -> row.add(Laboratory.whole(each.getOrDefault(purpose, 0L))));
      rows.add(row);
    }
    List<String> shares = new ArrayList<>(List.of("share that is assisted", ""));
    List<BarPlot.Bar> bars = new ArrayList<>();
    all.forEach(
        (guest, counts) -> {
          shares.add(percent(share(counts)));
          Map<String, Double> parts = new LinkedHashMap<>();
          double sum = sum(counts, false);
          counts.forEach((purpose, count) -> parts.put(purpose.ours, 100 * count / sum));
          bars.add(new BarPlot.Bar(guest, parts));
        });
    rows.add(shares);
    List<String> head = new ArrayList<>(List.of("exit for", "assisted on System/370 as"));
    head.addAll(all.keySet());
    findings.table("Exits by purpose", head, rows);
    findings.plot(
        new BarPlot(
                "Exits by purpose", "percent of all exits", List.of(new BarPlot.Group("", bars)))
            .svg());
    for (String guest : List.of("sprig", "sprig-sbi")) {
      double share = share(all.getOrDefault(guest, Map.of()));
      findings.verdict(
          "%s: more than half of all exits are of assisted kinds".formatted(guest),
          share > 0.5,
          "%s of its exits; what remains is mostly devices, fences and control registers written"
              .formatted(percent(share)));
    }
  }

  private static double share(Map<Purpose, Long> counts) {
    return sum(counts, true) / Math.max(1, sum(counts, false));
  }

  private static double sum(Map<Purpose, Long> counts, boolean onlyAssisted) {
    return counts.entrySet().stream()
        .filter(each -> !onlyAssisted || each.getKey().assisted)
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Puts each exit where it belongs. */
  private static final class Sorter {
    private final Map<Purpose, Long> counts = new EnumMap<>(Purpose.class);
    private long fills;

    void exited(VirtualHart hart, Exit exit) {
      long filled = hart.shadowing().fills;
      counts.merge(purpose(exit, filled != fills), 1L, Long::sum);
      fills = filled;
    }

    private static Purpose purpose(Exit exit, boolean filled) {
      String instruction = exit.instruction();
      boolean reflected = exit.reflected() != null;
      return switch (exit.action()) {
        case LOOK_UP_FETCH, LOOK_UP_LOAD, LOOK_UP_STORE ->
            filled ? Purpose.VALIDATE : reflected ? Purpose.REFLECT : Purpose.DEVICE;
        case EMULATE_ECALL -> exit.mode() == PrivilegeMode.U ? Purpose.CALL : Purpose.OTHER;
        case EMULATE ->
            instruction == null || reflected ? Purpose.OTHER : purpose(instruction, exit);
        case REFLECT -> Purpose.OTHER;
      };
    }

    private static Purpose purpose(String instruction, Exit exit) {
      if (instruction.matches("sret|mret")) {
        return Purpose.RETURN;
      }
      if (instruction.startsWith("csr")) {
        int bits = (int) exit.trap().value();
        boolean reads = (bits >>> 12 & READS_ONLY) != 0 && (bits >>> OPERAND_SHIFT & OPERAND) == 0;
        return MASKS.contains(bits >>> CSR_SHIFT)
            ? Purpose.MASK
            : reads ? Purpose.STORE_CONTROL : Purpose.LOAD_CONTROL;
      }
      return instruction.startsWith("sfence") ? Purpose.FENCE : Purpose.OTHER;
    }
  }
}
