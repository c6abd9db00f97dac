package io.certvigil.policy;

import static io.certvigil.policy.EventType.SOURCE_RECOVERED;
import static io.certvigil.policy.EventType.SOURCE_UNREADABLE;
import static io.certvigil.policy.TestCertificates.HOUR;
import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.Reason;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
  private final Map<String, State> scopes = new LinkedHashMap<>();
  private final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();

  @Test
  void nothing_whileReadingsAreComplete() {
    for (int hour = 0; hour < 50; hour++) {
      good("a", hour);
      assertThat(decide(hour)).isEmpty();
    }
  }

  @Test
  void unreadable_afterTwoAndAHalfIntervals() {
    good("a", 0);
    bad("a", 1, Reason.TIMEOUT);
    bad("a", 2, Reason.HTTP_5XX);

    assertThat(decide(2.5)).isEmpty();
    var event = decide(2.51).getFirst();
    assertThat(event.type()).isEqualTo(SOURCE_UNREADABLE);
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
    assertThat(event.alert().reason()).isEqualTo("http_5xx");
    assertThat(event.summary()).isEqualTo("credential main, http_5xx: 1 list unreadable: list a");
    assertThat(decide(3)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"UNAUTHORIZED", "FORBIDDEN"})
  void turnedAwayTwice_whereItWasReadable_isToldAtOnce(Reason reason) {
    good("a", 0);
    bad("a", 0.5, reason);
    assertThat(decide(0.6)).isEmpty();
    bad("a", 0.5 + 1 / 13.0, reason);
    assertThat(decide(0.6)).isEmpty();
    bad("a", 0.5 + 1 / 12.0, reason);

    assertThat(decide(0.6)).extracting(Event::type).containsExactly(SOURCE_UNREADABLE);
  }

  @Test
  void turnedAwayOnce_isNotEnoughHoweverLongAgo() {
    good("a", 0);
    bad("a", 0.1, Reason.UNAUTHORIZED);

    assertThat(decide(2)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"FORBIDDEN", "HTTP_4XX"})
  void neverPermitted_isAStateAndNoAlert(Reason reason) {
    for (int hour = 0; hour < 100; hour++) {
      bad("a", hour, reason);
      assertThat(decide(hour)).isEmpty();
    }
  }

  @Test
  void deadTokenFromTheStart_isAnAlert() {
    bad("a", 0, Reason.UNAUTHORIZED);
    assertThat(decide(0)).isEmpty();
    bad("a", 1, Reason.UNAUTHORIZED);

    assertThat(decide(1)).hasSize(1);
  }

  @Test
  void failedThriceOverHours_isTold_howeverLongTheScheduleRests() {
    assertThat(told(failingFrom1Until(3.9), at(4))).isEmpty();
    assertThat(told(failingFrom1Until(4), at(4))).containsExactly(SOURCE_UNREADABLE);
  }

  @Test
  void failedBeforeTheDaemonWasAwake_isNotToldYet() {
    var failing = failingFrom1Until(4);

    assertThat(told(failing.awakeSince(at(4)), at(5))).containsExactly(SOURCE_UNREADABLE);
    assertThat(told(failing.awakeSince(at(4.5)), at(5))).isEmpty();
  }

  private static Health failingFrom1Until(double last) {
    var weekend = Duration.ofHours(62);
    return new Health(
        "a",
        "list a",
        "main",
        null,
        weekend,
        at(0),
        at(last),
        at(0),
        new Fault(Reason.HTTP_5XX, ""),
        at(1),
        3,
        null,
        null);
  }

  @Test
  void silenceBeforeTheDaemonWasAwake_isNotTheSources() {
    var unread =
        new Health(
            "a",
            "list a",
            "main",
            null,
            Duration.ofHours(1),
            at(0),
            at(0),
            at(0),
            null,
            null,
            0,
            null,
            null);

    assertThat(told(unread, at(5))).containsExactly(SOURCE_UNREADABLE);
    assertThat(told(unread.awakeSince(at(4)), at(5))).isEmpty();
  }

  private static List<EventType> told(Health health, Instant now) {
    return new Policy(PolicySettings.DEFAULTS)
        .decideHealth(List.of(health), List.of(), now).events().stream().map(Event::type).toList();
  }

  @Test
  void neverAttempted_isToldAsATimeout() {
    scopes.put("a", new State("a"));

    assertThat(decide(2)).isEmpty();
    assertThat(decide(3).getFirst().alert().reason()).isEqualTo("timeout");
  }

  @Test
  void deadToken_isOneAlertAlthoughScopesFindOutLater() {
    for (int number = 0; number < 50; number++) {
      good("s" + number, 0);
    }
    var told = new ArrayList<Event>();
    for (int number = 0; number < 50; number++) {
      bad("s" + number, 1 + number / 50.0, Reason.UNAUTHORIZED);
      bad("s" + number, 2 + number / 50.0, Reason.UNAUTHORIZED);
      told.addAll(decide(2 + number / 50.0));
    }
    told.addAll(decide(9));

    assertThat(told).hasSize(1);
    assertThat(scopes.values()).allMatch(state -> state.toldUnder != null);
  }

  @Test
  void scopesNotTriedSinceTheTokenDied_areNoAlertOfTheirOwn() {
    good("a", 0);
    good("b", 0);
    bad("b", 1, Reason.UNAUTHORIZED);
    bad("b", 2, Reason.UNAUTHORIZED);
    decide(2);

    assertThat(decide(9)).isEmpty();
    good("b", 10);
    assertThat(decide(10)).isEmpty();
    good("a", 11);
    assertThat(decide(11)).extracting(Event::type).containsExactly(SOURCE_RECOVERED);
  }

  @Test
  void groups_areByCredentialAndReason() {
    good("a", 0);
    good("b", 0);
    good("c", 0);
    state("c").credential = "other";
    bad("a", 3, Reason.TIMEOUT);
    bad("b", 3, Reason.NETWORK);
    bad("c", 3, Reason.TIMEOUT);

    assertThat(decide(3)).hasSize(3);
  }

  @Test
  void joining_isToldAtMostOnceAnHour() {
    for (var key : List.of("a", "b", "c", "d")) {
      good(key, 0);
    }
    bad("a", 3, Reason.TIMEOUT);
    good("b", 1);
    good("c", 1.1);
    good("d", 1.2);
    decide(3);
    bad("b", 3.6, Reason.TIMEOUT);
    bad("c", 3.7, Reason.TIMEOUT);
    bad("d", 3.8, Reason.TIMEOUT);

    assertThat(decide(3.9)).isEmpty();
    var event = decide(4).getFirst();
    assertThat(event.summary()).endsWith("3 lists unreadable: list b, list c, list d");
    assertThat(event.alert().id().episode()).isEqualTo(1);
  }

  @Test
  void recovered_whenNoneIsLeft() {
    good("a", 0);
    good("b", 0);
    bad("a", 3, Reason.TIMEOUT);
    bad("b", 3, Reason.TIMEOUT);
    decide(3);

    good("a", 4);
    assertThat(decide(4)).isEmpty();
    good("b", 5);
    var event = decide(5).getFirst();
    assertThat(event.type()).isEqualTo(SOURCE_RECOVERED);
    assertThat(event.severity()).isEqualTo(Severity.WARNING);
    assertThat(event.alert().state()).isEqualTo(Alert.State.RESOLVED);
    assertThat(scopes.values()).allMatch(state -> state.toldUnder == null);
  }

  @Test
  void nextTime_isTheNextEpisode() {
    good("a", 0);
    bad("a", 3, Reason.TIMEOUT);
    decide(3);
    good("a", 4);
    decide(4);
    bad("a", 7, Reason.TIMEOUT);

    assertThat(decide(7).getFirst().alert().id().episode()).isEqualTo(2);
  }

  @Test
  void anotherFailure_isNoRecoveryAndNoNews() {
    good("a", 0);
    bad("a", 1, Reason.UNAUTHORIZED);
    bad("a", 2, Reason.UNAUTHORIZED);
    decide(2);
    for (var reason : Reason.values()) {
      bad("a", 2.2, reason);
      assertThat(decide(2.2)).isEmpty();
    }
  }

  @Test
  void stillUnreadable_isToldWeekly() {
    good("a", 0);
    bad("a", 3, Reason.TIMEOUT);
    decide(3);

    assertThat(decide(3 + 24 * 7 - 1)).isEmpty();
    assertThat(decide(3 + 24 * 7)).extracting(Event::type).containsExactly(SOURCE_UNREADABLE);
    assertThat(decide(3 + 24 * 7 + 1)).isEmpty();
  }

  @Test
  void gone_isAGroupOfItsOwnUntilItIsReadAgain() {
    good("a", 0);
    state("a").goneSince = at(1);
    assertThat(decide(1).getFirst().alert().reason()).isEqualTo("gone");

    state("a").goneSince = null;
    assertThat(decide(5)).isEmpty();
    good("a", 6);
    assertThat(decide(6)).extracting(Event::type).containsExactly(SOURCE_RECOVERED);
  }

  @Test
  void takenOutOfTheConfig_resolvesAsUnwatched() {
    good("a", 0);
    bad("a", 3, Reason.TIMEOUT);
    decide(3);
    scopes.clear();

    var event = decide(4).getFirst();
    assertThat(event.type()).isEqualTo(SOURCE_RECOVERED);
    assertThat(event.alert().reason()).isEqualTo("unwatched");
  }

  @Test
  void massAbsenceOfOneScope_isNotItsBusiness() {
    var line = new InMemoryPolicyStore();
    var all = new ArrayList<Certificate>();
    for (int number = 0; number < 20; number++) {
      all.add(TestCertificates.certificate("c" + number).build());
    }
    line.read(0, all.toArray(Certificate[]::new));
    line.read(1);
    line.firing().forEach(alert -> alerts.put(alert.id().key(), alert));

    assertThat(alerts).hasSize(1);
    assertThat(decide(1)).isEmpty();
  }

  @Test
  void hostileDetail_staysOnOneLine() {
    good("a", 0);
    state("a").failed(at(3), new Fault(Reason.MALFORMED, "bad\r\nX-Evil: 1"));

    assertThat(decide(3).getFirst().summary()).endsWith("list a (bad X-Evil: 1)");
  }

  private void good(String key, double hour) {
    state(key).complete(at(hour));
  }

  private void bad(String key, double hour, Reason reason) {
    state(key).failed(at(hour), new Fault(reason, ""));
  }

  private State state(String key) {
    return scopes.computeIfAbsent(key, State::new);
  }

  /** Decides, stores, and decides again, which must give nothing. */
  private List<Event> decide(double hour) {
    var events = once(at(hour));
    assertThat(once(at(hour))).isEmpty();
    return events;
  }

  private List<Event> once(Instant now) {
    var healths = scopes.values().stream().map(State::health).toList();
    var decision =
        new Policy(PolicySettings.DEFAULTS)
            .decideHealth(healths, List.copyOf(alerts.values()), now);
    decision.alerts().forEach(alert -> alerts.put(alert.id().key(), alert));
    decision.told().forEach((key, alert) -> state(key).toldUnder = alert);
    decision.cleared().forEach(key -> state(key).toldUnder = null);
    decision.events().forEach(event -> assertThat(ids.add(event.id())).isTrue());
    return decision.events();
  }

  private static Instant at(double hours) {
    return TODAY.plus(Duration.ofMillis(Math.round(hours * 3_600_000)));
  }

  /** What a store keeps of one scope. */
  private static final class State {
    private final String key;
    private String credential = "main";
    private @Nullable Instant attemptedAt;
    private @Nullable Instant completeAt;
    private @Nullable Instant failingSince;
    private @Nullable Instant goneSince;
    private @Nullable Fault fault;
    private @Nullable String toldUnder;
    private int failures;

    State(String key) {
      this.key = key;
    }

    void complete(Instant now) {
      attemptedAt = now;
      completeAt = now;
      fault = null;
      failingSince = null;
      failures = 0;
    }

    void failed(Instant now, Fault next) {
      attemptedAt = now;
      failingSince = fault != null && fault.reason() == next.reason() ? failingSince : now;
      fault = next;
      failures++;
    }

    Health health() {
      return new Health(
          key,
          "list " + key,
          credential,
          Source.CLIENT_CERTIFICATES,
          HOUR,
          TODAY,
          attemptedAt,
          completeAt,
          fault,
          failingSince,
          failures,
          goneSince,
          toldUnder);
    }
  }
}
