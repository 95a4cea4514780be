package trapeze.isa.rv64;

import static trapeze.isa.ir.Build.below;
import static trapeze.isa.ir.Build.constant;
import static trapeze.isa.ir.Build.not;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.isa.ir.Expression;
import trapeze.isa.ir.StateVariable;
import trapeze.isa.state.HartState;

/**
 * An extension that the machine implements, by the name that profiles and device trees use: one
 * list for {@code misa}, for a device tree, and for the page of profiles.
 *
 * @param name as the manual writes it, e.g. {@code Zba} or {@code M}
 * @param what it in a few words
 * @param parts names of the extensions that it is made of, or that it implies; they are listed too
 * @param choice what an implementation may choose and this extension depends on, if there is such
 * @param atLeast the least value of the choice with which it is there
 * @param listed whether a device tree names it
 */
public record Extension(
    String name,
    String what,
    List<String> parts,
    @Nullable StateVariable choice,
    long atLeast,
    boolean listed) {

  /** The order of single letters in names of instruction sets (unpriv:naming). */
  private static final String LETTERS = "iemafdqlcbkjtpvnhsu";

  /** In the order of the manual: letters, then Z by the letter that it is related to, then S. */
  static final Comparator<Extension> ORDER =
      Comparator.comparingInt(Extension::rank).thenComparing(Extension::name);

  public Extension {
    parts = List.copyOf(parts);
  }

  static Extension extension(String name, String what) {
    return new Extension(name, what, List.of(), null, 0, true);
  }

  /** Made of these. */
  Extension of(String... names) {
    return new Extension(name, what, List.of(names), choice, atLeast, listed);
  }

  /** There only if the implementation chose so. */
  Extension where(StateVariable variable, long least) {
    return new Extension(name, what, parts, variable, least, listed);
  }

  /** Not named in device trees. */
  Extension unlisted() {
    return new Extension(name, what, parts, choice, atLeast, false);
  }

  /** Whether a hart with these choices has it: what it depends on, and all that it is made of. */
  public boolean in(HartState hart) {
    return (choice == null || hart.get(choice) >= atLeast)
        && made().allMatch(part -> part.in(hart));
  }

  /** What an implementation may choose and it depends on, itself or by what it is made of. */
  public List<StateVariable> choices() {
    return Stream.concat(Stream.ofNullable(choice), made().flatMap(part -> part.choices().stream()))
        .distinct()
        .toList();
  }

  private Stream<Extension> made() {
    return Extensions.ALL.stream().filter(each -> parts.contains(each.name()));
  }

  /** The same as one bit over a hart's choices; asked only of what is a choice. */
  Expression present() {
    StateVariable variable = Objects.requireNonNull(choice);
    return not(below(variable.whole().get(), constant(atLeast, variable.width())));
  }

  /** Whether it has a letter in {@code misa}. */
  boolean isLetter() {
    return name.length() == 1;
  }

  /** As in a device tree: lower case. */
  public String treeName() {
    return name.toLowerCase(Locale.ROOT);
  }

  private int rank() {
    String lower = treeName();
    if (isLetter()) {
      return LETTERS.indexOf(lower);
    }
    int family = "zs".indexOf(lower.charAt(0)) + 1;
    return family * 100 + (family == 1 ? LETTERS.indexOf(lower.charAt(1)) : 0);
  }

  /** The extensions that a hart with these choices has, in the manual's order. */
  public static Stream<Extension> of(HartState hart) {
    return Extensions.ALL.stream().filter(each -> each.in(hart)).sorted(ORDER);
  }

  /** Their names for a device tree's {@code riscv,isa-extensions}. */
  public static List<String> treeNames(HartState hart) {
    return of(hart).filter(Extension::listed).map(Extension::treeName).toList();
  }

  /** Names as one word, as in a device tree's older {@code riscv,isa}: {@code rv64imac_zicsr}. */
  public static String joined(List<String> treeNames) {
    StringBuilder word = new StringBuilder("rv64");
    treeNames.forEach(name -> word.append(name.length() == 1 ? "" : "_").append(name));
    return word.toString();
  }
}
