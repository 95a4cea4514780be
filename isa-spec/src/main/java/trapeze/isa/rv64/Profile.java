package trapeze.isa.rv64;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import trapeze.isa.state.HartState;

/**
 * A profile of application processors: what software that asks for it may rely on (riscv-profiles,
 * RVA20, RVA22 and RVA23).
 *
 * @param name such as {@code RVA20S64}
 * @param mandatory names of the extensions that it demands, beside the base
 */
public record Profile(String name, List<String> mandatory) {
  public Profile {
    mandatory = List.copyOf(mandatory);
  }

  private static final Profile RVA20U64 =
      new Profile(
          "RVA20U64", words("M A F D C Zicsr Zicntr Ziccif Ziccrse Ziccamoa Za128rs Zicclsm"));

  private static final Profile RVA20S64 =
      RVA20U64.and("RVA20S64", "Zifencei Ss1p11 Svbare Sv39 Svade Ssccptr Sstvecd Sstvala");

  private static final Profile RVA22U64 =
      new Profile(
          "RVA22U64",
          words(
              "M A F D C B Zicsr Zicntr Zihpm Ziccif Ziccrse Ziccamoa Zicclsm Za64rs Zihintpause"
                  + " Zic64b Zicbom Zicbop Zicboz Zfhmin Zkt"));

  private static final Profile RVA22S64 =
      RVA22U64.and(
          "RVA22S64",
          "Zifencei Ss1p12 Svbare Sv39 Svade Ssccptr Sstvecd Sstvala Sscounterenw Svpbmt Svinval");

  private static final Profile RVA23U64 =
      RVA22U64.and(
          "RVA23U64", "V Zvfhmin Zvbb Zvkt Zihintntl Zicond Zimop Zcmop Zcb Zfa Zawrs Supm");

  private static final Profile RVA23S64 =
      RVA23U64.and(
          "RVA23S64",
          "Zifencei Ss1p13 Svbare Sv39 Svade Ssccptr Sstvecd Sstvala Sscounterenw Svpbmt Svinval"
              + " Svnapot Sstc Sscofpmf Ssnpm Ssu64xl Sha");

  /** The profiles that are of interest, older ones first. */
  public static final List<Profile> ALL =
      List.of(RVA20U64, RVA20S64, RVA22U64, RVA22S64, RVA23U64, RVA23S64);

  /** What a hart with these choices lacks, in the profile's order; empty if it conforms. */
  public List<String> missing(HartState hart) {
    Set<String> there = Extension.of(hart).map(Extension::name).collect(Collectors.toSet());
    return mandatory.stream().filter(name -> !there.contains(name)).toList();
  }

  private Profile and(String newName, String more) {
    return new Profile(newName, Stream.concat(mandatory.stream(), words(more).stream()).toList());
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
