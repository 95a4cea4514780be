package trapeze.fuzz.qemu;

import java.util.Set;

/** The processor of QEMU 7.2 that is compared with Trapeze's, and what it lacks of it. */
public final class QemuProcessor {
  private QemuProcessor() {}

  /** The value of {@code -cpu}: what both machines have. */
  public static final String OPTION =
      "rv64,h=off,v=off,debug=off,sstc=off,zbkb=on,zbkc=on,zbkx=on,Zfh=on,svinval=on,svnapot=on,svpbmt=on";

  /** The same with the hypervisor extension. */
  public static final String WITH_HYPERVISOR = OPTION.replace("h=off", "h=on");

  /** Extensions that the definitions have and QEMU 7.2 has not. */
  public static final Set<String> ABSENT =
      Set.of("Zfa", "Zicond", "Zimop", "Zcmop", "Zcb", "Zawrs", "Zicbom", "Zicboz");
}
