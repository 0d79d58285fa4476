package io.activitycore.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The arrows of the modules table and the rules of the packages. */
class ArchitectureTest {

  private static final String[] API = {
    "io.activitycore",
    "io.activitycore.constraint..",
    "io.activitycore.definition..",
    "io.activitycore.event..",
    "io.activitycore.expression..",
    "io.activitycore.handler..",
    "io.activitycore.intake..",
    "io.activitycore.internal..",
    "io.activitycore.run..",
    "io.activitycore.spi.."
  };

  private static final String[] PURE = {
    "io.activitycore.engine.internal.filter..",
    "io.activitycore.engine.internal.graph..",
    "io.activitycore.engine.internal.plan..",
    "io.activitycore.engine.internal.check..",
    "io.activitycore.engine.internal.human..",
    "io.activitycore.engine.internal.reply..",
    "io.activitycore.engine.internal.route..",
    "io.activitycore.engine.internal.tick.."
  };

  private static JavaClasses all;

  @BeforeAll
  static void read() {
    all =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.activitycore");
    assertThat(all.size()).as("classes found").isGreaterThan(100);
  }

  private static DescribedPredicate<JavaClass> ours(String... packages) {
    return describe(
        "of ours outside " + String.join(", ", packages),
        type ->
            type.getPackageName().startsWith("io.activitycore")
                && !resideInAnyPackage(packages).test(type));
  }

  @Test
  @DisplayName("the api sees nothing else of ours, no Temporal, no broker and no JDBC")
  void api() {
    noClasses().that().resideInAnyPackage(API).should().dependOnClassesThat(ours(API)).check(all);
    noClasses()
        .that()
        .resideInAnyPackage(API)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.temporal..", "io.nats..", "java.sql..", "dev.cel..", "io.grpc..")
        .check(all);
  }

  @Test
  @DisplayName("an adapter sees the api and its own client, nothing else of the kind")
  void adapters() {
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.nats..")
        .should()
        .dependOnClassesThat(ours(with(API, "io.activitycore.nats..")))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.temporal..", "org.apache.kafka..", "com.rabbitmq..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.kafka..")
        .should()
        .dependOnClassesThat(ours(with(API, "io.activitycore.kafka..")))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.temporal..", "io.nats..", "com.rabbitmq..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.rabbitmq..")
        .should()
        .dependOnClassesThat(ours(with(API, "io.activitycore.rabbitmq..")))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.temporal..", "org.apache.kafka..", "io.nats..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.cel..")
        .should()
        .dependOnClassesThat(ours(with(API, "io.activitycore.cel..")))
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.postgres..")
        .should()
        .dependOnClassesThat(ours(with(API, "io.activitycore.postgres..")))
        .check(all);
  }

  @Test
  @DisplayName("the engine sees the api; of the main modules only the engine sees Temporal")
  void engine() {
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.engine..")
        .should()
        .dependOnClassesThat(ours(with(API, "io.activitycore.engine..")))
        .check(all);
    noClasses()
        .that()
        .resideInAnyPackage(
            with(
                API,
                "io.activitycore.cel..",
                "io.activitycore.nats..",
                "io.activitycore.kafka..",
                "io.activitycore.postgres..",
                "io.activitycore.rabbitmq.."))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.temporal..")
        .check(all);
  }

  @Test
  @DisplayName(
      "plan, graph, route, tick, filter, check, human and reply touch no Temporal, I/O, clock,"
          + " thread or randomness")
  void pure() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.temporal..",
            "io.grpc..",
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.sql..",
            "java.util.concurrent..",
            "org.slf4j..")
        .orShould()
        .dependOnClassesThat(
            describe(
                "clocks, threads and randomness",
                type ->
                    Set.of(
                            "java.time.Clock",
                            "java.util.Random",
                            "java.util.UUID",
                            "java.lang.Thread",
                            "java.util.Timer")
                        .contains(type.getName())))
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .check(all);
  }

  @Test
  @DisplayName("no package cycles")
  void cycles() {
    slices().matching("io.activitycore.(**)").should().beFreeOfCycles().check(all);
  }

  @Test
  @DisplayName("stages depend on later stages only by the way of an event")
  void stages() {
    noClasses()
        .that()
        .resideInAnyPackage("io.activitycore.engine.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.activitycore.engine")
        .because("the facade is on top")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.engine.internal.run..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.activitycore.engine.internal.intake..",
            "io.activitycore.engine.internal.route..",
            "io.activitycore.engine.internal.dispatch..",
            "io.activitycore.engine.internal.host..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage("io.activitycore.engine.internal.route..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.activitycore.engine.internal.intake..",
            "io.activitycore.engine.internal.dispatch..",
            "io.activitycore.engine.internal.run..")
        .check(all);
  }

  @Test
  @DisplayName("samples and the command line use the public API only")
  void hostsSeeNoInternals() {
    noClasses()
        .that()
        .resideInAnyPackage("io.activitycore.samples..", "io.activitycore.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..internal..")
        .check(all);
  }

  @Test
  @DisplayName("every package is @NullMarked")
  void nullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : all) {
      String name = type.getPackageName();
      boolean marked =
          type.getPackage()
              .tryGetPackageInfo()
              .map(info -> info.isAnnotatedWith(NullMarked.class))
              .orElse(false);
      if (!marked) {
        unmarked.add(name);
      }
    }
    assertThat(unmarked).isEmpty();
  }

  @Test
  @DisplayName("no static state: static fields are final")
  void noStaticState() {
    noFields()
        .that()
        .areStatic()
        .should()
        .notBeFinal()
        .check(
            all.that(describe("written by hand", type -> !type.getName().contains("$SwitchMap"))));
  }

  @Test
  @DisplayName("exceptions that users see have our root")
  void exceptions() {
    classes()
        .that()
        .arePublic()
        .and()
        .areAssignableTo(RuntimeException.class)
        .should()
        .beAssignableTo("io.activitycore.ActivityCoreException")
        .check(all);
  }

  private static String[] with(String[] packages, String... more) {
    String[] joined = java.util.Arrays.copyOf(packages, packages.length + more.length);
    System.arraycopy(more, 0, joined, packages.length, more.length);
    return joined;
  }
}
