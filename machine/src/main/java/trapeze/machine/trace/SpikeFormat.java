package trapeze.machine.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.state.Trap;
import trapeze.isa.text.Disassembler;

/**
 * The lines of Spike: what {@code --log-commits} prints for each instruction that retires, what
 * {@code -l} prints for each exception, and if wanted {@code -l}'s line for each instruction.
 */
public final class SpikeFormat implements LineFormat {
  private static final int MNEMONIC_WIDTH = 8;

  private final @Nullable Disassembler disassembler;
  private final Symbols symbols;

  /**
   * Lines as Spike has them.
   *
   * @param disassembler prints each instruction, in a line of its own; may be absent
   * @param symbols printed in a line where an instruction stands at one, as {@code -l} does
   */
  public SpikeFormat(@Nullable Disassembler disassembler, Symbols symbols) {
    this.disassembler = disassembler;
    this.symbols = symbols;
  }

  @Override
  public void append(Step step, StringBuilder to) {
    switch (step) {
      case Step.Retired retired -> {
        announce(step, retired.fetched(), to);
        commit(retired, to);
      }
      case Step.Trapped trapped -> {
        if (trapped.fetched() != null) {
          announce(step, trapped.fetched(), to);
        }
        exception(trapped, to);
      }
    }
  }

  private void announce(Step step, Step.Fetched fetched, StringBuilder to) {
    String symbol = symbols.at(step.pc());
    if (symbol != null) {
      core(step, to).append(">>>>  ").append(symbol).append('\n');
    }
    if (disassembler != null) {
      String[] parts = disassembler.disassemble(step.pc(), (int) fetched.bits()).split("\t", 2);
      core(step, to).append("0x");
      Hex.append(to, step.pc(), 16);
      to.append(" (0x");
      Hex.append(to, fetched.bits(), 8);
      to.append(") ").append(parts[0]);
      if (parts.length > 1) {
        to.repeat(' ', Math.max(1, MNEMONIC_WIDTH - parts[0].length()));
        to.append(parts[1].replace(",", ", "));
      }
      to.append('\n');
    }
  }

  private static StringBuilder core(Step step, StringBuilder to) {
    to.append("core");
    String id = Integer.toString(step.hart());
    return to.repeat(' ', Math.max(0, 4 - id.length())).append(id).append(": ");
  }

  private static void commit(Step.Retired step, StringBuilder to) {
    core(step, to).append(step.mode().code()).append(" 0x");
    Hex.append(to, step.pc(), 16);
    to.append(" (0x");
    Hex.append(to, step.fetched().bits(), 2 * step.fetched().length());
    to.append(')');
    for (Object write : inSpikesOrder(step)) {
      switch (write) {
        case RegisterWrite(boolean floating, int number, long value) -> {
          to.append(floating ? " f" : " x").append(number).append(number < 10 ? "  0x" : " 0x");
          Hex.append(to, value, 16);
        }
        case CsrWrite(var csr, long value) -> {
          to.append(" c").append(csr.address()).append('_').append(csr.name()).append(" 0x");
          Hex.append(to, value, 16);
        }
        default -> throw new IllegalStateException("no write: " + write);
      }
    }
    for (Access access : step.accesses()) {
      if (!access.store()) {
        to.append(" mem 0x");
        Hex.append(to, access.address(), 16);
      }
    }
    for (Access access : step.accesses()) {
      if (access.store()) {
        to.append(" mem 0x");
        Hex.append(to, access.address(), 16);
        to.append(" 0x");
        Hex.append(to, access.value(), 2 * access.bytes());
      }
    }
    to.append('\n');
  }

  /** Spike keeps what an instruction writes by register number times 16, plus its kind. */
  private static List<Object> inSpikesOrder(Step.Retired step) {
    if (step.registers().size() + step.csrs().size() < 2) {
      return step.csrs().isEmpty() ? List.copyOf(step.registers()) : List.copyOf(step.csrs());
    }
    List<Object> order = new ArrayList<>(step.registers());
    order.addAll(step.csrs());
    order.sort(Comparator.comparingInt(SpikeFormat::key));
    return order;
  }

  private static int key(Object write) {
    return switch (write) {
      case RegisterWrite register -> register.number() << 4 | (register.floating() ? 1 : 0);
      case CsrWrite csr -> csr.csr().address() << 4 | 4;
      default -> throw new IllegalStateException("no write: " + write);
    };
  }

  private static void exception(Step.Trapped step, StringBuilder to) {
    core(step, to).append("exception ").append(name(step.trap())).append(", epc 0x");
    Hex.append(to, step.pc(), 16);
    to.append('\n');
    boolean hasValue =
        !step.trap().interrupt()
            && !step.trap().is(ExceptionCause.ECALL_FROM_U)
            && !step.trap().is(ExceptionCause.ECALL_FROM_S)
            && !step.trap().is(ExceptionCause.ECALL_FROM_M);
    if (hasValue) {
      core(step, to).append("          tval 0x");
      Hex.append(to, step.trap().value(), 16);
      to.append('\n');
    }
  }

  private static String name(Trap trap) {
    if (trap.interrupt()) {
      return "interrupt #" + trap.cause();
    }
    return ExceptionCause.of(trap.cause())
        .map(
            cause ->
                switch (cause) {
                  case ECALL_FROM_U -> "trap_user_ecall";
                  case ECALL_FROM_S -> "trap_supervisor_ecall";
                  case ECALL_FROM_VS -> "trap_virtual_supervisor_ecall";
                  case ECALL_FROM_M -> "trap_machine_ecall";
                  default -> "trap_" + cause.name().toLowerCase(Locale.ROOT);
                })
        .orElse("trap #" + trap.cause());
  }
}
