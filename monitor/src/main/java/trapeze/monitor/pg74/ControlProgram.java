package trapeze.monitor.pg74;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.lang3.Validate;
import trapeze.machine.pg74.Device;
import trapeze.machine.pg74.Machine;

/**
 * The control program: resident in supervisor mode of a machine, real or itself virtual, it makes
 * virtual machines out of that machine's memory and runs them in turns.
 */
public final class ControlProgram {
  /** Steps of a slice, for each share. */
  public static final long SLICE = 1000;

  private final Machine real;
  private final Method method;
  private final Allocator allocator;
  private final List<Guest> guests = new ArrayList<>();

  /** A virtual machine and its part of the time. */
  private record Guest(VirtualMachine machine, int shares, long slice) {
    boolean goesOn(long most) {
      return !machine.isHalted() && machine.steps() < most;
    }

    void runSlice(long most) {
      machine.run(Math.min(shares * slice, most - machine.steps()));
    }
  }

  /**
   * Takes the supervisor mode of a machine.
   *
   * @param real the machine beneath; from now on its traps come here
   */
  public ControlProgram(Machine real, Method method) {
    this.real = real;
    this.method = method;
    this.allocator = new Allocator(real.memory().size());
    real.hasResident(true);
  }

  /** Makes a virtual machine with one share and slices of the usual length. */
  public VirtualMachine define(String name, long words, List<Device> devices) {
    return define(name, words, devices, 1, SLICE);
  }

  /**
   * Makes a virtual machine, which does not run yet.
   *
   * @param words of its memory
   * @param devices its own, by their numbers
   * @param shares slices that it gets in each round
   * @param slice steps of a slice
   * @throws OutOfRealMemory if its memory cannot be had
   */
  public VirtualMachine define(
      String name, long words, List<Device> devices, int shares, long slice) {
    Validate.isTrue(shares > 0 && slice > 0, "%d shares of %d steps", shares, slice);
    VirtualMachine machine = new VirtualMachine(name, real, allocator.take(words), method, devices);
    for (long address = 0; address < words; address++) {
      machine.memory().write(address, 0);
    }
    guests.add(new Guest(machine, shares, slice));
    return machine;
  }

  /** Takes a machine's memory back; it must not run again. */
  public void release(VirtualMachine machine) {
    guests.removeIf(guest -> guest.machine() == machine);
    allocator.give(machine.map().region());
  }

  /** All machines, in the order in which they were defined. */
  public List<VirtualMachine> machines() {
    return guests.stream().map(Guest::machine).toList();
  }

  /** Who has which memory. */
  public Allocator allocator() {
    return allocator;
  }

  /** Gives each machine a turn; whether any is left that has not halted and may make more steps. */
  public boolean runRound(long mostSteps) {
    boolean goesOn = false;
    for (Guest guest : guests) {
      if (guest.goesOn(mostSteps)) {
        guest.runSlice(mostSteps);
        goesOn |= guest.goesOn(mostSteps);
      }
    }
    return goesOn;
  }

  /** Runs all machines in turns until each has halted or made so many steps. */
  public void run(long mostSteps) {
    while (runRound(mostSteps)) {}
  }
}
