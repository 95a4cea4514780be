package trapeze.isa.rv64;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.definition.InstructionSet;

/** RV64GC with machine, supervisor and user mode: all chapters together. */
public final class Rv64 {
  private Rv64() {}

  /** The machine. */
  public static final InstructionSet SET =
      new InstructionSet(
          "rv64",
          Rv64State.SPACE,
          Stream.of(
                  BaseInteger.instructions(),
                  LoadStore.instructions(),
                  ControlTransfer.instructions(),
                  MultiplyDivide.instructions(),
                  Atomics.instructions(),
                  FloatingSingle.instructions(),
                  FloatingDouble.instructions(),
                  FloatingHalf.instructions(),
                  FloatingAdditional.instructions(),
                  BitManipulation.instructions(),
                  BitManipulationForCryptography.instructions(),
                  ConditionalOperations.instructions(),
                  MayBeOperations.instructions(),
                  WaitOnReservation.instructions(),
                  CacheBlocks.instructions(),
                  ControlAndStatus.instructions(),
                  Traps.instructions(),
                  SupervisorLevel.instructions(),
                  GuestMemory.instructions())
              .flatMap(List::stream)
              .toList(),
          Stream.of(Compressed.forms(), CodeSizeReduction.forms(), MayBeOperations.forms())
              .flatMap(List::stream)
              .toList(),
          Stream.of(
                  MachineLevel.csrs(),
                  Interrupts.csrs(),
                  SupervisorLevel.csrs(),
                  HypervisorLevel.csrs(),
                  VirtualSupervisorLevel.csrs(),
                  StateEnable.csrs(),
                  Counters.csrs(),
                  FloatingPointStatus.csrs(),
                  PhysicalMemoryProtection.csrs())
              .flatMap(List::stream)
              .toList(),
          Stream.of(
                  Traps.routines(),
                  Interrupts.routines(),
                  AddressTranslation.routines(),
                  PhysicalMemoryProtection.routines(),
                  Deprivileging.routines(),
                  HardwareAssistance.routines(),
                  DirectSupervisor.routines(),
                  StateEnable.routines())
              .flatMap(List::stream)
              .toList());
}
