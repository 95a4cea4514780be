package trapeze.monitor.patching;

import java.util.Map;

/**
 * The instructions of a stub, which may stand anywhere; all are 4 bytes.
 *
 * @param words the instructions; the one at {@code back} is left out
 * @param back the index of the jump behind the patched instruction
 * @param leaves indices of the illegal instructions that leave to the monitor, each with the number
 *     of the stub's instructions that have then retired
 */
record StubCode(int[] words, int back, Map<Integer, Integer> leaves) {
  StubCode {
    leaves = Map.copyOf(leaves);
  }

  /** Bytes. */
  int size() {
    return words.length * Integer.BYTES;
  }

  /** The real steps of an execution that are not the guest's: the guest's is the jump to it. */
  int surplus() {
    return back + 1;
  }
}
