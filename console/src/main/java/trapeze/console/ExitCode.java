package trapeze.console;

import org.jspecify.annotations.Nullable;
import trapeze.machine.board.Outcome;

/** The exit codes of the command, beside those that guests end with. */
public final class ExitCode {
  /** All is well. */
  public static final int OK = 0;

  /** Something that was run has failed. */
  public static final int FAILED = 1;

  /** Bad input. */
  public static final int USAGE = 2;

  /** A mistake in Trapeze itself. */
  public static final int INTERNAL = 70;

  /** A guest was still running when its steps were used up, as {@code timeout} has it. */
  public static final int OUT_OF_STEPS = 124;

  /** A guest waited for input that will never come. */
  public static final int OUT_OF_INPUT = 125;

  /** The operator has stopped a guest; as a shell has it for SIGKILL. */
  public static final int STOPPED = 137;

  /** A guest did nothing but fault; as a shell has it for SIGSEGV. */
  public static final int FAULT_LOOP = 139;

  private ExitCode() {}

  /** What a guest's end means to whoever started it. */
  public static int of(@Nullable Outcome outcome) {
    return switch (outcome) {
      case null -> FAILED;
      case Outcome.Ended(int code) -> code;
      case Outcome.Reset _ -> OK;
      case Outcome.FaultLoop _ -> FAULT_LOOP;
      case Outcome.Failed _ -> INTERNAL;
      case Outcome.Idle _ -> OUT_OF_INPUT;
      case Outcome.Running _ -> OUT_OF_STEPS;
      case Outcome.Interrupted _ -> STOPPED;
    };
  }

  /** A guest's end in words. */
  public static String words(@Nullable Outcome outcome) {
    return switch (outcome) {
      case null -> "has not ended";
      case Outcome.Ended(int code) -> "ended with exit code " + code;
      case Outcome.Reset _ -> "asked to be started again, and is not";
      case Outcome.FaultLoop(long address) ->
          "was ended: nothing but faults any more, the last at 0x%x".formatted(address);
      case Outcome.Failed(Throwable cause) ->
          "was ended by a defect of Trapeze (%s); please report it".formatted(cause);
      case Outcome.Idle _ -> "was ended: it waits for input, and none will come";
      case Outcome.Running _ -> "was ended: its steps are used up";
      case Outcome.Interrupted _ -> "was stopped";
    };
  }
}
