package trapeze.monitor;

import java.util.stream.IntStream;
import trapeze.isa.definition.ExceptionCause;

/**
 * What the dispatcher does about a trap of the real hart: a function of its cause, and of nothing
 * else.
 */
public enum ExitAction {
  /** The trap value is an instruction: its definition is carried out over the virtual state. */
  EMULATE,
  /** The same for ECALL, whose bits are no part of its trap. */
  EMULATE_ECALL,
  /** The real tables do not let the trap value be executed: do the guest's? */
  LOOK_UP_FETCH,
  /** The same for a load. */
  LOOK_UP_LOAD,
  /** The same for a store or an atomic access. */
  LOOK_UP_STORE,
  /** The trap is the guest's own, as it is. */
  REFLECT;

  private static final ExitAction[] BY_CAUSE =
      IntStream.range(0, 64)
          .mapToObj(code -> ExceptionCause.of(code).map(ExitAction::decide).orElse(REFLECT))
          .toArray(ExitAction[]::new);

  /** What is done about a cause, a code below 64 as it stands in {@code mcause}. */
  public static ExitAction of(int cause) {
    return BY_CAUSE[cause];
  }

  private static ExitAction decide(ExceptionCause cause) {
    return switch (cause) {
      case ILLEGAL_INSTRUCTION -> EMULATE;
      case ECALL_FROM_U -> EMULATE_ECALL;
      case INSTRUCTION_PAGE_FAULT, INSTRUCTION_ACCESS_FAULT -> LOOK_UP_FETCH;
      case LOAD_PAGE_FAULT, LOAD_ACCESS_FAULT -> LOOK_UP_LOAD;
      case STORE_PAGE_FAULT, STORE_ACCESS_FAULT -> LOOK_UP_STORE;
      default -> REFLECT;
    };
  }
}
