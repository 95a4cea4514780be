package trapeze.machine.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import trapeze.machine.load.AddressRange;

class VirtDeviceTreeTest {
  private static final BoardDescription BOARD =
      BoardDescription.full(
          2,
          new AddressRange(0x8000_0000L, 0x1_8000_0000L),
          List.of("i", "m", "a", "f", "d", "c", "zicsr", "zicboz", "sstc"),
          "riscv,sv57");

  private static DeviceTreeNode tree(BoardDescription board) {
    return FlattenedDeviceTree.read(VirtDeviceTree.flattened(board));
  }

  @Test
  void describesHarts() {
    DeviceTreeNode cpus = tree(BOARD).at("cpus");
    assertThat(cpus.cells("timebase-frequency")).containsExactly(10_000_000);
    DeviceTreeNode cpu = cpus.at("cpu@1");
    assertThat(cpu.cells("reg")).containsExactly(1);
    assertThat(cpu.strings("riscv,isa")).containsExactly("rv64imafdc_zicsr_zicboz_sstc");
    assertThat(cpu.strings("riscv,isa-base")).containsExactly("rv64i");
    assertThat(cpu.strings("riscv,isa-extensions"))
        .containsExactly("i", "m", "a", "f", "d", "c", "zicsr", "zicboz", "sstc");
    assertThat(cpu.strings("mmu-type")).containsExactly("riscv,sv57");
    assertThat(cpu.cells("riscv,cboz-block-size")).containsExactly(64);
    assertThat(cpu.properties()).doesNotContainKey("riscv,cbom-block-size");
    assertThat(cpus.at("cpu-map/cluster0/core1").cells("cpu")).isEqualTo(cpu.cells("phandle"));
  }

  @Test
  void wiresInterruptsToEveryHart() {
    DeviceTreeNode tree = tree(BOARD);
    int first = tree.at("cpus/cpu@0/interrupt-controller").cells("phandle")[0];
    int second = tree.at("cpus/cpu@1/interrupt-controller").cells("phandle")[0];
    assertThat(tree.at("soc/clint@2000000").cells("interrupts-extended"))
        .containsExactly(first, 3, first, 7, second, 3, second, 7);
    DeviceTreeNode plic = tree.at("soc/plic@c000000");
    assertThat(plic.cells("interrupts-extended"))
        .containsExactly(first, 11, first, 9, second, 11, second, 9);
    assertThat(plic.cells("riscv,ndev")).containsExactly(95);
    for (String device : List.of("serial@10000000", "rtc@101000", "virtio_mmio@10008000")) {
      assertThat(tree.at("soc/" + device).cells("interrupt-parent"))
          .isEqualTo(plic.cells("phandle"));
    }
    assertThat(tree.at("soc/virtio_mmio@10008000").cells("interrupts")).containsExactly(8);
    assertThat(tree.at("soc/serial@10000000").cells("interrupts")).containsExactly(10);
    assertThat(tree.at("poweroff").cells("regmap"))
        .isEqualTo(tree.at("soc/test@100000").cells("phandle"));
  }

  @Test
  void everyHandleIsUnique() {
    Set<Integer> handles = new HashSet<>();
    collectHandles(tree(BOARD), handles);
    assertThat(handles).hasSize(6);
  }

  private static void collectHandles(DeviceTreeNode node, Set<Integer> handles) {
    if (node.properties().containsKey("phandle")) {
      assertThat(handles.add(node.cells("phandle")[0])).isTrue();
    }
    node.children().forEach(child -> collectHandles(child, handles));
  }

  @Test
  void tellsTheKernelWhatItWasGiven() {
    DeviceTreeNode tree =
        tree(
            BOARD
                .withBootArguments("console=ttyS0")
                .withInitrd(new AddressRange(0x1_0000_0000L, 0x1_0000_1000L)));
    DeviceTreeNode chosen = tree.at("chosen");
    assertThat(chosen.strings("stdout-path")).containsExactly("/soc/serial@10000000");
    assertThat(chosen.strings("bootargs")).containsExactly("console=ttyS0");
    assertThat(chosen.cells("linux,initrd-start")).containsExactly(1, 0);
    assertThat(chosen.cells("linux,initrd-end")).containsExactly(1, 0x1000);
    assertThat(tree.at("memory@80000000").cells("reg")).containsExactly(0, 0x8000_0000, 1, 0);
    assertThat(tree(BOARD).at("chosen").properties()).containsOnlyKeys("stdout-path");
  }

  @Test
  void leavesOutWhatTheBoardHasNot() {
    BoardDescription bare =
        new BoardDescription(
            1,
            0,
            new AddressRange(0x8000_0000L, 0x8010_0000L),
            "rv64i",
            List.of("i"),
            "riscv,sv39",
            10_000_000,
            Set.of(),
            0,
            "",
            null);
    DeviceTreeNode tree = tree(bare);
    assertThat(tree.children())
        .extracting(DeviceTreeNode::name)
        .containsExactly("chosen", "memory@80000000", "cpus", "soc");
    assertThat(tree.at("soc").children()).isEmpty();
    assertThat(tree.at("chosen").properties()).isEmpty();
    assertThatThrownBy(
            () ->
                new BoardDescription(
                    1, 1, bare.memory(), "rv64i", List.of(), "", 1, Set.of(), 0, "", null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
