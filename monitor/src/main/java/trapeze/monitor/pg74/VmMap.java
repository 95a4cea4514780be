package trapeze.monitor.pg74;

import java.util.function.ToLongFunction;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.ir.StateVariable.Kind;
import trapeze.isa.pg74.Registers;
import trapeze.isa.state.HartState;

/**
 * The paper's VM map f: from states of the virtual machine to states of the real one.
 *
 * <p>A virtual word n is the real word {@code region.base + n}. P and A are themselves. M is always
 * user. R is the virtual R behind the region: the real relocation is the region's base and the
 * virtual one, the real bound ends where the virtual bound or the region ends. The timer is itself
 * in virtual user mode; in virtual supervisor mode, where the virtual one stands still, the real
 * one is off. The virtual values that real registers do not hold are the control program's own
 * record, which the paper keeps in real memory and we in the virtual state itself.
 *
 * <p>It is one-one: {@link #save} finds again what {@link #isCarried}, the record has the rest.
 */
public record VmMap(Registers registers, Region region) {

  /**
   * Whether the real register holds the virtual one's value, so that direct execution may change
   * it; else the control program's record does, and only interpreter routines change it.
   */
  public boolean isCarried(StateVariable register, ToLongFunction<StateVariable> virtual) {
    return register == registers.counter
        || register == registers.accumulator
        || register == registers.timer && isUser(virtual);
  }

  /** The value of a real register, from those of the virtual ones. */
  public long real(StateVariable register, ToLongFunction<StateVariable> virtual) {
    if (isCarried(register, virtual)) {
      return virtual.applyAsLong(register);
    }
    if (register == registers.mode) {
      return Registers.USER;
    }
    if (register == registers.bound) {
      return reachable(virtual);
    }
    if (register == registers.relocation && reachable(virtual) > 0) {
      return region.base() + virtual.applyAsLong(register);
    }
    return 0;
  }

  /** Gives the real processor the virtual state. Whether it has halted is nobody's to set. */
  public void install(HartState virtual, HartState real) {
    for (StateVariable register : registers.space.variables(Kind.ARCHITECTURAL)) {
      if (register != registers.halted) {
        real.set(register, real(register, virtual::get));
      }
    }
  }

  /** Takes from the real processor what direct execution may have changed. */
  public void save(HartState real, HartState virtual) {
    for (StateVariable register : registers.space.variables(Kind.ARCHITECTURAL)) {
      if (isCarried(register, virtual::get)) {
        virtual.set(register, real.get(register));
      }
    }
  }

  /** Words of the region that virtual addresses from 0 up reach through the virtual R. */
  private long reachable(ToLongFunction<StateVariable> virtual) {
    long behind = region.size() - virtual.applyAsLong(registers.relocation);
    return Math.max(0, Math.min(virtual.applyAsLong(registers.bound), behind));
  }

  private boolean isUser(ToLongFunction<StateVariable> virtual) {
    return virtual.applyAsLong(registers.mode) == Registers.USER;
  }
}
