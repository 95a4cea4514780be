package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.or;
import static trapeze.isa.ir.Build.select;
import static trapeze.isa.ir.Build.word;
import static trapeze.isa.rv64.Extension.extension;

import java.util.List;
import java.util.stream.Stream;
import trapeze.isa.ir.Expression;

/** What the machine claims to implement. What is not here, it does not claim. */
public final class Extensions {
  private Extensions() {}

  private static final List<Extension> LETTERS =
      List.of(
          extension("I", "the base instruction set, 64 bits"),
          extension("M", "multiplication and division").of("Zmmul"),
          extension("A", "atomics").of("Zaamo", "Zalrsc"),
          extension("F", "single precision").of("Zicsr"),
          extension("D", "double precision").of("F"),
          extension("C", "16-bit forms").of("Zca", "Zcd"),
          extension("B", "bit manipulation").of("Zba", "Zbb", "Zbs"),
          extension("H", "hypervisor").where(Rv64State.HAS_HYPERVISOR, 1));

  private static final List<Extension> UNPRIVILEGED =
      List.of(
          extension("Zmmul", "multiplication without division"),
          extension("Zaamo", "atomic memory operations"),
          extension("Zalrsc", "load-reserved and store-conditional"),
          extension("Zawrs", "waiting on a reservation set; ends at once"),
          extension("Zca", "16-bit forms without floating point"),
          extension("Zcd", "16-bit loads and stores of double precision"),
          extension("Zcb", "more 16-bit forms"),
          extension("Zcmop", "16-bit may-be operations"),
          extension("Zfa", "additional floating-point instructions"),
          extension("Zfh", "half precision").of("Zfhmin"),
          extension("Zfhmin", "half precision, moves and conversions"),
          extension("Zba", "address generation"),
          extension("Zbb", "basic bit manipulation; zext.h is packw with x0"),
          extension("Zbc", "carry-less multiplication"),
          extension("Zbkb", "bit manipulation for cryptography"),
          extension("Zbkc", "carry-less multiplication for cryptography"),
          extension("Zbkx", "crossbar permutations"),
          extension("Zbs", "single bits"),
          extension("Zicbom", "cache-block management"),
          extension("Zicbop", "cache-block prefetch, hints"),
          extension("Zicboz", "cache-block zero"),
          extension("Zicntr", "cycle, time and instret"),
          extension("Zicond", "conditional operations"),
          extension("Zicsr", "control and status registers"),
          extension("Zifencei", "instruction-fetch fence"),
          extension("Zihintntl", "non-temporal locality, hints"),
          extension("Zihintpause", "pause, a hint"),
          extension("Zihpm", "performance counters; all read-only zero"),
          extension("Zimop", "may-be operations"));

  /** Properties that profiles ask for by name; no instruction and no register belongs to them. */
  private static final List<Extension> PROPERTIES =
      List.of(
          extension(
              "Za64rs",
              "reservation sets of at most 64 bytes, naturally aligned; where harts run in parallel"
                  + " a store a multiple of 4 MiB away can make an SC fail too"),
          extension("Za128rs", "reservation sets of at most 128 bytes").unlisted(),
          extension("Zic64b", "cache blocks of 64 bytes, naturally aligned"),
          extension("Ziccamoa", "all atomic operations on main memory"),
          extension("Ziccif", "fetches of 32 aligned bits from main memory are atomic"),
          extension("Zicclsm", "misaligned loads and stores to main memory")
              .where(Rv64State.MISALIGNED, 1),
          extension("Ziccrse", "constrained LR/SC loops on main memory succeed eventually"),
          extension("Ss1p11", "supervisor architecture 1.11").unlisted(),
          extension("Ss1p12", "supervisor architecture 1.12").unlisted(),
          extension("Ssccptr", "page tables in main memory"),
          extension("Sscounterenw", "scounteren is writable for every counter that counts"),
          extension("Sstvala", "stval tells the address or the instruction"),
          extension("Sstvecd", "stvec holds every aligned address, direct"),
          extension("Ssu64xl", "64 bits in user mode"),
          extension("Svade", "a clear A or D bit faults while ADUE is clear"));

  /** Properties of the hypervisor extension that profiles ask for by name (priv:sha). */
  private static final List<Extension> HYPERVISOR =
      List.of(
          ofHypervisor("Shcounterenw", "hcounteren is writable for every counter that counts"),
          ofHypervisor("Shgatpa", "for every mode of satp hgatp has its own, and Bare"),
          ofHypervisor("Shtvala", "htval tells the guest-physical address"),
          ofHypervisor("Shvsatpa", "vsatp has every mode of satp"),
          ofHypervisor("Shvstvala", "vstval tells what stval does"),
          ofHypervisor("Shvstvecd", "vstvec holds every aligned address, direct"),
          extension("Sha", "the hypervisor extension as profiles ask for it")
              .of(
                  "H",
                  "Ssstateen",
                  "Shcounterenw",
                  "Shgatpa",
                  "Shtvala",
                  "Shvsatpa",
                  "Shvstvala",
                  "Shvstvecd")
              .unlisted());

  private static Extension ofHypervisor(String name, String what) {
    return extension(name, what).where(Rv64State.HAS_HYPERVISOR, 1);
  }

  private static final List<Extension> PRIVILEGED =
      List.of(
          extension("S", "supervisor mode").unlisted(),
          extension("U", "user mode").unlisted(),
          extension("Smstateen", "state enables of M").where(Rv64State.HAS_STATEEN, 1),
          extension("Ssstateen", "state enables of S and HS").where(Rv64State.HAS_STATEEN, 1),
          extension("Sstc", "stimecmp").where(Rv64State.HAS_SSTC, 1),
          extension("Svadu", "hardware updates of A and D").where(Rv64State.HAS_SVADU, 1),
          extension("Svbare", "no translation").unlisted(),
          extension("Sv39", "pages, 39 bits")
              .where(Rv64State.WIDEST_PAGING, AddressTranslation.SV39)
              .unlisted(),
          extension("Sv48", "pages, 48 bits")
              .where(Rv64State.WIDEST_PAGING, AddressTranslation.SV48)
              .unlisted(),
          extension("Sv57", "pages, 57 bits")
              .where(Rv64State.WIDEST_PAGING, AddressTranslation.SV57)
              .unlisted(),
          extension("Svinval", "fine-grained fences"),
          extension("Svnapot", "contiguous pages of 64 KiB"),
          extension("Svpbmt", "memory types by page"),
          extension("Svvptc", "an entry made valid is seen without a fence"));

  /** All of them, whatever an implementation chooses. */
  public static final List<Extension> ALL =
      Stream.of(LETTERS, UNPRIVILEGED, PROPERTIES, HYPERVISOR, PRIVILEGED)
          .flatMap(List::stream)
          .toList();

  /** The letters of {@code misa}, 64 bits, each at its bit from A on. */
  static Expression letters() {
    long always = 0;
    Expression all = word(0);
    for (Extension each : ALL.stream().filter(Extension::isLetter).toList()) {
      long letter = 1L << (each.name().charAt(0) - 'A');
      if (each.choice() == null) {
        always |= letter;
      } else {
        all = or(all, select(each.present(), word(letter), word(0)));
      }
    }
    return or(word(always), all);
  }
}
