package trapeze.console.gdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import trapeze.console.directory.Images;
import trapeze.isa.definition.Csr;
import trapeze.isa.rv64.Rv64;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.board.HartFactory;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.memory.PhysicalMemory;

/** What a debugger is answered, packet by packet, about sprig on two harts. */
class StubTest {
  private static final long BASE = 0x8000_0000L;
  private static final String SPRIG = "builtin:sprig";

  private final Board board = board();
  private final AtomicBoolean killed = new AtomicBoolean();
  private final List<String> printed = new ArrayList<>();
  private final Stub stub = stub();

  private static Board board() {
    PhysicalMemory memory = PhysicalMemory.allocate(Arena.ofAuto(), BASE, 32 << 20);
    Board made =
        new Board(
            Board.Configuration.USUAL.withHarts(2),
            memory,
            HartFactory.REAL,
            _ -> {},
            ConsoleSource.SILENT,
            List.of());
    Boot boot = new Boot(Images.program(SPRIG, Path.of("")), null, null, "");
    Boot.reset(made, boot.load(made));
    return made;
  }

  private Stub stub() {
    try {
      board.debug().halt();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Stub(new DebugTarget("guest", board, () -> killed.set(true)), printed::add);
  }

  private @Nullable String ask(String packet) {
    try {
      return stub.answer(packet);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Asks what is answered at once. */
  private String answer(String packet) {
    return Objects.requireNonNull(ask(packet));
  }

  /** Lets the machine run until it halts, and gives the stop reply. */
  private String run(String packet) throws InterruptedException {
    String reply = ask(packet);
    while (reply == null) {
      board.run(100_000);
      reply = stub.poll();
    }
    return reply;
  }

  private Hart hart() {
    return board.harts().getFirst();
  }

  @Test
  void itSaysWhatItSupports() {
    assertThat(ask("qSupported:swbreak+;hwbreak+"))
        .contains("PacketSize=4000", "qXfer:features:read+", "swbreak+", "vContSupported+");
    assertThat(ask("vCont?")).isEqualTo("vCont;c;C;s;S;r");
    assertThat(ask("?")).isEqualTo("T05thread:1;");
    assertThat(ask("vMustReplyEmpty")).isEmpty();
    assertThat(ask("qNoSuchThing")).isEmpty();
  }

  @Test
  void theDescriptionHasEveryRegister() throws Exception {
    StringBuilder text = new StringBuilder();
    String part = "m";
    while (part.startsWith("m")) {
      part = answer("qXfer:features:read:target.xml:%x,400".formatted(text.length()));
      text.append(part, 1, part.length());
    }
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
    var all = document.getElementsByTagName("reg");
    assertThat(all.getLength()).isEqualTo(65 + Rv64.SET.csrs().size() + 1);
    for (Csr csr : Rv64.SET.csrs()) {
      assertThat(ask("p%x".formatted(65 + csr.address()))).hasSizeBetween(8, 16);
    }
  }

  @Test
  void registersAreReadAndWritten() {
    assertThat(ask("g")).hasSize(65 * 16);
    assertThat(ask("P5=efcdab8967452301")).isEqualTo("OK");
    assertThat(hart().state.x[5]).isEqualTo(0x0123456789abcdefL);
    assertThat(ask("p5")).isEqualTo("efcdab8967452301");
    assertThat(ask("P0=ffffffffffffffff")).isEqualTo("OK");
    assertThat(ask("p0")).isEqualTo("0000000000000000");
    assertThat(ask("p20")).isEqualTo("0000008000000000");
    assertThat(ask("G" + "11".repeat(16))).isEqualTo("OK");
    assertThat(hart().state.x[1]).isEqualTo(0x1111111111111111L);
  }

  @Test
  void controlRegistersAreWrittenAsTheyLetThemselves() {
    int medeleg = 65 + 0x302;
    assertThat(ask("P%x=ffffffffffffffff".formatted(medeleg))).isEqualTo("OK");
    assertThat(hart().state.get(Rv64State.MEDELEG)).isNotEqualTo(-1);
    assertThat(ask("P%x=0000000000000000".formatted(65 + 0xf14))).isEqualTo("E1e");
    assertThat(ask("P%x=0100000000000000".formatted(Registers.PRIV))).isEqualTo("OK");
    assertThat(hart().state.get(Rv64State.MODE)).isEqualTo(1);
    assertThat(ask("P%x=0200000000000000".formatted(Registers.PRIV))).isEqualTo("E16");
  }

  @Test
  void memoryIsReadAndWritten() {
    assertThat(ask("M80001000,4:01020304")).isEqualTo("OK");
    assertThat(ask("m80001000,4")).isEqualTo("01020304");
    assertThat(ask("X80001000,2:\u00ff#")).isEqualTo("OK");
    assertThat(ask("m80001000,4")).isEqualTo("ff230304");
    assertThat(ask("m0,4")).isEqualTo("E0e");
    assertThat(ask("M0,1:00")).isEqualTo("E0e");
    assertThat(ask("m%x,8".formatted(BASE + (32 << 20) - 4))).isEqualTo("00000000");
    assertThat(ask("M80001000,3:0102")).isEqualTo("E16");
  }

  @Test
  void aDeviceIsLeftAloneUnlessAskedFor() {
    assertThat(ask("m10000005,1")).isEqualTo("E0e");
    assertThat(monitor("devices on")).contains("accessed");
    assertThat(ask("m10000005,1")).isEqualTo("60");
  }

  private String monitor(String line) {
    printed.clear();
    assertThat(ask("qRcmd," + Hex.of(line))).isEqualTo("OK");
    StringBuilder text = new StringBuilder();
    for (String each : printed) {
      assertThat(each).startsWith("O");
      text.append(new String(Hex.bytes(each.substring(1)), StandardCharsets.UTF_8));
    }
    return text.toString();
  }

  @Test
  void monitorCommandsAnswer() {
    assertThat(monitor("help")).contains("monitor pagetable", "monitor exits");
    assertThat(monitor("harts")).contains("hart 0: M, pc 0x80000000", "hart 1:");
    assertThat(monitor("pagetable 0x80001000")).contains("is not translated");
    assertThat(monitor("csr mstatus")).contains("MPP", "(0x300)");
    assertThat(monitor("csr nonsense")).contains("there is no CSR");
    assertThat(monitor("exits")).contains("bare machine");
    assertThat(monitor("phys on")).contains("physical");
    assertThat(ask("qqemu.PhyMemMode")).isEqualTo("1");
    assertThat(ask("Qqemu.PhyMemMode:0")).isEqualTo("OK");
    assertThat(monitor("make coffee")).contains("there is no command 'make'");
  }

  @Test
  void stepsAndBreakpointsHalt() throws InterruptedException {
    ask("qSupported:swbreak+;hwbreak+");
    assertThat(run("vCont;s:1;c")).isEqualTo("T05thread:1;");
    assertThat(hart().state.pc).isEqualTo(BASE + 4);
    ask("Z0,8000000a,2");
    assertThat(run("vCont;c")).isEqualTo("T05thread:1;swbreak:;");
    ask("z0,8000000a,2");
    ask("Z1,80000012,2");
    assertThat(run("c")).isEqualTo("T05thread:1;hwbreak:;");
    assertThat(ask("?")).isEqualTo("T05thread:1;hwbreak:;");
    ask("z1,80000012,2");
    assertThat(run("vCont;r80000012,80000020:1;c")).isEqualTo("T05thread:1;");
    assertThat(hart().state.pc - BASE).matches(pc -> pc < 0x12 || pc >= 0x20);
  }

  @Test
  void oneHartIsSteppedWhileTheOtherIsHeld() throws InterruptedException {
    assertThat(ask("qfThreadInfo")).isEqualTo("m1,2");
    assertThat(run("vCont;s:p1.2")).isEqualTo("T05thread:2;");
    assertThat(hart().state.pc).isEqualTo(BASE);
    assertThat(board.harts().get(1).steps()).isEqualTo(1);
    assertThat(ask("Hgp1.1")).isEqualTo("OK");
    assertThat(ask("qC")).isEqualTo("QC1");
    assertThat(ask("Hg3")).isEqualTo("E03");
    assertThat(ask("T3")).isEqualTo("E03");
    assertThat(new String(Hex.bytes(answer("qThreadExtraInfo,1")), StandardCharsets.UTF_8))
        .isEqualTo("M");
  }

  @Test
  void theEndIsTold() throws InterruptedException {
    assertThat(run("c")).isEqualTo("W00");
    assertThat(ask("?")).isEqualTo("W00");
    assertThat(ask("vCont;c")).isEqualTo("W00");
  }

  @Test
  void whoLeavesTakesTheBreakpointsAlong() throws InterruptedException {
    ask("Z0,80000006,2");
    assertThat(ask("D")).isEqualTo("OK");
    assertThat(stub.isAttached()).isFalse();
    board.run(1000);
    assertThat(board.steps()).isEqualTo(1000);
  }

  @Test
  void aRunningMachineIsInterruptedAndAnswersNothingElse() throws InterruptedException {
    assertThat(ask("c")).isNull();
    assertThat(ask("g")).isEqualTo("E10");
    board.run(100);
    assertThat(stub.interrupt()).isEqualTo("T02thread:1;");
    assertThat(ask("g")).hasSize(65 * 16);
    assertThat(ask("vKill;1")).isEqualTo("OK");
    assertThat(killed).isTrue();
  }

  /** A guest's own instructions are what it reads: no breakpoint is ever in its memory. */
  @Test
  void aBreakpointIsNotInMemory() throws InterruptedException {
    String before = ask("m80000000,40");
    ask("Z0,80000004,4");
    run("c");
    assertThat(ask("m80000000,40")).isEqualTo(before);
  }

  @Provide
  static Arbitrary<String> packets() {
    Arbitrary<String> any = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(30);
    Arbitrary<String> starts =
        Arbitraries.of(
            "m",
            "M",
            "X",
            "p",
            "P",
            "G",
            "Z0,",
            "Z2,",
            "z",
            "Hg",
            "T",
            "vCont;",
            "vCont;r",
            "C",
            "qXfer:features:read:target.xml:",
            "qRcmd,",
            "qThreadExtraInfo,",
            "Qqemu.PhyMemMode:",
            "qXfer:threads:read::",
            "M80000000,",
            "qRcmd," + Hex.of("pagetable "),
            "S",
            "s",
            "c");
    Arbitrary<String> digits =
        Arbitraries.strings().withChars("0123456789abcdef,:;=-p.x").ofMaxLength(40);
    return Arbitraries.oneOf(any, starts.flatMap(start -> digits.map(rest -> start + rest)));
  }

  @Property(tries = 3000)
  void nothingThatIsSentDoesHarm(@ForAll("packets") String packet) throws InterruptedException {
    if (packet.startsWith("k") || packet.startsWith("D") || packet.startsWith("vKill")) {
      return;
    }
    String reply = ask(packet);
    if (reply == null) {
      board.run(1000);
      assertThat(stub.interrupt()).startsWith("T");
    }
    assertThat(ask("?")).matches("[TW].*");
  }
}
