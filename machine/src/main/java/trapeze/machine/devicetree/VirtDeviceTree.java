package trapeze.machine.devicetree;

import java.util.List;
import java.util.stream.IntStream;
import trapeze.machine.device.VirtRegion;
import trapeze.machine.load.AddressRange;

/**
 * The device tree of the {@code virt} board, with the names and bindings that QEMU's has, so that
 * kernels and firmware made for the one find their way on the other.
 *
 * <p>There is no {@code rng-seed}: two runs of one guest must be the same run.
 */
public final class VirtDeviceTree {
  private static final int CACHE_BLOCK_BYTES = 64;
  private static final int UART_CLOCK_HERTZ = 3_686_400;

  // Interrupts of the harts, by their numbers in mcause.
  private static final int SUPERVISOR_EXTERNAL = 9;
  private static final int MACHINE_SOFTWARE = 3;
  private static final int MACHINE_TIMER = 7;
  private static final int MACHINE_EXTERNAL = 11;

  private final BoardDescription board;
  private final DeviceTreeNode root = new DeviceTreeNode("");

  private VirtDeviceTree(BoardDescription board) {
    this.board = board;
  }

  /** The tree of a board. */
  public static DeviceTreeNode of(BoardDescription board) {
    VirtDeviceTree tree = new VirtDeviceTree(board);
    tree.build();
    return tree.root;
  }

  /** The tree of a board as a blob to put into its memory. */
  public static byte[] flattened(BoardDescription board) {
    return FlattenedDeviceTree.write(of(board), board.bootHart());
  }

  private void build() {
    root.cells("#address-cells", 2)
        .cells("#size-cells", 2)
        .strings("compatible", "riscv-virtio")
        .strings("model", "riscv-virtio,trapeze");
    addChosen();
    if (has(VirtRegion.TEST)) {
      addSwitch("poweroff", "syscon-poweroff", 0x5555);
      addSwitch("reboot", "syscon-reboot", 0x7777);
    }
    root.add("memory@" + Long.toHexString(board.memory().start()))
        .strings("device_type", "memory")
        .wide("reg", board.memory().start(), board.memory().length());
    addCpus();
    addSoc();
  }

  private boolean has(VirtRegion device) {
    return board.devices().contains(device);
  }

  private void addChosen() {
    DeviceTreeNode chosen = root.add("chosen");
    if (has(VirtRegion.UART)) {
      chosen.strings("stdout-path", "/soc/serial@" + Long.toHexString(VirtRegion.UART.base()));
    }
    if (!board.bootArguments().isEmpty()) {
      chosen.strings("bootargs", board.bootArguments());
    }
    AddressRange initrd = board.initrd();
    if (initrd != null) {
      chosen.wide("linux,initrd-start", initrd.start()).wide("linux,initrd-end", initrd.end());
    }
  }

  /** A write of a value to the test finisher, as the generic syscon drivers are told it. */
  private void addSwitch(String name, String compatible, int value) {
    root.add(name)
        .strings("compatible", compatible)
        .cells("value", value)
        .cells("offset", 0)
        .cells("regmap", testHandle());
  }

  private void addCpus() {
    DeviceTreeNode cpus =
        root.add("cpus")
            .cells("#address-cells", 1)
            .cells("#size-cells", 0)
            .cells("timebase-frequency", Math.toIntExact(board.timebaseFrequency()));
    for (int hart = 0; hart < board.harts(); hart++) {
      addCpu(cpus, hart);
    }
    DeviceTreeNode cluster = cpus.add("cpu-map").add("cluster0");
    for (int hart = 0; hart < board.harts(); hart++) {
      cluster.add("core" + hart).cells("cpu", cpuHandle(hart));
    }
  }

