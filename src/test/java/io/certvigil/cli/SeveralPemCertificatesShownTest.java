package io.certvigil.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.PemCertificate;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.policy.Policy;
import io.certvigil.policy.PolicySettings;
import io.certvigil.store.Store;
import io.certvigil.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code show} and {@code check} for a Gateway entry with two certificates in its PEM. */
class SeveralPemCertificatesShownTest {
  private static final Instant NOW = CommandRunner.TODAY;
  private static final WatchedScope GATEWAY =
      new WatchedScope(
          Scope.ofAccount(Source.GATEWAY_CERTIFICATES, new ResourceRef("a1", "acme")),
          "main",
          "main",
          Duration.ofHours(1),
          Map.of());

  @TempDir private Path folder;

  private void read(int daysOfTheEntry, int daysOfTheIntermediate) throws IOException {
    var file = folder.resolve("certvigil.db");
    Files.writeString(folder.resolve("certvigil.yml"), "store: { url: \"sqlite:" + file + "\" }\n");
    var all =
        List.of(
            one("Intermediate", "b1", daysOfTheIntermediate, daysOfTheEntry),
            one("Root", "a1", 3_650, daysOfTheEntry));
    var certificate =
        new Certificate(
            "g1",
            "Acme",
            "available",
            true,
            false,
            Expiry.on(NOW.plus(Duration.ofDays(daysOfTheEntry))),
            new X509Fields(null, "Root", "b1", "bb".repeat(32), List.of(), all),
            Map.of());
    try (var store =
        Store.open(new StoreSettings(file, Duration.ofDays(730), Duration.ofDays(90)))) {
      var reading = new Reading.Complete(GATEWAY.scope(), List.of(certificate));
      store.readings().commit(GATEWAY, reading, new Policy(PolicySettings.DEFAULTS), NOW);
    }
  }

  private static PemCertificate one(String name, String serial, int days, int daysOfTheEntry) {
    return new PemCertificate(
        name,
        "Root",
        serial,
        serial.repeat(32),
        NOW.minus(Duration.ofDays(3_650)),
        NOW.plus(Duration.ofDays(days)),
        days == daysOfTheEntry);
  }

  private CommandOutput run(String... words) {
    return new CommandRunner().config(folder.resolve("certvigil.yml")).run(words).succeeds();
  }

  @Test
  void show_listsAll_andSaysWhichDecides() throws IOException {
    read(5, 5);

    assertThat(run("show", "g1").out())
        .contains(
            "In the PEM:    Intermediate, serial b1, until "
                + NOW.plus(Duration.ofDays(5))
                + " (decides)")
        .contains(
            "In the PEM:    Root, serial a1, until " + NOW.plus(Duration.ofDays(3_650)) + "\n");
  }

  @Test
  void show_saysThatNoneDecides_whenCloudflaresDateIsEarlier() throws IOException {
    read(4, 5);

    assertThat(run("show", "g1").out())
        .contains("In the PEM:    none decides, because Cloudflare gives an earlier date\n")
        .doesNotContain("(decides)");
  }

  @Test
  void show_asJson() throws IOException {
    read(5, 5);

    var all =
        run("show", "g1", "--output", "json")
            .object()
            .getAsJsonObject("certificate")
            .getAsJsonArray("pem_certificates");

    assertThat(all)
        .extracting(
            one ->
                one.getAsJsonObject().get("name").getAsString()
                    + " "
                    + one.getAsJsonObject().get("decides").getAsBoolean())
        .containsExactly("Intermediate true", "Root false");
  }

  @Test
  void check_isCritical() throws IOException {
    read(5, 5);

    var answer = new CommandRunner().config(folder.resolve("certvigil.yml")).run("check");

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.out()).contains("CRITICAL - 1 of 1 certificate expires within 7d");
  }
}
