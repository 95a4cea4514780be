package trapeze.machine.devicetree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FlattenedDeviceTreeTest {
  private static DeviceTreeNode tree() {
    DeviceTreeNode root = new DeviceTreeNode("").cells("#address-cells", 2).set("empty");
    root.add("soc").set("odd", (byte) 1, (byte) 2, (byte) 3).add("serial@10000000").set("empty");
    root.add("chosen").strings("bootargs", "quiet").strings("list", "a", "bc").wide("at", 5L << 32);
    return root;
  }

  @Test
  void readsBackWhatItWrote() {
    DeviceTreeNode read = FlattenedDeviceTree.read(FlattenedDeviceTree.write(tree(), 0));
    assertThat(read.name()).isEmpty();
    assertThat(read.cells("#address-cells")).containsExactly(2);
    assertThat(read.properties().get("empty")).isEmpty();
    assertThat(read.at("soc").properties().get("odd")).containsExactly(1, 2, 3);
    assertThat(read.at("soc/serial@10000000").properties()).containsOnlyKeys("empty");
    assertThat(read.at("chosen").strings("list")).containsExactly("a", "bc");
    assertThat(read.at("chosen").cells("at")).containsExactly(5, 0);
    assertThat(read.children()).extracting(DeviceTreeNode::name).containsExactly("soc", "chosen");
    assertThatThrownBy(() -> read.at("soc/none")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read.cells("none")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headerIsVersion17AndEveryBlockIsAligned() {
    byte[] blob = FlattenedDeviceTree.write(tree(), 3);
    ByteBuffer header = ByteBuffer.wrap(blob);
    assertThat(header.getInt(0)).isEqualTo(0xd00dfeed);
    assertThat(header.getInt(4)).isEqualTo(blob.length);
    assertThat(List.of(header.getInt(20), header.getInt(24), header.getInt(28)))
        .containsExactly(17, 16, 3);
    assertThat(header.getInt(16) % 8).isZero();
    assertThat(header.getInt(8) % 4).isZero();
    assertThat(header.getInt(36) % 4).isZero();
    assertThat(header.getInt(12) + header.getInt(32)).isEqualTo(blob.length);
  }

  @Property(tries = 500)
  void aDamagedBlobIsRefusedOrRead(
      @ForAll @IntRange(max = 300) int at, @ForAll byte value, @ForAll boolean cut) {
    byte[] blob = FlattenedDeviceTree.write(tree(), 0);
    blob[at % blob.length] = value;
    byte[] damaged = cut ? Arrays.copyOf(blob, at % blob.length) : blob;
    try {
      FlattenedDeviceTree.read(damaged);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("device tree");
    }
  }
}
