package trapeze.console;

import java.util.Locale;
import picocli.CommandLine.Option;
import trapeze.isa.rv64.AddressTranslation;
import trapeze.machine.board.Implementation;

/** The option that says how wide addresses are translated. */
final class PagingOption {
  @Option(
      names = "--paging",
      paramLabel = "sv39|sv48|sv57",
      description = "widest address translation of the machine and of its guests (sv57)")
  private Paging paging = Paging.SV57;

  /** The widest translation. */
  enum Paging {
    SV39(AddressTranslation.SV39),
    SV48(AddressTranslation.SV48),
    SV57(AddressTranslation.SV57);

    private final int mode;

    Paging(int mode) {
      this.mode = mode;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What the manual leaves open. */
  Implementation implementation() {
    return Implementation.FULL.withPaging(paging.mode);
  }
}
