package trapeze.machine.engine;

import java.util.Map;
import java.util.function.IntToLongFunction;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.rv64.Rv64;
import trapeze.machine.engine.generate.EngineGenerator;
import trapeze.machine.engine.translate.Translator;

/**
 * An instruction set with all that it takes to execute it.
 *
 * @param set the specification
 * @param decoder from an instruction's bits to its packed form, 0 if they are none
 * @param definitions the generated form of the specification
 * @param translator makes code of what is executed often
 */
public record Engine(
    InstructionSet set, IntToLongFunction decoder, Definitions definitions, Translator translator) {
  /** An instruction set whose translator is made from its definitions. */
  public Engine(InstructionSet set, IntToLongFunction decoder, Definitions definitions) {
    this(set, decoder, definitions, new Translator(set, definitions.lookup()));
  }

  private static final String RV64 = "trapeze.machine.generated.Rv64Definitions";

  /** RV64, as the build generated it. */
  public static Engine rv64() {
    return Rv64Engine.ENGINE;
  }

  /**
   * The engine of any instruction set with RV64's state, generated now: of a variant of the
   * machine, for instance.
   */
  public static Engine of(InstructionSet set) {
    EngineGenerator generated = EngineGenerator.generate(set);
    return load(set, new GeneratedClasses(generated.classes()), generated.definitions());
  }

  private static Engine load(InstructionSet set, ClassLoader loader, String name) {
    try {
      Definitions definitions =
          (Definitions) loader.loadClass(name).getDeclaredConstructor().newInstance();
      return new Engine(set, new Decoder(set)::decode, definitions);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "no " + name + ": the build has not generated the engine (mvn compile does)", e);
    }
  }

  /** Held apart so that it is made when it is first asked for. */
  private static final class Rv64Engine {
    static final Engine ENGINE = load(Rv64.SET, Engine.class.getClassLoader(), RV64);
  }

  /** Classes from memory, in front of those of the same name that the build made. */
  private static final class GeneratedClasses extends ClassLoader {
    private final Map<String, byte[]> classes;

    GeneratedClasses(Map<String, byte[]> classes) {
      super(Engine.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] bytes = classes.get(name);
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : defineClass(name, bytes, 0, bytes.length);
      }
    }
  }
}
