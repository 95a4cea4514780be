/**
 * Device trees: how a board tells firmware and kernels what is on it.
 *
 * <p>{@link trapeze.machine.devicetree.DeviceTreeNode} is a tree in hand, {@link
 * trapeze.machine.devicetree.FlattenedDeviceTree} its form in memory, {@link
 * trapeze.machine.devicetree.VirtDeviceTree} the tree of the {@code virt} board.
 */
@NullMarked
package trapeze.machine.devicetree;

import org.jspecify.annotations.NullMarked;
