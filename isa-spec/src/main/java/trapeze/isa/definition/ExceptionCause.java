package trapeze.isa.definition;

import java.util.Arrays;
import java.util.Optional;

/** Synchronous causes of a trap, with their codes in {@code mcause} (priv:mcause, table 14). */
public enum ExceptionCause {
  INSTRUCTION_ADDRESS_MISALIGNED(0, "instruction address misaligned"),
  INSTRUCTION_ACCESS_FAULT(1, "instruction access fault"),
  ILLEGAL_INSTRUCTION(2, "illegal instruction"),
  BREAKPOINT(3, "breakpoint"),
  LOAD_ADDRESS_MISALIGNED(4, "load address misaligned"),
  LOAD_ACCESS_FAULT(5, "load access fault"),
  STORE_ADDRESS_MISALIGNED(6, "store/AMO address misaligned"),
  STORE_ACCESS_FAULT(7, "store/AMO access fault"),
  ECALL_FROM_U(8, "environment call from U-mode"),
  ECALL_FROM_S(9, "environment call from S-mode"),
  ECALL_FROM_VS(10, "environment call from VS-mode"),
  ECALL_FROM_M(11, "environment call from M-mode"),
  INSTRUCTION_PAGE_FAULT(12, "instruction page fault"),
  LOAD_PAGE_FAULT(13, "load page fault"),
  STORE_PAGE_FAULT(15, "store/AMO page fault"),
  INSTRUCTION_GUEST_PAGE_FAULT(20, "instruction guest-page fault"),
  LOAD_GUEST_PAGE_FAULT(21, "load guest-page fault"),
  VIRTUAL_INSTRUCTION(22, "virtual instruction"),
  STORE_GUEST_PAGE_FAULT(23, "store/AMO guest-page fault");

  private final int code;
  private final String title;

  ExceptionCause(int code, String title) {
    this.code = code;
    this.title = title;
  }

  /** The exception with this code; nothing if the code is reserved. */
  public static Optional<ExceptionCause> of(int code) {
    return Arrays.stream(values()).filter(cause -> cause.code == code).findFirst();
  }

  /** Whether an exception with this code came from G-stage translation (priv:hypervisor). */
  public static boolean isGuestPageFault(int code) {
    return code == INSTRUCTION_GUEST_PAGE_FAULT.code
        || code == LOAD_GUEST_PAGE_FAULT.code
        || code == STORE_GUEST_PAGE_FAULT.code;
  }

  /** The code in {@code mcause}. */
  public int code() {
    return code;
  }

  /** The manual's words for it, in lower case. */
  public String title() {
    return title;
  }
}
