package io.certvigil.notify.compose;

import static io.certvigil.notify.NotifyFixture.certificate;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestsTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  private NotifyFixture estate;

  @BeforeEach
  void open() {
    estate = new NotifyFixture(folder);
    estate.configureChannels("slack", "hook");
  }

  @AfterEach
  void close() {
    estate.close();
  }

  @Test
  void newDigest_waitsForItsNextScheduledTime() {
    assertThat(run()).isZero();
    estate.advance(Duration.ofHours(1));
    assertThat(run()).isZero();
    estate.advance(DAY);
    assertThat(run()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 30})
  void digest_isSentOnce_forAllTimesThatHavePassed(int days) {
    run();
    estate.advance(DAY.multipliedBy(days));

    assertThat(run()).isEqualTo(1);
    assertThat(run()).isZero();
  }

  @Test
  void clockThatJumpedAhead_delaysNothing() {
    run();
    estate.advance(DAY.multipliedBy(3650));
    run();
    estate.now.set(NotifyFixture.TODAY);
    run();
    estate.advance(DAY);

    assertThat(run()).isEqualTo(1);
  }

  @Test
  void emptyDigest_isSentToo() {
    run();
    estate.advance(DAY);
    run();

    assertThat(body()).contains("No certificate expires within 60 d");
  }

  @Test
  void digest_listsCertificates_underTheirOwner() {
    estate.commitCertificates(List.of(certificate(0, 20), certificate(1, 50), certificate(2, 300)));
    run();
    estate.advance(DAY);
    run();

    assertThat(body())
        .contains("2 certificates expire within 60 d, by team")
        .contains("platform (2)")
        .contains("device-0.example.com")
        .doesNotContain("device-2.example.com");
  }

  @Test
  void certificateWithoutLabel_isListedWithoutAnOwner() {
    estate.commitCertificates(List.of(certificate(0, 20)));
    var unowned = new NotifySettings.Digest("", Duration.ofDays(60), "owner", List.of("slack"));
    digests(unowned).run(estate.now.get());
    estate.advance(DAY);
    digests(unowned).run(estate.now.get());

    assertThat(body()).contains("without an owner (1)");
  }

  /**
   * Compares a sample digest with the stored one; the new one is written to the build directory.
   */
  @Test
  void example_isUnchanged() throws IOException {
    estate.commitCertificates(
        IntStream.range(0, 30).mapToObj(n -> certificate(n, 4 + 3 * n)).toList());
    run();
    estate.advance(DAY);
    run();
    var message = JsonParser.parseString(body());
    var written =
        new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(message) + "\n";
    Files.writeString(Path.of("target", "digest-example.json"), written);

    try (var shipped = getClass().getResourceAsStream("digest-example.json")) {
      assertThat(written)
          .isEqualTo(new String(Objects.requireNonNull(shipped).readAllBytes(), UTF_8));
    }
  }

  private int run() {
    return digests(digest()).run(estate.now.get());
  }

  private static NotifySettings.Digest digest() {
    return new NotifySettings.Digest("", Duration.ofDays(60), "team", List.of("slack", "hook"));
  }

  private Digests digests(NotifySettings.Digest digest) {
    var plain = NotifyFixture.settings(Severity.INFO, List.of(), "slack", "hook");
    var settings =
        new NotifySettings(
            plain.installation(),
            plain.externalUrl(),
            plain.channels(),
            List.of(),
            List.of(digest),
            null);
    return new Digests(
        settings,
        ConfiguredChannels.of(settings, "1.2.3", new Scrubber()),
        estate.store.inventory(),
        estate.store.outbox(),
        (cron, since, now) -> midnight(since, now));
  }

  /** Scheduled each day at midnight. */
  private static Optional<Instant> midnight(Instant since, Instant now) {
    var last = now.truncatedTo(ChronoUnit.DAYS);
    return last.isAfter(since) ? Optional.of(last) : Optional.empty();
  }

  private String body() {
    return estate.store.outbox().claim("slack", estate.now.get()).orElseThrow().body();
  }
}
