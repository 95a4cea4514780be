package trapeze.machine.devicetree;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A device tree as one blob in memory, version 17 (Devicetree Specification 0.4, chapter 5).
 *
 * <p>The blob is big-endian: header, an empty memory reservation block, structure, strings.
 */
public final class FlattenedDeviceTree {
  private static final int MAGIC = 0xd00d_feed;
  private static final int VERSION = 17;
  private static final int LAST_COMPATIBLE_VERSION = 16;
  private static final int HEADER_SIZE = 40;
  private static final int RESERVATIONS_SIZE = 16;

  private static final int BEGIN_NODE = 1;
  private static final int END_NODE = 2;
  private static final int PROPERTY = 3;
  private static final int NOP = 4;
  private static final int END = 9;

  private final ByteArrayOutputStream structure = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(structure);
  private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
  private final Map<String, Integer> stringOffsets = new LinkedHashMap<>();

  private FlattenedDeviceTree() {}

  /**
   * Flattens a tree.
   *
   * @param bootHart hart id of the hart that starts the kernel
   */
  public static byte[] write(DeviceTreeNode root, int bootHart) {
    FlattenedDeviceTree tree = new FlattenedDeviceTree();
    try {
      tree.writeNode(root);
      tree.out.writeInt(END);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array refused bytes", e);
    }
    int structureAt = HEADER_SIZE + RESERVATIONS_SIZE;
    int stringsAt = structureAt + tree.structure.size();
    int total = stringsAt + tree.strings.size();
    return ByteBuffer.allocate(total)
        .putInt(MAGIC)
        .putInt(total)
        .putInt(structureAt)
        .putInt(stringsAt)
        .putInt(HEADER_SIZE)
        .putInt(VERSION)
        .putInt(LAST_COMPATIBLE_VERSION)
        .putInt(bootHart)
        .putInt(tree.strings.size())
        .putInt(tree.structure.size())
        .put(structureAt, tree.structure.toByteArray())
        .put(stringsAt, tree.strings.toByteArray())
        .array();
  }

  private void writeNode(DeviceTreeNode node) throws IOException {
    out.writeInt(BEGIN_NODE);
    out.write(node.name().getBytes(StandardCharsets.UTF_8));
    out.write(0);
    pad();
    for (Map.Entry<String, byte[]> property : node.properties().entrySet()) {
      out.writeInt(PROPERTY);
      out.writeInt(property.getValue().length);
      out.writeInt(stringOffset(property.getKey()));
      out.write(property.getValue());
      pad();
    }
    for (DeviceTreeNode child : node.children()) {
      writeNode(child);
    }
    out.writeInt(END_NODE);
  }

  private void pad() throws IOException {
    while (structure.size() % Integer.BYTES != 0) {
      out.write(0);
    }
  }

  private int stringOffset(String name) {
    return stringOffsets.computeIfAbsent(
        name,
        added -> {
          int offset = strings.size();
          strings.writeBytes(added.getBytes(StandardCharsets.UTF_8));
          strings.write(0);
          return offset;
        });
  }

  /**
   * Reads a blob back into a tree.
   *
   * @throws IllegalArgumentException if it is not a whole device tree
   */
  public static DeviceTreeNode read(byte[] blob) {
    ByteBuffer header = ByteBuffer.wrap(blob);
    if (blob.length < HEADER_SIZE || header.getInt(0) != MAGIC) {
      throw new IllegalArgumentException("not a device tree: it does not start with d00dfeed");
    }
    try {
      header.limit(header.getInt(4)).position(header.getInt(8));
      return readStructure(header.slice(), header.getInt(12), blob);
    } catch (RuntimeException e) {
      // Every offset and length comes from the blob; the first wrong one ends outside an array.
      throw new IllegalArgumentException("the device tree is damaged", e);
    }
  }

  private static DeviceTreeNode readStructure(ByteBuffer in, int stringsAt, byte[] blob) {
    Deque<DeviceTreeNode> open = new ArrayDeque<>();
    DeviceTreeNode above = new DeviceTreeNode("");
    open.push(above);
    while (true) {
      int token = in.getInt();
      switch (token) {
        case BEGIN_NODE -> open.push(open.element().add(readName(in)));
        case PROPERTY -> {
          byte[] value = new byte[Math.min(in.getInt(), in.remaining())];
          String name = stringAt(blob, stringsAt + in.getInt());
          in.get(value);
          skipPadding(in);
          open.element().set(name, value);
        }
        case END_NODE -> open.pop();
        case NOP -> {}
        case END -> {
          return above.children().getFirst();
        }
        default -> throw new IllegalArgumentException("no device tree token: " + token);
      }
    }
  }

  private static String readName(ByteBuffer in) {
    String name = stringAt(in.array(), in.arrayOffset() + in.position());
    in.position(in.position() + name.getBytes(StandardCharsets.UTF_8).length + 1);
    skipPadding(in);
    return name;
  }

  private static void skipPadding(ByteBuffer in) {
    in.position((in.position() + 3) & ~3);
  }

  private static String stringAt(byte[] bytes, int start) {
    int end = start;
    while (bytes[end] != 0) {
      end++;
    }
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }
}
