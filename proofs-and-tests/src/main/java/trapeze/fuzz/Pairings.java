package trapeze.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import trapeze.fuzz.qemu.QemuPair;
import trapeze.laws.Kind;
import trapeze.laws.Mix;
import trapeze.machine.board.HartFactory;
import trapeze.monitor.Parts;
import trapeze.monitor.design.Design;
import trapeze.monitor.design.Designs;

/** Every pair that there is. */
public final class Pairings {
  private Pairings() {}

  /** The engine's tiers, each of which must do what the reference evaluator does. */
  private static final List<Machine> TIERS = List.of(Machine.INTERPRETER);

  /** What the laws draw, and any instruction and any bits besides. */
  static final Mix EVERYTHING =
      Mix.USUAL.with(Kind.ANY, 16).with(Kind.RAW, 4).with(Kind.NUMBERS, 6);

  private static final List<Pairing> ALL =
      List.of(
          new Pairing(
              "reference",
              "the reference evaluator and the engine's tiers",
              EVERYTHING.with("length", 10),
              Pairing.Limits.NONE,
              () -> new MachinePair(Machine.REFERENCE, TIERS)),
          new Pairing(
              "translator",
              "the interpreter and the engine's translator",
              EVERYTHING.with("length", 10),
              Pairing.Limits.NONE,
              () -> new MachinePair(Machine.INTERPRETER, List.of(Machine.TRANSLATOR))),
          new Pairing(
              "vm",
              "the bare machine and a virtual machine",
              EVERYTHING,
              Pairing.Limits.NONE,
              () ->
                  new MachinePair(
                      Machine.INTERPRETER,
                      List.of(Machine.virtual(HartFactory.REAL, Parts.USUAL)))),
          ofDesign("hardware", Designs.HARDWARE),
          ofDesign("shadow", Designs.HARDWARE_SHADOW),
          new Pairing(
              "vm2",
              "the bare machine and a virtual machine on a virtual machine",
              EVERYTHING,
              Pairing.Limits.NONE,
              () -> new MachinePair(Machine.INTERPRETER, List.of(Machine.nested(2)))));

  private static Pairing ofDesign(String name, Design design) {
    return new Pairing(
        name,
        "the bare machine and a virtual machine of the design " + design.title(),
        EVERYTHING,
        Pairing.Limits.NONE,
        () -> new MachinePair(Machine.INTERPRETER, List.of(Machine.of(design))));
  }

  /** In the order in which they are listed, with the QEMU that is installed. */
  public static List<Pairing> all() {
    return all(Path.of("qemu-system-riscv64"));
  }

  /**
   * The same with another QEMU.
   *
   * @param qemu path, or name, of {@code qemu-system-riscv64}
   */
  public static List<Pairing> all(Path qemu) {
    return Stream.concat(ALL.stream(), Stream.of(QemuPair.pairing(qemu, EVERYTHING))).toList();
  }
}
