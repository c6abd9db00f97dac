package io.certvigil.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.certvigil.app.CommandResult;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Source;
import io.certvigil.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands of root on the store of another user: nothing of root's may remain there. */
class RootCommandsTest {
  private static final int ROOT = 0;
  private static final int SERVICE = 64_317;
  private static final int MEMBER = 64_318;
  private static final String DOWN = "http://127.0.0.1:9/hook";
  private static final String TARGET = "root's own words";

  @TempDir private Path base;
  private Path state = Path.of("");
  private SimulatedCloudflare cloudflare;
  private ReadableProgram program;

  @BeforeEach
  void install() throws IOException {
    assumeTrue(
        (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == ROOT, "needs to be root");
    Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
    state = Files.createDirectory(base.resolve("state"));
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-x---"));
    own(state);
    cloudflare = start();
    // Only root can read the config and the secrets.
    var etc = Files.createDirectory(base.resolve("etc"));
    Files.setPosixFilePermissions(etc, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(etc.resolve("token"), SimulatedCloudflare.TOKEN.reveal());
    program = ReadableProgram.copy(base, Files.writeString(etc.resolve("certvigil.yml"), yaml()));
  }

  private static SimulatedCloudflare start() {
    var now = InstantSource.system().instant();
    var estate = UniformEstate.of(1, 1, 0, 3, now);
    for (var source : Source.values()) {
      estate
          .list(source, estate.accounts().getFirst().id())
          .forEach(held -> estate.remove(held.id()));
    }
    var end = now.plus(Duration.ofDays(5));
    estate.add(
        SimulatedCertificate.of(
            Source.CLIENT_CERTIFICATES,
            estate.zones().getFirst().zone().id(),
            "%032x".formatted(17),
            "device-17",
            end.minus(Duration.ofDays(365)),
            end));
    return SimulatedCloudflare.start(estate, RateLimits.none(), InstantSource.system());
  }

  private String yaml() {
    return """
    cloudflare:
      base_url: %s
      credentials: { main: { api_token_file: token } }
    store: { url: "sqlite:%s" }
    channels:
      ops-hook: { type: webhook, url: "%s", secret: "whsec_%s" }
    web: { listen: "127.0.0.1:0" }
    """
        .formatted(cloudflare.baseUrl(), database(), DOWN, "QUJD".repeat(11));
  }

  private Path database() {
    return state.resolve("certvigil.db");
  }

  private static void own(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", SERVICE, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", SERVICE, LinkOption.NOFOLLOW_LINKS);
  }

  @AfterEach
  void close() {
    if (cloudflare != null) {
      cloudflare.close();
    }
  }

  private String run(int exit, String... words) throws IOException, InterruptedException {
    CommandResult result = program.run(words);
    assertThat(result.exit()).as("%s: %s", List.of(words), result.err()).isEqualTo(exit);
    assertNothingOfRoot(List.of(words).toString());
    return result.out();
  }

  private void assertNothingOfRoot(String after) throws IOException {
    assertThat(ReadableProgram.owned(ROOT, state)).as(after).isEmpty();
    assertThat(ReadableProgram.owned(ROOT, base.resolve("tmp")))
        .as(after)
        .hasSameElementsAs(List.of(base.resolve("tmp")));
  }

  /** In an order in which each has something to do; the first one makes the store. */
  @Test
  void everyCommandOfRoot_leavesNothingOfRoot() throws Exception {
    run(0, "sweep");
    var key =
        JsonParser.parseString(run(0, "alerts", "--output", "json"))
            .getAsJsonArray()
            .get(0)
            .getAsJsonObject()
            .get("key")
            .getAsString();
    run(0, "list");
    run(0, "show", "device-17");
    run(0, "history", "device-17");
    run(0, "diff", "--from", "1d");
    run(2, "check");
    run(0, "thresholds", "explain", "device-17");
    run(0, "ack", key);
    run(0, "silence", "add", "zone=*", "--duration", "1h", "--comment", "test");
    run(0, "silence", "list");
    run(0, "silence", "end", "test");
    run(0, "outbox", "list");
    run(0, "outbox", "show", "1");
    run(0, "outbox", "replay", "1");
    run(0, "outbox", "discard", "1", "--reason", "test");
    run(1, "reload");
    run(1, "doctor");
    run(0, "sweep");
    run(0, "backup", state.resolve("copy.db").toString());
    run(0, "restore", state.resolve("copy.db").toString());
    run(0, "check-config");
    run(1, "channel", "test", "ops-hook");
    run(0, "list");
    assertThat(ReadableProgram.owned(SERVICE, state))
        .contains(database(), state.resolve("certvigil.db.lock"));
  }

  /** The threads of Java too: a system call alone would change only the calling one. */
  @Test
  void daemonOfRoot_becomesTheOwner_inEveryThread() throws Exception {
    var log = base.resolve("log.txt").toFile();
    var daemon = program.process("run").redirectErrorStream(true).redirectOutput(log).start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(log.toPath()).contains("certvigil started"));

      assertThat(identities(daemon.pid()))
          .hasSizeGreaterThan(5)
          .containsOnly("%1$d\t%1$d\t%1$d\t%1$d".formatted(SERVICE));
      run(0, "list");
      run(0, "sweep");
      run(2, "reload"); // the secrets are root's; the running config stays
      assertNothingOfRoot("run");
    } finally {
      daemon.destroy();
      assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertNothingOfRoot("the end of run");
  }

