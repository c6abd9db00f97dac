package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.policy.DaemonHealth.ChannelHealth;
import io.certvigil.policy.DaemonHealth.CredentialHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The alerts about the daemon itself, case by case. */
class DaemonHealthTest {
  private static final double MINUTE = 1 / 1440.0;

  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private Policy policy = new Policy(PolicySettings.DEFAULTS);

  @Test
  void noEvent_whileEverythingWorks() {
    assertThat(decide(0, health(working("hook"), expiresAt(null)))).isEmpty();
    assertThat(alerts).isEmpty();
  }

  @Test
  void failingChannel_isReportedOnceAfter15Minutes() {
    assertThat(decide(14.9 * MINUTE, health(failing(false)))).isEmpty();

    var event = decide(15 * MINUTE, health(failing(false))).getFirst();
    assertThat(text(event)).isEqualTo("channel.failing warning firing http_5xx");
    assertThat(event.alert().id().key()).isEqualTo(Policy.channelAlertKey("hook"));
    assertThat(event.summary())
        .isEqualTo("channel hook has been failing since 2026-11-20T12:00Z: http_5xx");
    assertThat(decide(30, health(failing(false)))).isEmpty();
  }

  @Test
  void configurationFault_isReportedAtOnce() {
    var event = decide(0, health(failing(true))).getFirst();

    assertThat(text(event)).isEqualTo("channel.failing warning firing http_5xx");
    assertThat(event.summary())
        .endsWith(
            "(the receiver's answer names the configuration: check channels.hook.routing_key)");
  }

  @ParameterizedTest
  @CsvSource({
    // failures, refusals, minutes since the first, failing
    "1, 0, 10000, false",
    "2, 0, 14.9, false",
    "2, 0, 15, true",
    "2, 1, 14.9, false",
    "2, 1, 15, true",
    "1, 1, 10000, false",
    "2, 2, 4.9, false",
    "2, 2, 5, true"
  })
  void channel_isFailing_whenNothingIsAcceptedForLong(
      int attempts, int refusals, double minutes, boolean failing) {
    var failures = new Failures(at(0), attempts, refusals == 0 ? null : at(0), refusals, null);

    var events = decide(minutes * MINUTE, health(new ChannelHealth("hook", failures, "x")));

    assertThat(events.isEmpty()).isNotEqualTo(failing);
  }

  @Test
  void workingChannel_recoversWithTheSeverityOfItsAlert() {
    decide(1, health(failing(false)));

    assertThat(brief(2, health(working("hook"))))
        .containsExactly("channel.recovered warning resolved http_5xx");
    assertThat(brief(3, health(working("hook")))).isEmpty();
    assertThat(brief(4, health(failing(false))))
        .containsExactly("channel.failing warning firing http_5xx");
  }

  @Test
  void channelRemovedFromTheConfig_isUnwatched() {
    decide(1, health(failing(false)));

    assertThat(brief(2, health())).containsExactly("channel.recovered warning resolved unwatched");
  }

  @Test
  void channelThatFailsAgain_opensTheNextEpisode() {
    decide(1, health(failing(false)));
    decide(2, health(working("hook")));

    var again = decide(3, health(failing(false))).getFirst();
    assertThat(again.alert().id().episode()).isEqualTo(2);
    assertThat(again.alert().progress().sequence()).isEqualTo(3);
  }

  @Test
  void keysOfAChannel_differByKindAndName() {
    assertThat(
            List.of(
                Policy.channelAlertKey("a"),
                Policy.channelAlertKey("b"),
                Policy.expiredDeliveryAlertKey("a"),
                Policy.expiredDeliveryAlertKey("b")))
        .doesNotHaveDuplicates()
        .doesNotContain("");
  }

  @Test
  void alertsOfCertificates_areIgnored() {
    var store = new InMemoryPolicyStore();
    store.read(0, TestCertificates.certificate("a").expiresIn(5).build());
    store.alerts().forEach(alert -> alerts.put(alert.id().key(), alert));

    assertThat(alerts).hasSize(1);
    assertThat(decide(1, health(working("hook")))).isEmpty();
    assertThat(alerts.values()).allMatch(Alert::firing);
  }

  @Test
  void credential_sendsEachRungOfTheManualLadderOnce() {
    var all = new ArrayList<String>();
    for (double day = 0; day < 110; day += 0.25) {
      all.addAll(brief(day, health(working("hook"), expiresAt(at(100)))));
    }

    assertThat(all)
        .containsExactly(
            "credential.expiring info firing 60d",
            "credential.expiring warning firing 30d",
            "credential.expiring warning firing 14d",
            "credential.expiring critical firing 7d",
            "credential.expiring critical firing 3d",
            "credential.expiring critical firing 1d",
            "credential.expiring critical firing 0");
  }

  @Test
  void rungsOfTheConfig_applyToCredentials() {
    policy = new Policy(new PolicySettings(List.of(Duration.ofDays(20)), List.of()));

    assertThat(brief(70, health(working("hook"), expiresAt(at(100))))).isEmpty();
    assertThat(brief(80, health(working("hook"), expiresAt(at(100)))))
        .containsExactly("credential.expiring warning firing 20d");
  }

