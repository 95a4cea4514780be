package trapeze.monitor.design;

import static trapeze.isa.definition.ExceptionCause.ECALL_FROM_U;
import static trapeze.isa.definition.ExceptionCause.ECALL_FROM_VS;
import static trapeze.isa.definition.ExceptionCause.ILLEGAL_INSTRUCTION;
import static trapeze.isa.definition.ExceptionCause.INSTRUCTION_ACCESS_FAULT;
import static trapeze.isa.definition.ExceptionCause.INSTRUCTION_GUEST_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.INSTRUCTION_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.LOAD_ACCESS_FAULT;
import static trapeze.isa.definition.ExceptionCause.LOAD_GUEST_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.LOAD_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.STORE_ACCESS_FAULT;
import static trapeze.isa.definition.ExceptionCause.STORE_GUEST_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.STORE_PAGE_FAULT;
import static trapeze.isa.definition.ExceptionCause.VIRTUAL_INSTRUCTION;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import trapeze.isa.rv64.Deprivileging;
import trapeze.isa.rv64.Deprivileging.Fixed;
import trapeze.machine.board.Implementation;

/**
 * The guest's S and U are the real machine's VS and VU, under the hypervisor extension. Its address
 * translation is the first of two stages, or there is one stage of shadow tables. Its M is
 * deprivileged, as in trap-and-emulate: the extension has nothing for it.
 */
final class HardwareAssisted implements Design {

  /** What is done about a trap out of VS or VU. */
  static final ExitTable EXITS =
      ExitTable.of(
          Map.of(
              ILLEGAL_INSTRUCTION, ExitAction.EMULATE,
              VIRTUAL_INSTRUCTION, ExitAction.EMULATE,
              ECALL_FROM_U, ExitAction.EMULATE_ECALL,
              ECALL_FROM_VS, ExitAction.EMULATE_ECALL,
              INSTRUCTION_GUEST_PAGE_FAULT, ExitAction.LOOK_UP_FETCH,
              LOAD_GUEST_PAGE_FAULT, ExitAction.LOOK_UP_LOAD,
              STORE_GUEST_PAGE_FAULT, ExitAction.LOOK_UP_STORE));

  /** The same where there are shadow tables, and so nothing behind them. */
  static final ExitTable SHADOW_EXITS =
      EXITS
          .with(INSTRUCTION_PAGE_FAULT, ExitAction.LOOK_UP_FETCH)
          .with(INSTRUCTION_ACCESS_FAULT, ExitAction.LOOK_UP_FETCH)
          .with(LOAD_PAGE_FAULT, ExitAction.LOOK_UP_LOAD)
          .with(LOAD_ACCESS_FAULT, ExitAction.LOOK_UP_LOAD)
          .with(STORE_PAGE_FAULT, ExitAction.LOOK_UP_STORE)
          .with(STORE_ACCESS_FAULT, ExitAction.LOOK_UP_STORE);

  private final Translation translation;

  HardwareAssisted(Translation translation) {
    this.translation = translation;
  }

  @Override
  public String title() {
    return translation == Translation.NESTED ? "hardware" : "hardware+shadow";
  }

  @Override
  public String summary() {
    return switch (translation) {
      case NESTED -> "S and U in the real VS and VU over two-stage translation; M deprivileged";
      case SHADOW -> "the same over shadow page tables: hardware with --translation shadow";
    };
  }

  @Override
  public Translation translation() {
    return translation;
  }

  @Override
  public Optional<Design> with(Translation other) {
    return Optional.of(
        switch (other) {
          case NESTED -> Designs.HARDWARE;
          case SHADOW -> Designs.HARDWARE_SHADOW;
        });
  }

  @Override
  public List<Fixed> configuration() {
    return Deprivileging.CONFIGURATION;
  }

  @Override
  public String lacks(Implementation real, Implementation guest) {
    if (!real.hypervisor()) {
      return "the real machine has no hypervisor extension";
    }
    if (guest.sstc() && !real.sstc()
        || guest.svadu() && !real.svadu()
        || guest.stateen() && !real.stateen()) {
      return "the real machine lacks an extension that the guest's has";
    }
    return "";
  }

  @Override
  public Execution execution(Place place) {
    return switch (translation) {
      case NESTED -> new Assisted(place);
      case SHADOW -> new AssistedShadow(place);
    };
  }
}
