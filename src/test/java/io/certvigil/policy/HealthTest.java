package io.certvigil.policy;

import static io.certvigil.policy.EventType.CREDENTIAL_RECOVERED;
import static io.certvigil.policy.EventType.CREDENTIAL_REFUSED;
import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;
import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
  private final SimulatedHealth health = new SimulatedHealth();

  @Test
  void nothing_whileReadingsAreComplete() {
    for (int hour = 0; hour < 50; hour++) {
      readCompletely("a", hour);
      assertThat(decide(hour)).isEmpty();
    }
  }

  @Test
  void unreadable_afterTwoAndAHalfIntervals() {
    readCompletely("a", 0);
    readFailed("a", 1, FaultReason.TIMEOUT);
    readFailed("a", 2, FaultReason.HTTP_5XX);

    assertThat(decide(2.5)).isEmpty();
    var event = decide(2.51).getFirst();
    assertThat(event.type()).isEqualTo(SOURCE_UNREADABLE);
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
    assertThat(event.alert().reason()).isEqualTo("http_5xx");
    assertThat(event.summary())
        .isEqualTo(
            "Cloudflare answers with server errors to token main since 2026-11-20T14:00Z:"
                + " 1 of 1 list unread. Expiry alerts go on from the last known data.");
    assertThat(decide(3)).isEmpty();
  }

  @Test
  void alertsOfOtherKinds_areIgnored() {
    var store = new InMemoryPolicyStore();
    store.read(0, TestCertificates.certificate("a").expiresIn(5).build());
    store.alerts().forEach(alert -> health.alerts.put(alert.id().key(), alert));
    readCompletely("a", 0);

    assertThat(decide(1)).isEmpty();
    assertThat(health.alerts.values()).hasSize(1).allMatch(Alert::firing);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultReason.class,
      names = {"UNAUTHORIZED", "FORBIDDEN"})
  void readableScopeRejectedTwice_isReportedAtOnce(FaultReason reason) {
    readCompletely("a", 0);
    readFailed("a", 0.5, reason);
    assertThat(decide(0.6)).isEmpty();
    readFailed("a", 0.5 + 1 / 13.0, reason);
    assertThat(decide(0.6)).isEmpty();
    readFailed("a", 0.5 + 1 / 12.0, reason);

    var expected = reason == FaultReason.FORBIDDEN ? SOURCE_UNREADABLE : CREDENTIAL_REFUSED;
    assertThat(decide(0.6)).extracting(Event::type).containsExactly(expected);
  }

  @Test
  void oneRejection_isNeverEnough() {
    readCompletely("a", 0);
    readFailed("a", 0.1, FaultReason.UNAUTHORIZED);

    assertThat(decide(2)).isEmpty();
  }

  @Test
  void neverPermitted_isNotAlerted() {
    for (int hour = 0; hour < 100; hour++) {
      readFailed("a", hour, FaultReason.FORBIDDEN);
      assertThat(decide(hour)).isEmpty();
    }
  }

  @Test
  void refusalThatSaysNothingAboutPermission_isAlerted_fromTheStart() {
    for (int hour = 0; hour < 3; hour++) {
      readFailed("a", hour, FaultReason.HTTP_4XX);
      assertThat(decide(hour)).as("hour %s", hour).isEmpty();
    }

    assertThat(decide(2.6)).extracting(Event::type).containsExactly(SOURCE_UNREADABLE);
  }

  /** The minutes of the attempts, and what each was answered. */
  @ParameterizedTest
  @CsvSource({
    "0 FORBIDDEN, NO_ANSWER, false",
    "0 FORBIDDEN 9 FORBIDDEN, NO_ANSWER, false",
    "0 FORBIDDEN 10 FORBIDDEN, FORBIDDEN, true",
    "0 FORBIDDEN 5 FORBIDDEN 10 FORBIDDEN, FORBIDDEN, true",
    "0 FORBIDDEN 5 HTTP_4XX 12 FORBIDDEN, NO_ANSWER, false",
    "0 FORBIDDEN 5 TIMEOUT 12 FORBIDDEN 22 FORBIDDEN, FORBIDDEN, true",
    "0 FORBIDDEN 60 HTTP_4XX, NO_ANSWER, false",
    "0 HTTP_4XX 60 HTTP_4XX 120 HTTP_4XX, NO_ANSWER, false",
    "0 UNAUTHORIZED 60 UNAUTHORIZED, NO_ANSWER, false",
    "0 HTTP_4XX 60 FORBIDDEN, NO_ANSWER, false"
  })
  void denial_isSaid_whenSeenTwiceTenMinutesApart(
      String attempts, Permission permission, boolean neverPermitted) {
    var words = attempts.split(" ", -1);
    for (int at = 0; at < words.length; at += 2) {
      readFailed("a", Integer.parseInt(words[at]) / 60.0, FaultReason.valueOf(words[at + 1]));
    }

    var one = health.list("a").health();

    assertThat(one.permission()).isEqualTo(permission);
    assertThat(one.neverPermitted()).isEqualTo(neverPermitted);
  }

  @Test
  void deniedAtFirst_isNotAlerted_beforeItCanBeConfirmed() {
    for (int minute = 0; minute <= 30; minute += 5) {
      readFailed("a", minute / 60.0, FaultReason.FORBIDDEN);
      assertThat(decide(minute / 60.0)).as("minute %s", minute).isEmpty();
    }
  }

  @Test
  void neverPermitted_staysSo_whenTheDaemonStarts() {
    readFailed("a", 0, FaultReason.FORBIDDEN);
    readFailed("a", 1, FaultReason.FORBIDDEN);

    var started = health.list("a").health().sinceDaemonStart(at(2));

    assertThat(started.neverPermitted()).isTrue();
    assertThat(started.unreadableReason(at(20))).isEmpty();
  }

  @Test
  void tokenInvalidFromTheStart_isAlerted() {
    readFailed("a", 0, FaultReason.UNAUTHORIZED);
    assertThat(decide(0)).isEmpty();
    readFailed("a", 1, FaultReason.UNAUTHORIZED);

    assertThat(decide(1)).hasSize(1);
  }

  @Test
  void threeFailuresOverHours_areReported_forAnyInterval() {
    assertThat(eventTypes(failingFrom1Until(3.9), at(4))).isEmpty();
    assertThat(eventTypes(failingFrom1Until(4), at(4))).containsExactly(SOURCE_UNREADABLE);
  }

  @Test
  void failuresBeforeTheDaemonStart_areNotReportedYet() {
    var failing = failingFrom1Until(4);

    assertThat(eventTypes(failing.sinceDaemonStart(at(4)), at(5)))
        .containsExactly(SOURCE_UNREADABLE);
    assertThat(eventTypes(failing.sinceDaemonStart(at(4.5)), at(5))).isEmpty();
  }

  private static Health failingFrom1Until(double last) {
    var weekend = Duration.ofHours(62);
    var fault = new Fault(FaultReason.HTTP_5XX, "");
    return health(weekend, at(last), fault, at(1), 3);
  }

  private static Health health(
      Duration interval,
      Instant attemptedAt,
      @Nullable Fault fault,
      @Nullable Instant failingSince,
      int failures) {
    return new Health(
        "a",
        "list a",
        "main",
        null,
        interval,
        null,
        at(0),
        attemptedAt,
        at(0),
        fault,
        failingSince,
        failures,
        null,
        null);
  }

  @Test
  void missingReadingsBeforeTheDaemonStart_areNotReported() {
    var unread = health(Duration.ofHours(1), at(0), null, null, 0);

    assertThat(eventTypes(unread, at(5))).containsExactly(SOURCE_UNREADABLE);
    assertThat(eventTypes(unread.sinceDaemonStart(at(4)), at(5))).isEmpty();
  }

  private static List<EventType> eventTypes(Health health, Instant now) {
    return new Policy(PolicySettings.DEFAULTS)
        .decideHealth(List.of(health), List.of(), now).events().stream().map(Event::type).toList();
  }

  @Test
  void neverAttempted_isReportedAsATimeout() {
    health.list("a");

    assertThat(decide(2)).isEmpty();
    assertThat(decide(3).getFirst().alert().reason()).isEqualTo("timeout");
  }

  @Test
  void invalidToken_isOneAlertAlthoughScopesFailLater() {
    for (int number = 0; number < 50; number++) {
      readCompletely("s" + number, 0);
    }
    var told = new ArrayList<Event>();
    for (int number = 0; number < 50; number++) {
      readFailed("s" + number, 1 + number / 50.0, FaultReason.UNAUTHORIZED);
      readFailed("s" + number, 2 + number / 50.0, FaultReason.UNAUTHORIZED);
      told.addAll(decide(2 + number / 50.0));
    }
    told.addAll(decide(9));

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(told.getFirst().summary())
        .isEqualTo(
            "Cloudflare refuses token main: nothing is read with it."
                + " Expiry alerts go on from the last known data.");
  }

  /** The reason that was told, "connection refused", no longer leads to the remedy. */
  @Test
  void tokenThatDiesDuringAnOutage_isTold() {
    readCompletely("a", 0);
    readFailed("a", 3, FaultReason.NETWORK);
    assertThat(decide(3)).extracting(Event::type).containsExactly(SOURCE_UNREADABLE);
    readFailed("a", 4, FaultReason.UNAUTHORIZED);
    readFailed("a", 5, FaultReason.UNAUTHORIZED);

    assertThat(decide(5)).extracting(Event::type).containsExactly(CREDENTIAL_REFUSED);
    assertThat(decide(9)).isEmpty();
    readCompletely("a", 10);
    assertThat(decide(10))
        .extracting(Event::type)
        .containsExactlyInAnyOrder(CREDENTIAL_RECOVERED, SOURCE_RECOVERED);
  }

  @Test
  void refusedToken_isRemindedWeekly_andUnwatched() {
    readFailed("a", 0, FaultReason.UNAUTHORIZED);
    readFailed("a", 1, FaultReason.UNAUTHORIZED);
    decide(1);

    assertThat(decide(24 * 7)).isEmpty();
    assertThat(decide(1 + 24 * 7).getFirst().summary())
        .startsWith("Cloudflare still refuses token main, since 2026-11-20T13:00Z");
    health.lists.clear();
    var event = decide(2 + 24 * 7).getFirst();
    assertThat(event.type()).isEqualTo(CREDENTIAL_RECOVERED);
    assertThat(event.alert().reason()).isEqualTo("unwatched");
  }

  @Test
  void scopesNotTriedSinceTheTokenBecameInvalid_haveNoAlertOfTheirOwn() {
    readCompletely("a", 0);
    readCompletely("b", 0);
    readFailed("b", 1, FaultReason.UNAUTHORIZED);
    readFailed("b", 2, FaultReason.UNAUTHORIZED);
    decide(2);

    assertThat(decide(9)).isEmpty();
    readCompletely("b", 10);
    assertThat(decide(10)).isEmpty();
    readCompletely("a", 11);
    assertThat(decide(11)).extracting(Event::type).containsExactly(CREDENTIAL_RECOVERED);
  }

  @Test
  void oneAlert_perCredential_ofTheMainReason() {
    readCompletely("a", 0);
    readCompletely("b", 0);
    readCompletely("c", 0);
    health.list("c").credential = "other";
    readFailed("a", 3, FaultReason.TIMEOUT);
    readFailed("b", 3, FaultReason.NETWORK);
    readFailed("c", 3, FaultReason.TIMEOUT);

    assertThat(decide(3)).hasSize(2);
  }

  @Test
  void otherMainReason_isToldOnce() {
    for (var key : List.of("a", "b", "c")) {
      readCompletely(key, 0);
      readFailed(key, 3, FaultReason.NETWORK);
    }
    decide(3);
    for (var key : List.of("a", "b")) {
      readFailed(key, 4, FaultReason.HTTP_5XX);
    }

    assertThat(decide(4))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.alert().reason()).isEqualTo("http_5xx");
              assertThat(event.summary()).contains("2 of 3 lists unread: list a, list b.");
            });
    assertThat(decide(5)).isEmpty();
  }

  /** The first list that passes its limit is not the extent of an outage. */
  @Test
  void everyListThatFails_counts_andGrowthByHalfIsTold_afterFiveMinutes() {
    for (var key : List.of("a", "b", "c", "d")) {
      readCompletely(key, 0);
    }
    readFailed("a", 3, FaultReason.TIMEOUT);
    for (var key : List.of("b", "c", "d")) {
      readCompletely(key, 2.9);
    }
    assertThat(decide(3).getFirst().summary()).contains("1 of 4 lists unread: list a");
    readFailed("b", 3.01, FaultReason.TIMEOUT);
    assertThat(decide(3.02)).isEmpty();
    readFailed("c", 3.05, FaultReason.TIMEOUT);
    readFailed("d", 3.06, FaultReason.TIMEOUT);

    var event = decide(3.09).getFirst();
    assertThat(event.summary()).contains(": 4 of 4 lists unread. ");
    assertThat(event.alert().id().episode()).isEqualTo(1);
    assertThat(decide(4)).isEmpty();
  }

  @Test
  void recovered_whenNoScopeIsLeft() {
    readCompletely("a", 0);
    readCompletely("b", 0);
    readFailed("a", 3, FaultReason.TIMEOUT);
    readFailed("b", 3, FaultReason.TIMEOUT);
    decide(3);

    readCompletely("a", 4);
    assertThat(decide(4)).isEmpty();
    readCompletely("b", 5);
    var event = decide(5).getFirst();
    assertThat(event.type()).isEqualTo(SOURCE_RECOVERED);
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
    assertThat(event.summary()).isEqualTo("token main: 2 lists readable again, after 2 h");
    assertThat(event.alert().state()).isEqualTo(Alert.State.RESOLVED);
    assertThat(health.lists.values()).allMatch(state -> state.alertKey == null);
  }

  @Test
  void nextFailure_isTheNextEpisode() {
    readCompletely("a", 0);
    readFailed("a", 3, FaultReason.TIMEOUT);
    decide(3);
    readCompletely("a", 4);
    decide(4);
    readFailed("a", 7, FaultReason.TIMEOUT);

    assertThat(decide(7).getFirst().alert().id().episode()).isEqualTo(2);
  }

  @Test
  void anotherFailure_isNoRecovery_andToldAtMostEveryFiveMinutes() {
    readCompletely("a", 0);
    readFailed("a", 3, FaultReason.TIMEOUT);
    decide(3);
    for (var reason : FaultReason.values()) {
      readFailed("a", 3.05, reason);
      assertThat(decide(3.05)).isEmpty();
    }
  }

  @Test
  void stillUnreadable_isRemindedWeekly() {
    readCompletely("a", 0);
    readFailed("a", 3, FaultReason.TIMEOUT);
    decide(3);

    assertThat(decide(3 + 24 * 7 - 1)).isEmpty();
    assertThat(decide(3 + 24 * 7)).extracting(Event::type).containsExactly(SOURCE_UNREADABLE);
    assertThat(decide(3 + 24 * 7 + 1)).isEmpty();
  }

  @Test
  void goneScope_hasAnAlertOfItsOwnUntilItIsReadAgain() {
    readCompletely("a", 0);
    health.list("a").goneSince = at(1);
    assertThat(decide(1).getFirst().alert().reason()).isEqualTo("gone");

    health.list("a").goneSince = null;
    assertThat(decide(5)).isEmpty();
    readCompletely("a", 6);
    assertThat(decide(6)).extracting(Event::type).containsExactly(SOURCE_RECOVERED);
  }

  @Test
  void scopeRemovedFromTheConfig_resolvesAsUnwatched() {
    readCompletely("a", 0);
    readFailed("a", 3, FaultReason.TIMEOUT);
    decide(3);
    health.lists.clear();

    var event = decide(4).getFirst();
    assertThat(event.type()).isEqualTo(SOURCE_RECOVERED);
    assertThat(event.alert().reason()).isEqualTo("unwatched");
  }

  @Test
  void massAbsenceOfOneScope_isIgnored() {
    var store = new InMemoryPolicyStore();
    var all = new ArrayList<Certificate>();
    for (int number = 0; number < 20; number++) {
      all.add(TestCertificates.certificate("c" + number).build());
    }
    store.read(0, all.toArray(Certificate[]::new));
    store.read(1);
    store.firing().forEach(alert -> health.alerts.put(alert.id().key(), alert));

    assertThat(health.alerts).hasSize(1);
    assertThat(decide(1)).isEmpty();
  }

  @Test
  void knownRefusal_bringsItsNextStepIntoTheEvent() {
    readCompletely("a", 0);
    var said = "HTTP 403, no JSON, text/html [cf-ray 8f1-FRA]";
    health.list("a").failed(at(3), new Fault(FaultReason.HTTP_4XX, said));

    assertThat(decide(3).getFirst().summary())
        .contains("(" + said + "; next step: ", "egress address");
  }

  @Test
  void hostileDetail_staysOnOneLine() {
    readCompletely("a", 0);
    health.list("a").failed(at(3), new Fault(FaultReason.MALFORMED, "bad\r\nX-Evil: 1"));

    assertThat(decide(3).getFirst().summary()).contains("(bad X-Evil: 1): 1 of 1 list unread");
  }

  private void readCompletely(String key, double hour) {
    health.list(key).complete(at(hour));
  }

  private void readFailed(String key, double hour, FaultReason reason) {
    health.list(key).failed(at(hour), new Fault(reason, ""));
  }

  private List<Event> decide(double hour) {
    return health.decide(at(hour));
  }

  private static Instant at(double hours) {
    return TODAY.plus(Duration.ofMillis(Math.round(hours * 3_600_000)));
  }
}
