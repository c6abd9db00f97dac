package io.certvigil;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Keeps the rooms apart: who may import whom, which library lives where, who reads the clock. */
class RoomsTest {
  private static final String BASE = "io.certvigil.";

  private static final Set<String> CORE = Set.of("model", "diff", "policy");

  /** Each room, and the rooms that it may import. A new room needs a line here. */
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("diff", Set.of("model")),
          Map.entry("policy", Set.of("diff", "model")),
          Map.entry("store", CORE),
          Map.entry("schedule", Set.of()),
          Map.entry("systemd", Set.of()),
          Map.entry("net", Set.of("model")),
          Map.entry("concurrent", Set.of()),
          Map.entry("redaction", Set.of("model")),
          Map.entry("cloudflare", Set.of("net", "redaction", "model")),
          Map.entry("demo", Set.of("model")),
          Map.entry("metrics", Set.of("store", "policy", "diff", "model")),
          Map.entry("web", Set.of("net", "store", "policy", "diff", "model")),
          Map.entry("sweep", Set.of("concurrent", "store", "policy", "diff", "model")),
          Map.entry("notify", Set.of("net", "redaction", "store", "policy", "diff", "model")),
          Map.entry("config", allBut("cli", "app", "config", "systemd", "concurrent")),
          Map.entry("app", allBut("cli", "app")),
          Map.entry("cli", allBut("cli")));

  /**
   * Each room that has parts, and the parts that other rooms may import; "" is the room's own
   * package. Every other part may be imported by its own room only. A room without a line has no
   * parts.
   */
  private static final Map<String, Set<String>> OPEN_PARTS =
      Map.of(
          "notify", Set.of("", "compose", "deliver", "heartbeat", "check"),
          "store", Set.of("", "view", "failure", "receiver"),
          "cloudflare", Set.of("", "http", "clientcert"),
          "web", Set.of("", "server", "site"),
          "demo", Set.of("", "receiver", "simulator"),
          "policy", Set.of("", "impairment"),
          "cli", Set.of(""));

  /** A package with more classes than this no longer fits on one screen. */
  private static final int LARGEST_PACKAGE = 42;

  /** Each library, and the rooms that may know it. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("org.quartz..", Set.of("schedule")),
          Map.entry("org.apache.hc..", Set.of("net", "cloudflare", "notify")),
          Map.entry("com.standardwebhooks..", Set.of("notify", "demo")),
          Map.entry("jakarta.mail..", Set.of("notify")),
          Map.entry("org.eclipse.angus..", Set.of("notify")),
          Map.entry(
              "com.google.gson..",
              Set.of("store", "cloudflare", "notify", "web", "demo", "config", "cli")),
          Map.entry("org.eclipse.jetty..", Set.of("web", "demo")),
          Map.entry("java.lang.foreign..", Set.of("systemd", "cli")),
          Map.entry("java.sql..", Set.of("store")),
          Map.entry("javax.sql..", Set.of("store")),
          Map.entry("org.sqlite..", Set.of("store")),
          Map.entry("io.prometheus..", Set.of("metrics")),
          Map.entry("org.snakeyaml..", Set.of("config")),
          Map.entry("org.bouncycastle..", Set.of("cloudflare", "demo", "web", "net")),
          Map.entry("ch.qos.logback..", Set.of("cli")),
          Map.entry("picocli..", Set.of("cli")),
          Map.entry("me.tongfei.progressbar..", Set.of("cli")),
          Map.entry("org.jline..", Set.of("cli")));

  /** What the core is made of: values, no IO, no log, no threads. */
  private static final String[] CORE_LIBRARIES = {
    "java.lang",
    "java.lang.annotation",
    "java.lang.invoke",
    "java.lang.runtime",
    "java.math",
    "java.nio.charset",
    "java.time..",
    "java.util",
    "java.util.function",
    "java.util.regex",
    "java.util.stream",
    "org.jspecify.annotations"
  };

  private static final Set<String> CORE_HASHING =
      Set.of("java.security.MessageDigest", "java.security.NoSuchAlgorithmException");

  private static final Set<String> WRITING_REQUESTS =
      Set.of(
          "HttpPost",
          "HttpPut",
          "HttpPatch",
          "HttpDelete",
          "BasicClassicHttpRequest",
          "ClassicRequestBuilder");

  private static final Set<String> READS_THE_CLOCK_WHEN_CREATED =
      Set.of("java.util.Date", "java.util.GregorianCalendar");

  private static final Set<String> CONSOLE = Set.of("in", "out", "err", "exit", "console");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.certvigil");

  /** The tests too. */
  private static final JavaClasses EVERYTHING =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
          .importPackages("io.certvigil");

  private static final SliceAssignment PACKAGES =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "packages";
        }
      };

  @Test
  void everyClass_livesInAKnownRoom() {
    check(classes().should().resideInAnyPackage(packages(MAY_IMPORT.keySet())));
  }

  @TestFactory
  Stream<DynamicTest> room_importsOnlyToTheRight() {
    return rules(
        MAY_IMPORT,
        (room, allowed) ->
            noClasses()
                .that()
                .resideInAPackage(BASE + room + "..")
                .should()
                .dependOnClassesThat(ourRoomsBut(room, allowed)));
  }

  @Test
  void rooms_haveNoCycles() {
    check(slices().matching("io.certvigil.(*)..").should().beFreeOfCycles());
  }

  /** Between the parts of a room, its own package among them, imports run one way too. */
  @Test
  void parts_haveNoCycles() {
    check(slices().matching("io.certvigil.(*).(*)..").should().beFreeOfCycles());
    check(slices().assignedFrom(PACKAGES).should().beFreeOfCycles());
  }

  @Test
  void parts_areThoseOfTheTable() {
    var rooms =
        packages()
            .map(name -> name.substring(BASE.length()))
            .filter(name -> name.contains("."))
            .map(name -> name.substring(0, name.indexOf('.')))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rooms).isEqualTo(new TreeSet<>(OPEN_PARTS.keySet()));
  }

  @TestFactory
  Stream<DynamicTest> closedParts_areImportedByTheirOwnRoomOnly() {
    return rules(
        OPEN_PARTS,
        (room, open) ->
            noClasses()
                .that()
                .resideOutsideOfPackage(BASE + room + "..")
                .should()
                .dependOnClassesThat(
                    describe(
                        "reside in a closed part of " + room,
                        (JavaClass type) -> isClosed(type, room, open))));
  }

  /** So that a name says which class is meant, in a log as in a conversation. */
  @Test
  void simpleName_livesInOneRoom() {
    var packagesByName = new TreeMap<String, Set<String>>();
    EVERYTHING.stream()
        .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
        .forEach(
            type ->
                packagesByName
                    .computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                    .add(type.getPackageName()));
    packagesByName.values().removeIf(packages -> packages.size() == 1);

    assertThat(packagesByName).isEmpty();
  }

  @Test
  void package_fitsOnAScreen() {
    var sizes =
        OURS.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(sizes)
        .allSatisfy((name, size) -> assertThat(size).isLessThanOrEqualTo(LARGEST_PACKAGE));
  }

  @Test
  void core_knowsOnlyValues() {
    check(
        classes()
            .that()
            .resideInAnyPackage(packages(CORE))
            .should()
            .onlyDependOnClassesThat(
                resideInAnyPackage(packages(CORE))
                    .or(resideInAnyPackage(CORE_LIBRARIES))
                    .or(
                        describe(
                            "hash",
                            (JavaClass type) ->
                                CORE_HASHING.contains(type.getBaseComponentType().getName())))
                    .or(
                        describe(
                            "are primitive",
                            (JavaClass type) -> type.getBaseComponentType().isPrimitive()))));
  }

  @TestFactory
  Stream<DynamicTest> library_staysInItsRooms() {
    return rules(
        LIBRARIES,
        (library, rooms) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(packages(rooms))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
  }

  /** A room's front class may be handed the registry, to build its package-private meters with. */
  @Test
  void micrometer_staysInMeters() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(packages(Set.of("metrics", "app")))
            .and(
                describe(
                    "are no Meters",
                    (JavaClass type) -> !outermost(type).getSimpleName().endsWith("Meters")))
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.micrometer..")
                    .and(
                        describe(
                            "are not the registry",
                            (JavaClass type) ->
                                !type.getName()
                                    .equals("io.micrometer.core.instrument.MeterRegistry")))));
  }

  /** The daemon only reads: what changes something is for a person at a command line. */
  @Test
  void writingToCloudflare_isReachedOnlyByCli() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(packages(Set.of("cli", "cloudflare")))
            .should()
            .dependOnClassesThat(named("ClientCertificateOperations", "ClientCertificateWriter")));
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + "cloudflare..")
            .and(DescribedPredicate.not(named("ClientCertificateOperations")))
            .should()
            .dependOnClassesThat(named("ClientCertificateOperations")));
  }

  /** Every request that changes something goes through that class. */
  @Test
  void writingToCloudflare_isDoneByOneClass() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BASE + "cloudflare..")
            .and(DescribedPredicate.not(named("ClientCertificateWriter")))
            .should()
            .dependOnClassesThat(describe("write", RoomsTest::isWritingRequest)));
    check(
        noClasses()
            .that(
                DescribedPredicate.not(
                    named("ClientCertificateOperations", "ClientCertificateWriter")))
            .should()
            .dependOnClassesThat(named("ClientCertificateWriter")));
  }

  @Test
  void systemClock_isReadOnlyByCli() {
    check(outsideCli(describe("reads the system clock", RoomsTest::readsTheClock)));
  }

  @Test
  void console_belongsToCli() {
    check(outsideCli(describe("uses the console or exits", RoomsTest::usesTheConsole)));
  }

  /** NullAway passes over a package that is not marked, without a word. */
  @Test
  void everyPackage_isNullMarked() {
    var unmarked =
        OURS.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(
                room ->
                    room.tryGetPackageInfo()
                        .filter(info -> info.isAnnotatedWith(NullMarked.class))
                        .isEmpty())
            .map(room -> room.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(unmarked).as("packages without @NullMarked in a package-info").isEmpty();
  }

  /** Classes of the room of Cloudflare, and what is nested in them. */
  private static DescribedPredicate<JavaClass> named(String... names) {
    var full = Arrays.stream(names).map((BASE + "cloudflare.clientcert.")::concat).toList();
    return describe(
        "are " + String.join(" or ", names),
        type -> full.stream().anyMatch(name -> outermost(type).getName().equals(name)));
  }

  private static boolean isWritingRequest(JavaClass type) {
    return WRITING_REQUESTS.contains(type.getSimpleName())
        && type.getPackageName().startsWith("org.apache.hc");
  }

  private static boolean readsTheClock(JavaAccess<?> access) {
    var target = access.getTarget();
    var owner = target.getOwner().getName();
    return switch (target.getName()) {
      case "currentTimeMillis" -> owner.equals("java.lang.System");
      case "now" -> owner.startsWith("java.time.") && !takesAClock(target);
      case "system", "systemUTC", "systemDefaultZone" -> owner.startsWith("java.time.");
      case "tickMillis", "tickSeconds", "tickMinutes" -> owner.equals("java.time.Clock");
      case "getInstance" -> owner.equals("java.util.Calendar");
      case "<init>" -> READS_THE_CLOCK_WHEN_CREATED.contains(owner) && takesNothing(target);
      default -> false;
    };
  }

  private static boolean takesAClock(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget call
        && call.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
  }

  private static boolean takesNothing(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget call
        && call.getRawParameterTypes().isEmpty();
  }

  private static boolean usesTheConsole(JavaAccess<?> access) {
    var target = access.getTarget();
    return switch (target.getOwner().getName()) {
      case "java.lang.System" -> CONSOLE.contains(target.getName());
      case "java.lang.Runtime" -> target.getName().equals("exit");
      default -> target.getName().equals("printStackTrace") && takesNothing(target);
    };
  }

  private static ArchRule outsideCli(DescribedPredicate<JavaAccess<?>> access) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "cli..")
        .should()
        .accessTargetWhere(access);
  }

  private static DescribedPredicate<JavaClass> ourRoomsBut(String room, Set<String> allowed) {
    var known = Stream.concat(Stream.of(room), allowed.stream()).collect(Collectors.toSet());
    return resideInAnyPackage(BASE + "*..")
        .and(DescribedPredicate.not(resideInAnyPackage(packages(known))));
  }

  private static boolean isClosed(JavaClass type, String room, Set<String> open) {
    var name = type.getPackageName();
    if (!name.startsWith(BASE + room + ".")) {
      return false;
    }
    var part = name.substring((BASE + room + ".").length());
    return !open.contains(part);
  }

  private static Stream<String> packages() {
    return OURS.stream().map(JavaClass::getPackageName).distinct();
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(RoomsTest::outermost).orElse(type);
  }

  private static Set<String> allBut(String... rooms) {
    var all =
        new TreeSet<>(
            Set.of(
                "cli",
                "app",
                "config",
                "web",
                "schedule",
                "systemd",
                "metrics",
                "sweep",
                "notify",
                "cloudflare",
                "net",
                "redaction",
                "concurrent",
                "demo",
                "store",
                "policy",
                "diff",
                "model"));
    all.removeAll(Arrays.asList(rooms));
    return all;
  }

  private static String[] packages(Set<String> rooms) {
    return rooms.stream().map(room -> BASE + room + "..").toArray(String[]::new);
  }

  /** One test for each line of a table. */
  private static Stream<DynamicTest> rules(
      Map<String, Set<String>> table, BiFunction<String, Set<String>, ArchRule> rule) {
    return table.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            line ->
                DynamicTest.dynamicTest(
                    line.getKey(), () -> check(rule.apply(line.getKey(), line.getValue()))));
  }

  /** A room may still be empty. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }
}
