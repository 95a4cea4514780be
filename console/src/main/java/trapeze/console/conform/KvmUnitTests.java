package trapeze.console.conform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.machine.load.Payload;

/**
 * The public {@code kvm-unit-tests}, RISC-V port, as its own {@code unittests.cfg} asks for them.
 *
 * <p>Two of the suite's own environment variables are heeded: {@code FIRMWARE_OVERRIDE}, firmware
 * that starts in M-mode, in place of the SBI in Java; and {@code KVM_UNIT_TESTS_ENV}, a file of the
 * values that tests expect.
 *
 * @param environment of the process
 */
record KvmUnitTests(Map<String, String> environment) implements Suite {
  private static final String CONFIGURATION = "unittests.cfg";
  private static final String MOST_HARTS = "$MAX_SMP";

  /** What {@code $MAX_SMP} stands for; {@code --harts} says otherwise. */
  private static final int MANY = 4;

  /** What the SBI in Java says of itself, so that the tests can compare. */
  private static final String OWN_VALUES =
      """
      INVALID_ADDR_AUTO=y
      SBI_SPEC_VERSION=0x3000000
      SBI_IMPL_ID=0x5452
      SBI_IMPL_VERSION=1
      MVENDORID=0
      MARCHID=0
      MIMPID=0
      MISALIGNED_EXC_DELEG_RESET=1
      SBI_HAVE_FWFT_MISALIGNED_EXC_DELEG=y
      SBI_HAVE_FWFT_PTE_AD_HW_UPDATING=y
      """;

  /** With the environment of this process. */
  KvmUnitTests() {
    this(System.getenv());
  }

  @Override
  public String name() {
    return "kvm-unit-tests";
  }

  @Override
  public List<KvmUnitTest> programs(Path path) {
    if (Files.isRegularFile(path)) {
      String file = String.valueOf(path.getFileName());
      return List.of(test(file.replaceFirst("\\.(flat|elf)$", ""), path, Map.of()));
    }
    Path folder = Files.isDirectory(path.resolve("riscv")) ? path.resolve("riscv") : path;
    List<KvmUnitTest> tests = new ArrayList<>();
    sections(folder.resolve(CONFIGURATION))
        .forEach(
            (name, keys) -> {
              Path file = folder.resolve(keys.getOrDefault("file", name + ".flat"));
              if (!Files.isRegularFile(file)) {
                throw new UserError(
                    file.toString(), "is not there; configure the suite for riscv64 and make it");
              }
              tests.add(test(name, file, keys));
            });
    return tests;
  }

  private KvmUnitTest test(String name, Path file, Map<String, String> keys) {
    String firmware = environment.get("FIRMWARE_OVERRIDE");
    return new KvmUnitTest(
        name,
        file,
        harts(keys.getOrDefault("smp", MOST_HARTS)),
        keys.getOrDefault("test_args", ""),
        keys.get("extra_params"),
        keys.getOrDefault("arch", "riscv64"),
        firmware == null ? null : Path.of(firmware),
        values(firmware == null ? OWN_VALUES : ""));
  }

  private Payload values(String usual) {
    String file = environment.get("KVM_UNIT_TESTS_ENV");
    if (file == null) {
      return new Payload("environment", usual.getBytes(StandardCharsets.UTF_8));
    }
    try {
      return new Payload(file, Files.readAllBytes(Path.of(file)));
    } catch (IOException e) {
      throw new UserError(file, "cannot be read; KVM_UNIT_TESTS_ENV names it");
    }
  }

  private static int harts(String number) {
    if (number.equals(MOST_HARTS)) {
      return MANY;
    }
    try {
      return Math.clamp(Integer.parseInt(number), 1, 8);
    } catch (NumberFormatException e) {
      throw new UserError(CONFIGURATION, "'%s' is no number of harts".formatted(number));
    }
  }

  /** Names in brackets, each with the lines KEY = VALUE below it. */
  private static Map<String, Map<String, String>> sections(Path configuration) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> keys = new LinkedHashMap<>();
    for (String raw : lines(configuration)) {
      String line = raw.strip();
      int equals = line.indexOf('=');
      if (line.startsWith("[") && line.endsWith("]")) {
        keys = new LinkedHashMap<>();
        sections.put(line.substring(1, line.length() - 1), keys);
      } else if (!line.startsWith("#") && equals > 0) {
        keys.put(line.substring(0, equals).strip(), value(line.substring(equals + 1)));
      }
    }
    return sections;
  }

  private static String value(String text) {
    int comment = text.indexOf(" #");
    String bare = (comment < 0 ? text : text.substring(0, comment)).strip();
    boolean quoted = bare.length() > 1 && "'\"".indexOf(bare.charAt(0)) >= 0;
    return quoted ? bare.substring(1, bare.length() - 1) : bare;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be read; give the suite's folder, or a single .flat program");
    }
  }

  /** What tests use that no other suite has: a bad name in the environment names nothing. */
  @Override
  public @Nullable String warning(List<? extends Program> programs) {
    String firmware = environment.get("FIRMWARE_OVERRIDE");
    return firmware == null || Files.isReadable(Path.of(firmware))
        ? null
        : "FIRMWARE_OVERRIDE names %s, which cannot be read".formatted(firmware);
  }
}
