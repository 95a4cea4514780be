package trapeze.laws;

import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.shadow.Policy;

/**
 * What a bare run lets one expect of a guest whose S and U are the real ones. The real hart leaves
 * it for what is illegal there under TVM, TW and the guest's own TSR, for pages that are not
 * entered yet, and for exceptions that the guest does not delegate or the design cannot. Its M is
 * as {@link Prediction} has it.
 */
final class SupervisorPrediction extends DelegatingPrediction {
  /** Misaligned addresses, breakpoints and calls: nothing that a shadow table could be behind. */
  private static final long DELEGABLE = 0x359;

  SupervisorPrediction(Guest guest, Policy policy, long slice) {
    super(guest, policy, slice);
  }

  @Override
  ShadowModel shadow(Policy policy) {
    return new SupervisorShadowModel(policy.spaces(), Layout.BASE, Layout.SIZE, before);
  }

  @Override
  ShadowModel.Context context() {
    return SupervisorShadowModel.context(before);
  }

  @Override
  boolean isIllegal(long packed) {
    return isDirect() ? SupervisorSensitivity.isIllegal(packed, before) : super.isIllegal(packed);
  }

  @Override
  End exception(int cause) {
    if (isDirect() && (DELEGABLE & before.get(Rv64State.MEDELEG) & 1L << cause) != 0) {
      delegates();
      return End.REFLECTED;
    }
    return super.exception(cause);
  }

  /** A call from S is one from the real S. */
  @Override
  int realCause(int cause) {
    return isDirect() && cause == ExceptionCause.ECALL_FROM_S.code()
        ? cause
        : super.realCause(cause);
  }
}
