package trapeze.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import trapeze.isa.definition.ExceptionCause;
import trapeze.isa.rv64.Rv64State;
import trapeze.machine.Hart;

/** A guest in S, twice, with its code mapped for S and for U; what a step of it is to end in. */
abstract class Pitfalls {
  static final long BASE = Twins.BASE;
  static final long HANDLER = BASE + 0x8000;
  static final long DATA = BASE + 0x4000;

  /** Where the code is mapped, for S and, beside it, for U. */
  static final long CODE = 0x5000;

  static final long USER_CODE = 0x6000;
  static final long PAGE = 0x7000;

  static final int VALID = 1;
  static final int READ = 2;
  static final int EXECUTE = 8;
  static final int USER = 0x10;
  static final int GLOBAL = 0x20;
  static final int ACCESSED = 0x40;
  static final int DIRTY = 0x80;
  static final long SUM = 1 << 18;
  static final long MXR = 1 << 19;
  static final long FS_INITIAL = 1 << 13;
  static final long FS_DIRTY = 3 << 13;

  final Twins twins = new Twins().code(HANDLER, Code::stay).supervisor();

  @BeforeEach
  void mapCode() {
    twins
        .map(CODE, BASE, Twins.ALL)
        .map(USER_CODE, BASE, Twins.ALL | USER)
        .x(6, PAGE)
        .both(board -> board.harts().getFirst().state.pc = CODE);
  }

  final Twins hart(Consumer<Hart> action) {
    return twins.both(board -> action.accept(board.harts().getFirst()));
  }

  final Twins inUser() {
    return hart(
        hart -> {
          hart.state.set(Rv64State.MODE, 0);
          hart.state.pc = USER_CODE;
        });
  }

  /** Runs so many steps, the last of which is to be this trap. */
  final void expect(long steps, ExceptionCause cause, long value) {
    twins.run(steps - 1);
    assertThat(twins.hart().traps()).isZero();
    twins.run(1);
    assertThat(twins.hart().traps()).isEqualTo(1);
    assertThat(twins.hart().state.get(Rv64State.MCAUSE)).isEqualTo(cause.code());
    assertThat(twins.hart().state.get(Rv64State.MTVAL)).isEqualTo(value);
    twins.areSame();
  }

  /** Runs so many steps without a trap. */
  final void expectNone(long steps) {
    twins.run(steps);
    assertThat(twins.hart().traps()).isZero();
    twins.areSame();
  }
}
