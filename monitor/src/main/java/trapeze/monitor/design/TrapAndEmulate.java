package trapeze.monitor.design;

import static trapeze.isa.definition.ExceptionCause.ECALL_FROM_U;
import static trapeze.isa.definition.ExceptionCause.ILLEGAL_INSTRUCTION;
import static trapeze.isa.definition.ExceptionCause.INSTRUCTION_ACCESS_FAULT;
import static trapeze.isa.definition.ExceptionCause.INSTRUCTION_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.LOAD_ACCESS_FAULT;
import static trapeze.isa.definition.ExceptionCause.LOAD_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.STORE_ACCESS_FAULT;
import static trapeze.isa.definition.ExceptionCause.STORE_PAGE_FAULT;

import java.util.List;
import java.util.Map;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Deprivileging.Fixed;

/**
 * The paper's monitor: all of a guest, its firmware, its kernel and its programs, is executed in
 * the real U-mode, where whatever is sensitive traps.
 */
public final class TrapAndEmulate implements Design {

  /** What is done about each trap; nothing is delegated, so every trap is here. */
  public static final ExitTable EXITS =
      ExitTable.of(
          Map.of(
              ILLEGAL_INSTRUCTION, ExitAction.EMULATE,
              ECALL_FROM_U, ExitAction.EMULATE_ECALL,
              INSTRUCTION_PAGE_FAULT, ExitAction.LOOK_UP_FETCH,
              INSTRUCTION_ACCESS_FAULT, ExitAction.LOOK_UP_FETCH,
              LOAD_PAGE_FAULT, ExitAction.LOOK_UP_LOAD,
              LOAD_ACCESS_FAULT, ExitAction.LOOK_UP_LOAD,
              STORE_PAGE_FAULT, ExitAction.LOOK_UP_STORE,
              STORE_ACCESS_FAULT, ExitAction.LOOK_UP_STORE));

  @Override
  public String title() {
    return "trap-emulate";
  }

  @Override
  public String summary() {
    return "all of the guest in the real U-mode; what is sensitive traps";
  }

  @Override
  public List<Fixed> configuration() {
    return Deprivileging.CONFIGURATION;
  }

  @Override
  public boolean protectsTables() {
    return true;
  }

  @Override
  public Execution execution(Place place) {
    return new Deprivileged(place);
  }
}
