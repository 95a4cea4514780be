package trapeze.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import trapeze.machine.memory.RawMemory;

/** Which module may use which, and where a library may be seen. */
class ArchitectureTest {

  private static final JavaClasses TRAPEZE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("trapeze");

  @Test
  @DisplayName("isa-spec <- machine <- shadow-paging <- monitor <- console, and never back")
  void arrows() {
    ArchRule arrows =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("isa-spec")
            .definedBy("trapeze.isa..")
            .layer("machine")
            .definedBy("trapeze.machine..")
            .layer("shadow-paging")
            .definedBy("trapeze.shadow..")
            .layer("monitor")
            .definedBy("trapeze.monitor..")
            .layer("console")
            .definedBy("trapeze.console..")
            .layer("proofs-and-tests")
            .definedBy("trapeze.fuzz..", "trapeze.laws..", "trapeze.proofs..")
            .whereLayer("isa-spec")
            .mayNotAccessAnyLayer()
            .whereLayer("machine")
            .mayOnlyAccessLayers("isa-spec")
            .whereLayer("shadow-paging")
            .mayOnlyAccessLayers("isa-spec", "machine")
            .whereLayer("monitor")
            .mayOnlyAccessLayers("isa-spec", "machine", "shadow-paging")
            .whereLayer("console")
            .mayOnlyAccessLayers("isa-spec", "machine", "shadow-paging", "monitor");
    arrows.check(TRAPEZE);
  }

  @Test
  @DisplayName("the solver is seen by proofs-and-tests only")
  void solver() {
    noClasses()
        .that()
        .resideOutsideOfPackage("trapeze.proofs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.microsoft.z3..", "tools.aqua..")
        .check(TRAPEZE);
  }

  @Test
  @DisplayName("commands, terminals and file formats of the user are the console's")
  void userInterface() {
    noClasses()
        .that()
        .resideOutsideOfPackage("trapeze.console..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "org.jline..", "org.tomlj..", "com.fasterxml.jackson..")
        .check(TRAPEZE);
  }

  @Test
  @DisplayName("only a program ends the process: a library that did would end every guest")
  void processExit() {
    noClasses()
        .that()
        .resideOutsideOfPackages("trapeze.console..", "trapeze.laws..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(TRAPEZE);
  }

  @Test
  @DisplayName("only RawMemory reaches memory by raw address, and nothing uses Unsafe beside it")
  void foreignMemory() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(RawMemory.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sun.misc..", "jdk.internal..")
        .check(TRAPEZE);
  }
}
