package trapeze.console.compare;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import trapeze.console.directory.GuestSpec;
import trapeze.console.directory.Images;
import trapeze.console.directory.Setting;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.Hart;
import trapeze.monitor.VirtualHart;
import trapeze.shadow.ShadowSpaces;

/** Says whether two results are about the same program, engine and guest. */
final class Fingerprint {
  private static final List<Class<?>> PARTS =
      List.of(Rv64.class, Hart.class, ShadowSpaces.class, VirtualHart.class, Fingerprint.class);

  private final Map<String, Long> sums = new TreeMap<>();
  private final long program;

  /** Of what such an engine runs. */
  Fingerprint(EngineChoice engine) {
    CRC32 crc = new CRC32();
    crc.update(engine.toString().getBytes(StandardCharsets.UTF_8));
    for (Class<?> part : PARTS) {
      add(crc, part);
    }
    program = crc.getValue();
  }

  /** Of a workload, as this program runs it. */
  String of(Workload workload) {
    GuestSpec spec = workload.spec();
    CRC32 crc = new CRC32();
    crc.update(workload.guest().getBytes(StandardCharsets.UTF_8));
    for (Setting setting : Arrays.asList(spec.firmware(), spec.kernel(), spec.initrd())) {
      if (setting != null && !setting.value().equals("none")) {
        add(crc, sum(setting, spec));
      }
    }
    return "%08x-%08x".formatted(program, crc.getValue());
  }

  private long sum(Setting setting, GuestSpec spec) {
    return sums.computeIfAbsent(
        setting.value(),
        name -> {
          CRC32 crc = new CRC32();
          crc.update(Images.payload(name, spec.folder(), ".elf").contents());
          return crc.getValue();
        });
  }

  private static void add(CRC32 crc, long value) {
    crc.update(HexFormat.of().toHexDigits(value).getBytes(StandardCharsets.UTF_8));
  }

  /** The archive that a class comes from; a folder of classes says nothing of itself. */
  private static void add(CRC32 crc, Class<?> part) {
    try {
      var source = part.getProtectionDomain().getCodeSource();
      Path path = source == null ? null : Path.of(source.getLocation().toURI());
      if (path != null && Files.isRegularFile(path)) {
        crc.update(Files.readAllBytes(path));
      }
    } catch (IOException | URISyntaxException e) {
      crc.update(0);
    }
  }
}
