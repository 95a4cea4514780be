package trapeze.machine.engine;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes guests quicker and changes nothing that they do. Each can be left out, to see what it
 * is worth and whether it is at fault: by the property {@value #PROPERTY}, or {@code --without}.
 *
 * <p>The choice holds for the whole process, so that code asks for it once: {@code private static
 * final boolean IS_ON = Optimisation.X.isOn();}. HotSpot takes that for a constant, and an
 * optimisation that can be left out costs nothing.
 */
public enum Optimisation {
  /** The second tier. */
  TRANSLATOR("code that is executed often becomes bytecode of the Java virtual machine"),
  /** Who translates. */
  BACKGROUND_TRANSLATION("a thread of its own translates, while the interpreter goes on"),
  /** When visits are counted. */
  RESTING_MARKS("how often a place is come to is counted in one step of sixteen"),
  /** How far a region reaches. */
  REGIONS_OVER_PAGES("what is translated together may lie in neighbouring pages"),
  /** How one region follows another. */
  LINKED_REGIONS("where an address led is kept, and not looked up page by page each time"),
  /** How calls end inside a region. */
  PREDICTED_RETURNS("a return is compared with the places behind calls of its function first"),
  /** What is in a region. */
  COMPUTED_TARGETS("what a computed jump leads to is translated with the code around it"),
  /** How doubles and singles are computed with. */
  FLOATING_POINT("floating-point registers and flags stay in variables while a region executes"),
  /** How an exit to a monitor begins. */
  ASKED_REFUSALS("a system instruction is asked if it will be refused, and nothing is thrown"),
  /** How often a guest's kernel exits. */
  NEIGHBOURING_EXITS("system instructions behind one that exits are emulated with it"),
  /** When a hart looks at timers. */
  KEPT_DEADLINES("the next timer is looked for only when time or a register has moved it"),
  /** What a virtual hart knows of its guest's addresses. */
  LATE_TRANSLATIONS("a virtual hart chooses translations only when it interprets by itself"),
  /** How a guest's system calls change address spaces. */
  PAIRED_CONTEXTS("the real space that a guest left last is kept at hand for its return"),
  /** How many pages a table of translations knows. */
  GROWING_TABLES("tables of translations get more room where walks are many"),
  /** What is kept of a superpage. */
  WHOLE_SUPERPAGES("one walk serves all pages of a superpage's two mebibytes"),
  /** What a guest's fence of everything leaves. */
  KEPT_SHADOW_TABLES("a fence empties shadow tables entry by entry, and keeps them");

  /** The property that names what is left out: names as {@link #toString} has them, by commas. */
  public static final String PROPERTY = "trapeze.without";

  private static boolean isChosen;

  private final String meaning;

  Optimisation(String meaning) {
    this.meaning = meaning;
  }

  /** What it does, in a sentence without its full stop. */
  public String meaning() {
    return meaning;
  }

  /** Its name as the property and the command line have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether it is there. After the first question nothing can be left out any more.
   *
   * @throws IllegalArgumentException if the property names what there is not
   */
  public boolean isOn() {
    synchronized (Optimisation.class) {
      isChosen = true;
      return !leftOut().contains(this);
    }
  }

  /**
   * Leaves some out from now on, and has the others.
   *
   * @throws IllegalStateException if the process has begun to execute with another choice
   */
  public static synchronized void leaveOut(Set<Optimisation> unwanted) {
    if (isChosen && !unwanted.equals(leftOut())) {
      throw new IllegalStateException("a process can only leave optimisations out at its start");
    }
    System.setProperty(PROPERTY, list(unwanted));
  }

  /**
   * What is left out.
   *
   * @throws IllegalArgumentException if the property names what there is not
   */
  public static Set<Optimisation> leftOut() {
    return read(System.getProperty(PROPERTY, ""));
  }

  /**
   * Those with the names in a list, as the property has it.
   *
   * @throws IllegalArgumentException if there is no such name; it lists those that there are
   */
  public static Set<Optimisation> read(String list) {
    Set<Optimisation> found = EnumSet.noneOf(Optimisation.class);
    for (String name : list.split(",")) {
      if (!name.isBlank()) {
        found.add(named(name.strip()));
      }
    }
    return found;
  }

  /** Names with commas between them, as the property has them. */
  public static String list(Set<Optimisation> some) {
    return some.stream().sorted().map(Optimisation::toString).collect(Collectors.joining(","));
  }

  private static Optimisation named(String name) {
    return Stream.of(values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' is no optimisation; there are %s"
                        .formatted(name, list(EnumSet.allOf(Optimisation.class)))));
  }
}