  /** Members of the group ask the daemon; nobody but the owner and root opens the store. */
  @Test
  void membersOfTheGroup_readWithoutSudo_whileTheDaemonRuns() throws Exception {
    run(0, "sweep");
    var key = "device-17";
    var open = Files.writeString(base.resolve("open.yml"), yaml());
    var member = new ReadableProgram(base, program.classPath(), open);
    var log = base.resolve("log.txt").toFile();
    var daemon = program.process("run").redirectErrorStream(true).redirectOutput(log).start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(log.toPath()).contains("certvigil started"));

      var seen = member.runAs(MEMBER, SERVICE, "show", key);
      assertThat(seen.exit()).as(seen.err()).isZero();
      assertThat(seen.out()).isEqualTo(run(0, "show", key));
      var refused = member.runAs(MEMBER, SERVICE, "ack", key);
      assertThat(refused.exit()).isEqualTo(4);
      assertThat(refused.err())
          .contains("only the daemon's user and root may change something")
          .contains("run sudo certvigil ack")
          .hasLineCount(1);
      run(0, "ack", key);
      run(0, "silence", "add", "zone=*", "--duration", "1h", "--comment", "test");
      run(0, "silence", "end", "test");
      assertThat(run(1, "doctor"))
          .contains(database() + " is readable and writable; a daemon is running");
      assertThat(member.runAs(MEMBER, MEMBER, "list").exit()).as("a stranger").isEqualTo(4);
    } finally {
      daemon.destroy();
      assertThat(daemon.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(member.runAs(MEMBER, SERVICE, "list").exit()).as("no daemon").isEqualTo(4);
    assertThat(ReadableProgram.owned(MEMBER, state)).isEmpty();
  }

  /** Users and groups of each thread. */
  private static List<String> identities(long pid) throws IOException {
    var found = new ArrayList<String>();
    try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      for (var thread : threads.toList()) {
        for (var line : Files.readAllLines(thread.resolve("status"))) {
          if (line.startsWith("Uid:") || line.startsWith("Gid:")) {
            found.add(line.substring(5));
          }
          assertThat(line).doesNotMatch("Groups:\\s*[0-9].*");
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"certvigil.db.lock", "certvigil.db", "certvigil.db-wal"})
  void plantedLink_isRefused_andItsTargetIsUnharmed(String name) throws Exception {
    var target = Files.writeString(base.resolve("etc/target"), TARGET);
    Files.createSymbolicLink(state.resolve(name), target);
    own(state.resolve(name));

    var result = program.run("sweep");

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.err()).contains(name + " is a symbolic link").hasLineCount(1);
    assertThat(target).hasContent(TARGET);
    assertNothingOfRoot("sweep");
  }

  @Test
  void programThatTheOwnerCannotRead_isRefusedWithTheCommandToType() throws Exception {
    Files.setPosixFilePermissions(
        base.resolve("lib"), PosixFilePermissions.fromString("rwx------"));

    var result = program.run("silence", "list");

    assertThat(result.exit()).isEqualTo(4);
    assertThat(result.err())
        .contains(state + " belongs to " + SERVICE)
        .contains("run sudo -u '#" + SERVICE + "' certvigil silence list")
        .hasLineCount(1);
  }

  /** So that no command opens a store before it has become its owner. */
  @Test
  void storesAreOpened_inFewPlaces() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.certvigil.cli.options.CommonOptions")
        .and()
        .doNotHaveFullyQualifiedName("io.certvigil.cli.doctor.StoreChecks") // after it in Doctor
        .and()
        .doNotHaveFullyQualifiedName("io.certvigil.app.App") // after it in run and sweep
        .and()
        .doNotHaveFullyQualifiedName(Store.class.getName())
        .should()
        .callMethodWhere(describe("open a store", RootCommandsTest::opensAStore))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.certvigil"));
  }

  /** So that no command opens the store of a running daemon; a backup is SQLite's own copy. */
  @Test
  void storesAreOpened_besideADaemon_byBackupsOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.certvigil.cli.daemon.BackupCommands")
        .and()
        .doNotHaveFullyQualifiedName("io.certvigil.cli.options.CommonOptions")
        .should()
        .callMethodWhere(
            describe(
                "open a store without looking for the daemon",
                (JavaMethodCall call) ->
                    call.getTargetOwner()
                            .getFullName()
                            .equals("io.certvigil.cli.options.CommonOptions")
                        && call.getTarget().getName().equals("store")))
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.certvigil.cli"));
  }

  private static boolean opensAStore(JavaMethodCall call) {
    return call.getTargetOwner().isEquivalentTo(Store.class)
        && call.getTarget().getName().matches("open(ForCommand)?|restore");
  }
}