  private void addCpu(DeviceTreeNode cpus, int hart) {
    List<String> extensions = board.isaExtensions();
    DeviceTreeNode cpu =
        cpus.add("cpu@" + Integer.toHexString(hart))
            .cells("phandle", cpuHandle(hart))
            .strings("device_type", "cpu")
            .cells("reg", hart)
            .strings("status", "okay")
            .strings("compatible", "riscv")
            .strings("riscv,isa", board.isa())
            .strings("riscv,isa-base", board.isaBase())
            .strings("riscv,isa-extensions", extensions.toArray(String[]::new))
            .strings("mmu-type", board.mmuType());
    if (extensions.contains("zicbom")) {
      cpu.cells("riscv,cbom-block-size", CACHE_BLOCK_BYTES);
    }
    if (extensions.contains("zicbop")) {
      cpu.cells("riscv,cbop-block-size", CACHE_BLOCK_BYTES);
    }
    if (extensions.contains("zicboz")) {
      cpu.cells("riscv,cboz-block-size", CACHE_BLOCK_BYTES);
    }
    cpu.add("interrupt-controller")
        .cells("#interrupt-cells", 1)
        .set("interrupt-controller")
        .strings("compatible", "riscv,cpu-intc")
        .cells("phandle", interruptHandle(hart));
  }

  private void addSoc() {
    DeviceTreeNode soc =
        root.add("soc")
            .cells("#address-cells", 2)
            .cells("#size-cells", 2)
            .strings("compatible", "simple-bus")
            .set("ranges");
    if (has(VirtRegion.TEST)) {
      fixed(soc, "test", VirtRegion.TEST)
          .strings("compatible", "sifive,test1", "sifive,test0", "syscon")
          .cells("phandle", testHandle());
    }
    if (has(VirtRegion.RTC)) {
      fixed(soc, "rtc", VirtRegion.RTC).strings("compatible", "google,goldfish-rtc");
    }
    if (has(VirtRegion.CLINT)) {
      fixed(soc, "clint", VirtRegion.CLINT)
          .strings("compatible", "sifive,clint0", "riscv,clint0")
          .cells("interrupts-extended", toEachHart(MACHINE_SOFTWARE, MACHINE_TIMER));
    }
    if (has(VirtRegion.PLIC)) {
      fixed(soc, "plic", VirtRegion.PLIC)
          .strings("compatible", "sifive,plic-1.0.0", "riscv,plic0")
          .cells("#address-cells", 0)
          .cells("#interrupt-cells", 1)
          .set("interrupt-controller")
          .cells("riscv,ndev", VirtRegion.PLIC_SOURCES)
          .cells("interrupts-extended", toEachHart(MACHINE_EXTERNAL, SUPERVISOR_EXTERNAL))
          .cells("phandle", plicHandle());
    }
    if (has(VirtRegion.UART)) {
      fixed(soc, "serial", VirtRegion.UART)
          .strings("compatible", "ns16550a")
          .cells("clock-frequency", UART_CLOCK_HERTZ);
    }
    for (int slot = 0; slot < board.virtioSlots(); slot++) {
      device(soc, "virtio_mmio", VirtRegion.virtioBase(slot), VirtRegion.VIRTIO_SIZE)
          .strings("compatible", "virtio,mmio")
          .cells("interrupts", VirtRegion.virtioInterrupt(slot))
          .cells("interrupt-parent", plicHandle());
    }
  }

  private DeviceTreeNode fixed(DeviceTreeNode soc, String name, VirtRegion region) {
    DeviceTreeNode node = device(soc, name, region.base(), region.size());
    if (region.interrupt() != 0) {
      node.cells("interrupts", region.interrupt()).cells("interrupt-parent", plicHandle());
    }
    return node;
  }

  private static DeviceTreeNode device(DeviceTreeNode soc, String name, long base, long size) {
    return soc.add(name + "@" + Long.toHexString(base)).wide("reg", base, size);
  }

  /** For each hart in turn, its interrupt controller with each of the interrupts. */
  private int[] toEachHart(int... interrupts) {
    return IntStream.range(0, board.harts())
        .flatMap(
            hart ->
                IntStream.of(interrupts)
                    .flatMap(interrupt -> IntStream.of(interruptHandle(hart), interrupt)))
        .toArray();
  }

  private static int cpuHandle(int hart) {
    return 2 * hart + 1;
  }

  private static int interruptHandle(int hart) {
    return 2 * hart + 2;
  }

  private int plicHandle() {
    return 2 * board.harts() + 1;
  }

  private int testHandle() {
    return 2 * board.harts() + 2;
  }
}
