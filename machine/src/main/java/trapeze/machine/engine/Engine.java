package trapeze.machine.engine;

import java.util.function.IntToLongFunction;
import trapeze.isa.definition.Decoder;
import trapeze.isa.definition.InstructionSet;
import trapeze.isa.rv64.Rv64;

/**
 * An instruction set with all that it takes to execute it.
 *
 * @param set the specification
 * @param decoder from an instruction's bits to its packed form, 0 if they are none
 * @param definitions the generated form of the specification
 */
public record Engine(InstructionSet set, IntToLongFunction decoder, Definitions definitions) {

  /** RV64, as the build generated it. */
  public static Engine rv64() {
    return Rv64Engine.ENGINE;
  }

  /** Held apart so that it is made when it is first asked for. */
  private static final class Rv64Engine {
    private static final String GENERATED = "trapeze.machine.generated.Rv64Definitions";
    static final Engine ENGINE = new Engine(Rv64.SET, new Decoder(Rv64.SET)::decode, instantiate());

    private static Definitions instantiate() {
      try {
        return (Definitions) Class.forName(GENERATED).getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "no " + GENERATED + ": the build has not generated the engine (mvn compile does)", e);
      }
    }
  }
}
