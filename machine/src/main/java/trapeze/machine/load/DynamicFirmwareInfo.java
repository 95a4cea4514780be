package trapeze.machine.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What OpenSBI's {@code fw_dynamic} firmware is told, by the address of this structure in {@code
 * a2}: where to go next (OpenSBI, "FW_DYNAMIC").
 *
 * @param nextAddress physical address of the next stage
 * @param nextMode privilege mode of the next stage: 0 U, 1 S, 3 M
 * @param bootHart preferred boot hart, -1 if any
 */
public record DynamicFirmwareInfo(long nextAddress, int nextMode, long bootHart) {
  private static final long MAGIC = 0x4942_534fL;
  private static final long VERSION = 2;

  /** The structure in memory: six little-endian 64-bit words. */
  public byte[] toBytes() {
    long noOptions = 0;
    return ByteBuffer.allocate(6 * Long.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(MAGIC)
        .putLong(VERSION)
        .putLong(nextAddress)
        .putLong(nextMode)
        .putLong(noOptions)
        .putLong(bootHart)
        .array();
  }
}
