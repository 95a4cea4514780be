package trapeze.console;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import trapeze.console.directory.Guest;
import trapeze.console.directory.GuestSpec;
import trapeze.console.directory.Key;
import trapeze.console.directory.Setting;
import trapeze.console.gdb.GdbServers;
import trapeze.console.pg74.BareRun;
import trapeze.console.pg74.GuestProgram;
import trapeze.console.pg74.Machines74;
import trapeze.console.run.BareMachine;
import trapeze.isa.pg74.ThirdGeneration;
import trapeze.machine.board.Outcome;

/** {@code trapeze machine}: one guest on the bare machine, no monitor. */
@Command(
    name = "machine",
    description = {
      "Runs one guest on the bare machine, without a monitor, its console as it is.",
      "A kernel without firmware is served by the same SBI that the monitor gives its guests."
    },
    footer = {
      "",
      "Examples:",
      "  trapeze machine -bios builtin:sprig --stats",
      "  trapeze machine -bios fw_dynamic.bin -kernel Image -initrd initrd.gz -m 512M",
      "  trapeze machine -bios builtin:sprig --trace sprig.log --trace-mode S,U",
      "  trapeze machine --machine pg74 builtin:minnow --stats",
      "  trapeze machine -bios builtin:sprig -append script=shell --input 'halt 3\\n'",
      "  trapeze machine -bios builtin:sprig --gdb",
      "  trapeze machine -bios builtin:compute-long --engine translator",
      "  trapeze machine -bios builtin:compute-long --engine translator --without"
          + " regions-over-pages",
      "  trapeze machine -bios fw_dynamic.bin -kernel Image -m 1G --hypervisor",
      "",
      "Exit code: the guest's own, as its test finisher or its SBI shutdown says."
    })
final class MachineCommand implements Callable<Integer> {
  @ParentCommand private @Nullable Main main;
  @Mixin private GuestOptions options = new GuestOptions();
  @Mixin private BoardOptions boards = new BoardOptions();
  @Mixin private InteractiveOption interactive = new InteractiveOption();
  @Mixin private GdbOptions gdb = new GdbOptions();

  @Mixin private TraceOptions trace = new TraceOptions();

  @Option(
      names = "--steps",
      paramLabel = "NUMBER",
      description = "end it after so many steps, such as 500M")
  private @Nullable String steps;

  @Parameters(
      arity = "0..1",
      paramLabel = "PROGRAM",
      description =
          "with a --machine of the 1974 paper: a program in its assembler's language, or"
              + " builtin:NAME")
  private @Nullable String program;

  @Option(names = "--stats", description = "at the end, say what was done and how fast")
  private boolean stats;

  @Override
  public Integer call() throws InterruptedException {
    Io io = Objects.requireNonNull(main).io();
    if (options.isThirdGeneration()) {
      trace.refuse();
      return runThirdGeneration(io);
    }
    if (program != null) {
      throw new UserError(
          program, "a program is for a machine of the 1974 paper; say which: --machine pg74");
    }
    if (!options.isGiven()) {
      throw new UserError(
          "machine", "no guest is given; try 'trapeze machine -bios builtin:sprig'");
    }
    GuestSpec spec = options.guest();
    if (steps != null) {
      spec = spec.withStepsAtMost(new Setting(Key.STEPS, steps, "--steps").count());
    }
    try (Guest guest = Guest.open(spec);
        GdbServers debuggers = gdb.open(io);
        TraceOptions.Files _ = trace.attach(List.of(guest))) {
      boolean seated = interactive.isWanted(io, spec);
      BareMachine machine = new BareMachine(guest, boards.choose(seated), debuggers);
      long started = System.nanoTime();
      Outcome outcome = seated ? machine.runAtTerminal() : machine.run(io.in(), io.out());
      double seconds = (System.nanoTime() - started) / 1e9;
      if (!(outcome instanceof Outcome.Ended)) {
        io.say("the guest " + ExitCode.words(outcome));
      }
      if (stats) {
        io.say(machine.statistics(seconds));
      }
      return ExitCode.of(outcome);
    }
  }

  private int runThirdGeneration(Io io) {
    if (program == null) {
      throw new UserError(
          "machine", "no program is given; try 'trapeze machine --machine pg74 builtin:minnow'");
    }
    ThirdGeneration kind = Machines74.named(options.machine());
    BareRun run = new BareRun(kind, GuestProgram.all(List.of(program), kind).getFirst(), io.out());
    long most = steps == null ? Long.MAX_VALUE : new Setting(Key.STEPS, steps, "--steps").count();
    long started = System.nanoTime();
    Outcome outcome = run.run(most);
    if (stats) {
      io.say(run.statistics((System.nanoTime() - started) / 1e9));
    }
    return ExitCode.of(outcome);
  }
}
