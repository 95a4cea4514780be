package trapeze.machine.device.virtio;

import java.util.random.RandomGenerator;

/** A source of random bytes (Virtio 1.2, section 5.4). */
public final class VirtioEntropy implements VirtioDevice {
  private static final int TYPE = 4;

  /** Most that one request gets, in bytes; a driver asks again for more. */
  private static final int MAX_BYTES = 4096;

  private final RandomGenerator random;

  /**
   * A source fed by {@code random}: a seeded {@link java.util.Random} where runs must repeat, a
   * {@link java.security.SecureRandom} otherwise.
   */
  public VirtioEntropy(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public long features() {
    return 0;
  }

  @Override
  public int queues() {
    return 1;
  }

  @Override
  public int config(int offset) {
    return 0;
  }

  @Override
  public void serve(int index, Virtqueue queue) {
    for (var chain = queue.next(); chain != null; chain = queue.next()) {
      byte[] bytes = new byte[(int) Math.min(chain.writable().length(), MAX_BYTES)];
      random.nextBytes(bytes);
      queue.complete(chain, chain.writable().write(bytes));
    }
  }
}
