package trapeze.machine.devicetree;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of a device tree: properties and children, both in the order they were given.
 *
 * <p>Properties are bytes; cells and strings are how they are usually read (Devicetree
 * Specification 0.4, section 2.2.4).
 */
public final class DeviceTreeNode {
  private final String name;
  private final Map<String, byte[]> properties = new LinkedHashMap<>();
  private final List<DeviceTreeNode> children = new ArrayList<>();

  /**
   * A node without properties or children.
   *
   * @param name with its unit address, as in {@code cpu@0}; empty for the root
   */
  public DeviceTreeNode(String name) {
    this.name = name;
  }

  /** Name with unit address. */
  public String name() {
    return name;
  }

  /** Properties by name. */
  public Map<String, byte[]> properties() {
    return Collections.unmodifiableMap(properties);
  }

  /** Child nodes. */
  public List<DeviceTreeNode> children() {
    return Collections.unmodifiableList(children);
  }

  /** Adds a child and returns it. */
  public DeviceTreeNode add(String childName) {
    DeviceTreeNode child = new DeviceTreeNode(childName);
    children.add(child);
    return child;
  }

  /** Sets a property to raw bytes, none for a property that only has to be there. */
  public DeviceTreeNode set(String property, byte... value) {
    properties.put(property, value.clone());
    return this;
  }

  /** Sets a property to 32-bit big-endian cells. */
  public DeviceTreeNode cells(String property, int... cells) {
    ByteBuffer value = ByteBuffer.allocate(cells.length * Integer.BYTES);
    value.asIntBuffer().put(cells);
    properties.put(property, value.array());
    return this;
  }

  /** Sets a property to 64-bit numbers of two cells each. */
  public DeviceTreeNode wide(String property, long... numbers) {
    ByteBuffer value = ByteBuffer.allocate(numbers.length * Long.BYTES);
    value.asLongBuffer().put(numbers);
    properties.put(property, value.array());
    return this;
  }

  /** Sets a property to a list of strings, each ended by a zero byte. */
  public DeviceTreeNode strings(String property, String... strings) {
    String value = String.join("\0", strings) + "\0";
    properties.put(property, value.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /**
   * The node at a path below this one, as in {@code soc/serial@10000000}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public DeviceTreeNode at(String path) {
    DeviceTreeNode node = this;
    for (String step : path.split("/")) {
      node =
          node.children.stream()
              .filter(child -> child.name.equals(step))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no node " + step + " in " + path));
    }
    return node;
  }

  /** A property as 32-bit cells. */
  public int[] cells(String property) {
    ByteBuffer value = ByteBuffer.wrap(bytes(property));
    int[] cells = new int[value.remaining() / Integer.BYTES];
    value.asIntBuffer().get(cells);
    return cells;
  }

  /** A property as strings. */
  public List<String> strings(String property) {
    return Arrays.asList(new String(bytes(property), StandardCharsets.UTF_8).split("\0"));
  }

  private byte[] bytes(String property) {
    byte[] value = properties.get(property);
    if (value == null) {
      throw new IllegalArgumentException("no property " + property + " in node " + name);
    }
    return value;
  }
}
