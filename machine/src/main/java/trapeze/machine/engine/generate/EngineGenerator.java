package trapeze.machine.engine.generate;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import trapeze.isa.definition.InstructionSet;

/** Makes the classes of an engine from an instruction set. */
public final class EngineGenerator {
  /** HotSpot compiles no method longer than this (in bytes), so none may be. */
  private static final int LONGEST_METHOD = 8000;

  private final Names names;
  private final Map<ClassDesc, byte[]> classes = new LinkedHashMap<>();
  private final Map<String, String> listings = new LinkedHashMap<>();

  private EngineGenerator(InstructionSet set) {
    names = new Names(set.name());
    Attention attention = new Attention(set);
    InstructionsGenerator instructions = new InstructionsGenerator(set, names, attention);
    String instructionsSource = names.instructions.displayName() + ".ir";
    add(names.instructions, builder -> instructions.generate(builder, instructionsSource));
    listings.put(instructionsSource, instructions.listing().toString());
    RoutinesGenerator routines = new RoutinesGenerator(set, names);
    String routinesSource = names.routines.displayName() + ".ir";
    add(names.routines, builder -> routines.generate(builder, routinesSource));
    listings.put(routinesSource, routines.listing().toString());
    add(names.csrs, new CsrsGenerator(set, names, attention)::generate);
    add(names.refusals, new RefusalsGenerator(set, names, attention)::generate);
    add(names.interpreter, new InterpreterGenerator(set, names, attention)::generate);
    add(names.definitions, new DefinitionsGenerator(set, names)::generate);
  }

  /** Generates an engine. */
  public static EngineGenerator generate(InstructionSet set) {
    return new EngineGenerator(set);
  }

  /** The classes, by binary name. */
  public Map<String, byte[]> classes() {
    Map<String, byte[]> byName = new LinkedHashMap<>();
    classes.forEach((name, bytes) -> byName.put(binaryName(name), bytes));
    return byName;
  }

  /** The texts that their line numbers point into, by file name. */
  public Map<String, String> listings() {
    return listings;
  }

  /** Binary name of the class that implements {@link trapeze.machine.engine.Definitions}. */
  public String definitions() {
    return binaryName(names.definitions);
  }

  private static String binaryName(ClassDesc name) {
    return name.packageName() + "." + name.displayName();
  }

  private void add(ClassDesc name, Consumer<ClassBuilder> contents) {
    byte[] bytes = ClassFile.of().build(name, contents);
    for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
      int length = method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
      if (length >= LONGEST_METHOD) {
        throw new IllegalStateException(
            "%s.%s has %d bytes of code; over %d HotSpot does not compile it"
                .formatted(
                    name.displayName(), method.methodName().stringValue(), length, LONGEST_METHOD));
      }
    }
    classes.put(name, bytes);
  }
}
