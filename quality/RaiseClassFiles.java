import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Gives libraries' class files of before Java 6 the stack maps that those of later versions have.
 *
 * <p>Without them the JVM verifies a class by inferring its types, and keeps it out of its archives
 * of classes: picocli, whose files are of Java 5, took a third of a start. What the classes do
 * stays the same.
 *
 * <p>Takes a folder of jars; those with such classes are replaced. Signed jars are left alone.
 */
class RaiseClassFiles {
  private static final int FIRST_WITH_STACK_MAPS = 50;

  /** The first whose class files must have them. */
  private static final int RAISED = ClassFile.JAVA_8_VERSION;

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("usage: RaiseClassFiles <folder of jars>");
    }
    try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        raise(jar);
      }
    }
  }

  private static void raise(Path jar) throws IOException {
    Map<ZipEntry, byte[]> entries = read(jar);
    if (entries.keySet().stream().anyMatch(entry -> entry.getName().endsWith(".SF"))
        || entries.entrySet().stream().noneMatch(each -> isOld(each.getKey(), each.getValue()))) {
      return;
    }
    ClassFile classes = classFile(entries);
    ByteArrayOutputStream raised = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(raised)) {
      for (Map.Entry<ZipEntry, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey().getName());
        entry.setTimeLocal(each.getKey().getTimeLocal());
        out.putNextEntry(entry);
        boolean old = isOld(each.getKey(), each.getValue());
        out.write(old ? raise(classes, each.getValue()) : each.getValue());
      }
    }
    Path whole = jar.resolveSibling(jar.getFileName() + ".raised");
    Files.write(whole, raised.toByteArray());
    Files.move(whole, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<ZipEntry, byte[]> read(Path jar) throws IOException {
    Map<ZipEntry, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry, in.readAllBytes());
      }
    }
    return entries;
  }

  /** The version stands in the bytes 6 and 7 of a class file. */
  private static boolean isOld(ZipEntry entry, byte[] bytes) {
    return entry.getName().endsWith(".class")
        && ((bytes[6] & 0xff) << 8 | bytes[7] & 0xff) < FIRST_WITH_STACK_MAPS;
  }

  /** What a stack map says of two classes that meet depends on their common superclass. */
  private static ClassFile classFile(Map<ZipEntry, byte[]> entries) {
    Map<String, byte[]> byName = new LinkedHashMap<>();
    entries.forEach((entry, bytes) -> byName.put(entry.getName(), bytes));
    ClassHierarchyResolver own =
        ClassHierarchyResolver.ofResourceParsing(
            name -> {
              String descriptor = name.descriptorString();
              byte[] bytes =
                  byName.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
              return bytes == null ? null : new ByteArrayInputStream(bytes);
            });
    return ClassFile.of(
        ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver())),
        StackMapsOption.GENERATE_STACK_MAPS);
  }

  private static byte[] raise(ClassFile classes, byte[] old) {
    ClassModel model = classes.parse(old);
    ClassTransform rewritten =
        ClassTransform.transformingMethodBodies((code, element) -> code.with(element));
    ClassTransform versioned =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(RAISED, 0);
          } else {
            builder.with(element);
          }
        };
    return classes.transformClass(model, rewritten.andThen(versioned));
  }
}