  @Test
  void laterExpiryOfACredential_resolves() {
    decide(95, health(working("hook"), expiresAt(at(100))));

    var event = decide(96, health(working("hook"), expiresAt(at(400)))).getFirst();
    assertThat(text(event)).isEqualTo("credential.expiring critical resolved 7d renewed");
    assertThat(event.summary()).isEqualTo("The Cloudflare API token 'main' has a later expiry");
  }

  @Test
  void credentialWithoutExpiry_resolves() {
    decide(95, health(working("hook"), expiresAt(at(100))));

    assertThat(brief(96, health(working("hook"), expiresAt(null))))
        .containsExactly("credential.expiring critical resolved 7d expiry_corrected");
  }

  @Test
  void credentialRemovedFromTheConfig_isUnwatched() {
    decide(95, health(working("hook"), expiresAt(at(100))));

    assertThat(brief(96, health(working("hook"))))
        .containsExactly("credential.expiring critical resolved 7d unwatched");
  }

  @Test
  void unknownExpiry_keepsTheLastKnownOne() {
    var unknown = new CredentialHealth("main", null, false);
    assertThat(brief(90, health(working("hook"), unknown))).isEmpty();
    decide(95, health(working("hook"), expiresAt(at(100))));

    assertThat(brief(96, health(working("hook"), unknown))).isEmpty();
    assertThat(brief(101, health(working("hook"), unknown)))
        .containsExactly("credential.expiring critical firing 0");
  }

  @ParameterizedTest
  @CsvSource({"299, false", "300, true", "-299, false", "-300, true", "0, false"})
  void clock_isSkewedFromFiveMinutesOn(long seconds, boolean told) {
    assertThat(brief(0, clock(Duration.ofSeconds(seconds))).isEmpty()).isNotEqualTo(told);
  }

  @Test
  void correctedClock_isReportedByTheSameTypeResolved() {
    var event = decide(0, clock(Duration.ofMinutes(-7))).getFirst();
    assertThat(event.summary())
        .startsWith("the clock of this machine is 7 min behind Cloudflare's");

    assertThat(brief(1, clock(null))).isEmpty();
    assertThat(brief(2, clock(Duration.ZERO)))
        .containsExactly("daemon.clock_skewed warning resolved");
    assertThat(brief(3, clock(Duration.ofMinutes(7))))
        .containsExactly("daemon.clock_skewed warning firing");
  }

  @Test
  void lowStore_isReportedAndResolved() {
    var low = new DaemonHealth(List.of(), List.of(), null, "40 MB left on /var/lib");

    var event = decide(0, low).getFirst();
    assertThat(text(event)).isEqualTo("daemon.store_low warning firing");
    assertThat(event.summary()).isEqualTo("the store is low on space: 40 MB left on /var/lib");
    assertThat(brief(1, low)).isEmpty();
    assertThat(brief(2, health())).containsExactly("daemon.store_low warning resolved");
  }

  @Test
  void alertsOfOtherKinds_areIgnored() {
    var store = new InMemoryPolicyStore();
    store.read(0, TestCertificates.certificate("a").expiresIn(5).build());

    assertThat(policy.decideDaemonHealth(health(), store.alerts(), at(1)).alerts()).isEmpty();
  }

  private List<String> brief(double days, DaemonHealth self) {
    return decide(days, self).stream().map(DaemonHealthTest::text).toList();
  }

  private List<Event> decide(double days, DaemonHealth self) {
    var decision = policy.decideDaemonHealth(self, List.copyOf(alerts.values()), at(days));
    decision
        .alerts()
        .forEach(alert -> alerts.put(alert.id().key() + alert.id().incarnation(), alert));
    var again = policy.decideDaemonHealth(self, List.copyOf(alerts.values()), at(days));
    assertThat(again.events()).isEmpty();
    assertThat(again.alerts()).isEmpty();
    return decision.events();
  }

  private static String text(Event event) {
    var rung = event.alert().progress().rung();
    return event.type()
        + " "
        + event.severity()
        + " "
        + event.alert().state().word()
        + (rung == null ? "" : " " + Ladder.format(rung))
        + (event.alert().reason() == null ? "" : " " + event.alert().reason());
  }

  private static ChannelHealth working(String name) {
    return new ChannelHealth(name, null, null);
  }

  private static ChannelHealth failing(boolean configuration) {
    var key = configuration ? "routing_key" : null;
    return new ChannelHealth("hook", new Failures(at(0), 2, null, 0, key), "http_5xx");
  }

  private static CredentialHealth expiresAt(@Nullable Instant end) {
    return new CredentialHealth("main", end, true);
  }

  private static DaemonHealth health() {
    return new DaemonHealth(List.of(), List.of(), null, null);
  }

  private static DaemonHealth health(ChannelHealth channel) {
    return new DaemonHealth(List.of(channel), List.of(), null, null);
  }

  private static DaemonHealth health(ChannelHealth channel, CredentialHealth credential) {
    return new DaemonHealth(List.of(channel), List.of(credential), null, null);
  }

  private static DaemonHealth clock(@Nullable Duration skew) {
    return new DaemonHealth(List.of(), List.of(), skew, null);
  }
}
