package trapeze.machine.trace;

import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.definition.InterruptCause;
import trapeze.isa.definition.PrivilegeMode;
import trapeze.isa.ir.Statement;
import trapeze.isa.ir.Traversal;
import trapeze.isa.state.Trap;
import trapeze.isa.text.Disassembler;

/** The lines of the emulator that comes with the Sail model of RISC-V. */
public final class SailFormat implements LineFormat {
  private static final int SYMBOL_COLUMN = 80;

  private final Disassembler disassembler;
  private final Symbols symbols;

  /** Lines as Sail's emulator has them; symbols stand behind the instruction. */
  public SailFormat(Disassembler disassembler, Symbols symbols) {
    this.disassembler = disassembler;
    this.symbols = symbols;
  }

  @Override
  public void append(Step step, StringBuilder to) {
    switch (step) {
      case Step.Retired retired -> {
        announce(step, retired.fetched(), to);
        access(retired, to);
        effects(retired, to);
      }
      case Step.Trapped trapped -> {
        if (trapped.fetched() != null) {
          announce(step, trapped.fetched(), to);
        }
        trap(trapped, to);
      }
    }
  }

  private void announce(Step step, Step.Fetched fetched, StringBuilder to) {
    int start = to.length();
    to.append('[').append(step.number()).append("] [").append(step.mode()).append("]: 0x");
    Hex.appendUpper(to, step.pc(), 16);
    to.append(" (0x");
    Hex.appendUpper(to, fetched.bits(), 2 * fetched.length());
    to.append(") ");
    String text = disassembler.disassemble(step.pc(), (int) fetched.bits());
    to.append(text.replace('\t', ' ').replace(",", ", "));
    String symbol = symbols.around(step.pc());
    if (symbol != null) {
      to.repeat(' ', Math.max(0, SYMBOL_COLUMN - (to.length() - start)));
      to.append("    ").append(symbol);
    }
    to.append('\n');
  }

  private static void access(Step.Retired step, StringBuilder to) {
    boolean atomic =
        !step.accesses().isEmpty()
            && Traversal.statements(step.fetched().instruction().body())
                .anyMatch(Statement.Atomic.class::isInstance);
    for (Access access : step.accesses()) {
      to.append("mem[").append(atomic ? "RW" : access.store() ? "W" : "R").append(",0x");
      Hex.appendUpper(to, access.physical(), 16);
      to.append(access.store() ? "] <- 0x" : "] -> 0x");
      Hex.appendUpper(to, access.value(), 2 * access.bytes());
      to.append('\n');
    }
  }

  private static void effects(Step.Retired step, StringBuilder to) {
    Step.CsrAccess named = step.named();
    if (named != null) {
      if (!step.registers().isEmpty()) {
        csr(
            named.csr().name(),
            named.csr().address(),
            step.registers().getFirst().value(),
            "->",
            to);
      }
      if (named.written()) {
        csr(named.csr().name(), named.csr().address(), named.value(), "<-", to);
      }
    } else {
      for (CsrWrite write : step.csrs()) {
        csr(write, to);
      }
    }
    for (RegisterWrite write : step.registers()) {
      to.append(write.floating() ? 'f' : 'x').append(write.number()).append(" <- 0x");
      Hex.appendUpper(to, write.value(), 16);
      to.append('\n');
    }
    if (step.next() != step.mode()) {
      to.append("ret-ing from ").append(step.mode()).append(" to ").append(step.next());
      to.append('\n');
    }
  }

  private static void trap(Step.Trapped step, StringBuilder to) {
    PrivilegeMode handler = step.handler();
    String cause = name(step.trap());
    if (!step.trap().interrupt()) {
      to.append("trapping from ").append(step.mode()).append(" to ");
      to.append(handler == null ? "resident" : handler);
      to.append(" to handle ").append(cause).append('\n');
    }
    to.append("handling ").append(step.trap().interrupt() ? "int#" : "exc#").append(cause);
    to.append(" at priv ").append(handler == null ? "resident" : handler).append(" with tval 0x");
    Hex.appendUpper(to, step.trap().value(), 16);
    to.append('\n');
    step.csrs().forEach(write -> csr(write, to));
  }

  private static void csr(CsrWrite write, StringBuilder to) {
    csr(write.csr().name(), write.csr().address(), write.value(), "<-", to);
  }

  private static void csr(String name, int address, long value, String arrow, StringBuilder to) {
    to.append("CSR ").append(name).append(" (0x");
    Hex.appendUpper(to, address, 3);
    to.append(") ").append(arrow).append(" 0x");
    Hex.appendUpper(to, value, 16);
    to.append('\n');
  }

  private static String name(Trap trap) {
    if (trap.interrupt()) {
      for (InterruptCause cause : InterruptCause.values()) {
        if (cause.code() == trap.cause()) {
          return cause.title().replace(' ', '-') + "-interrupt";
        }
      }
      return Integer.toString(trap.cause());
    }
    return ExceptionCause.of(trap.cause())
        .map(SailFormat::name)
        .orElse(Integer.toString(trap.cause()));
  }

  private static String name(ExceptionCause cause) {
    return switch (cause) {
      case INSTRUCTION_ADDRESS_MISALIGNED -> "misaligned-fetch";
      case INSTRUCTION_ACCESS_FAULT -> "fetch-access-fault";
      case ILLEGAL_INSTRUCTION -> "illegal-instruction";
      case BREAKPOINT -> "software-breakpoint";
      case LOAD_ADDRESS_MISALIGNED -> "misaligned-load";
      case LOAD_ACCESS_FAULT -> "load-access-fault";
      case STORE_ADDRESS_MISALIGNED -> "misaligned-store/amo";
      case STORE_ACCESS_FAULT -> "store/amo-access-fault";
      case ECALL_FROM_U -> "u-call";
      case ECALL_FROM_S -> "s-call";
      case ECALL_FROM_VS -> "vs-call";
      case ECALL_FROM_M -> "m-call";
      case INSTRUCTION_PAGE_FAULT -> "fetch-page-fault";
      case LOAD_PAGE_FAULT -> "load-page-fault";
      case STORE_PAGE_FAULT -> "store/amo-page-fault";
      case INSTRUCTION_GUEST_PAGE_FAULT -> "fetch-guest-page-fault";
      case LOAD_GUEST_PAGE_FAULT -> "load-guest-page-fault";
      case VIRTUAL_INSTRUCTION -> "virtual-instruction";
      case STORE_GUEST_PAGE_FAULT -> "store/amo-guest-page-fault";
    };
  }
}
