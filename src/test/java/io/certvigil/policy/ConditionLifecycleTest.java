package io.certvigil.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.ConditionBook;
import io.certvigil.diff.ServingCertificates;
import io.certvigil.model.Actor;
import io.certvigil.model.Condition;
import io.certvigil.model.ConditionKind;
import io.certvigil.model.Finding;
import io.certvigil.model.Findings;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Packs and hostnames over their lives: what is healthy is silent, what is not is told once. */
class ConditionLifecycleTest {
  private static final int RUNS = Integer.getInteger("certvigil.condition.runs", 40);
  private static final Instant START = Instant.parse("2026-12-01T00:00:00Z");
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final WatchedScope WATCHED =
      new WatchedScope(
          Scope.ofZone(
              Source.CERTIFICATE_PACKS,
              new ResourceRef("a1", "acme"),
              new ResourceRef("z1", "example.com")),
          "main",
          "main",
          INTERVAL,
          Map.of());

  private final Map<String, Alert> alerts = new HashMap<>();
  private final List<Event> events = new ArrayList<>();
  private List<Condition> conditions = List.of();
  private boolean fullZone = true;
  private Instant now = START;

  static IntStream seeds() {
    return IntStream.range(0, RUNS);
  }

  /**
   * A year of a healthy pack, read each hour, sometimes in part or not at all: new certificates are
   * validated within the time that is normal, and old errors stay beside an active certificate.
   */
  @ParameterizedTest
  @MethodSource("seeds")
  void healthyLife_isSilent(int seed) {
    var random = new Random(seed);
    fullZone = random.nextBoolean();
    var grace = fullZone ? Duration.ofMinutes(15) : Duration.ofDays(1);
    var end = START.plus(Duration.ofDays(90));
    @Nullable Instant validatedAt = null;
    for (int hour = 0; hour < 24 * 365; hour++) {
      now = now.plus(INTERVAL);
      if (validatedAt == null && now.isAfter(end.minus(Duration.ofDays(30)))) {
        validatedAt = now.plusSeconds(random.nextLong(grace.toSeconds()));
      }
      boolean pending = validatedAt != null && now.isBefore(validatedAt);
      if (validatedAt != null && !pending) {
        end = now.plus(Duration.ofDays(90));
        validatedAt = null;
      }
      var finding = pending ? pack(Finding.Stage.PENDING, end) : staleErrors(random, end);
      if (pending || random.nextInt(8) > 0) { // a reading that fails says nothing
        read(finding, pending || random.nextInt(6) > 0);
      }
      minute();
    }
    assertThat(events).isEmpty();
  }

  /** Errors of an earlier attempt, beside a certificate that is not near its end. */
  private static @Nullable Finding staleErrors(Random random, Instant end) {
    return random.nextInt(4) == 0 ? pack(Finding.Stage.RENEWING, end) : null;
  }

  @Test
  void pendingPack_isTold_onlyIfAReadingSeesItAfterItsTime() {
    read(pack(Finding.Stage.PENDING, in(60)), true);
    after(Duration.ofMinutes(40));
    minute();
    assertThat(events).as("it may have been validated since").isEmpty();

    read(pack(Finding.Stage.PENDING, in(60)), true);

    assertThat(types()).containsExactly("renewal.blocked");
    assertThat(events.getFirst().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void partialReading_endsNothing_twoCompleteOnesDo() {
    read(pack(Finding.Stage.FAILED, in(60)), true);
    read(null, false);
    after(INTERVAL);
    read(null, true);
    after(INTERVAL);
    read(null, false);
    assertThat(types()).containsExactly("renewal.blocked");

    after(INTERVAL);
    read(null, true);

    assertThat(types()).containsExactly("renewal.blocked", "renewal.recovered");
    read(pack(Finding.Stage.FAILED, in(60)), true);
    assertThat(alerts.values().iterator().next().id().episode()).isEqualTo(2);
    assertThat(events.stream().map(Event::id)).doesNotHaveDuplicates();
  }

  @Test
  void twoReadings_areTenMinutesApart() {
    read(pack(Finding.Stage.FAILED, in(60)), true);
    read(null, true);
    after(Duration.ofMinutes(9));
    read(null, true);
    assertThat(types()).containsExactly("renewal.blocked");

    after(Duration.ofMinutes(1));
    read(null, true);

    assertThat(types()).containsExactly("renewal.blocked", "renewal.recovered");
  }

  @Test
  void conditionThatComesAndGoes_isToldOnce_andEndsOnce() {
    for (int hour = 0; hour < 72; hour++) {
      read(hour % 2 == 0 ? pack(Finding.Stage.FAILED, in(60)) : null, true);
      after(INTERVAL);
      minute();
    }
    assertThat(types()).containsExactly("renewal.blocked");

    read(null, true);
    assertThat(types()).containsExactly("renewal.blocked", "renewal.recovered");
  }

  /** It is not over while it comes and goes, so its time goes on. */
  @Test
  void conditionThatComesAndGoes_isOldEnoughAfterItsTime() {
    read(pack(Finding.Stage.PENDING, in(60)), true);
    after(Duration.ofMinutes(10));
    read(null, true);
    assertThat(types()).isEmpty();
    after(Duration.ofMinutes(5));
    read(pack(Finding.Stage.PENDING, in(60)), true);

    assertThat(types()).containsExactly("renewal.blocked");
    assertThat(conditions.getFirst().since()).isEqualTo(START);
  }

  @Test
  void whatTheLastReadingDidNotShow_isNeitherWorseNorRemindedOf_untilItIsBack() {
    read(pack(Finding.Stage.FAILED, in(9)), true);
    after(INTERVAL);
    read(null, true);
    after(Duration.ofDays(8));
    minute();
    assertThat(events).extracting(Event::severity).containsExactly(Severity.WARNING);

    read(pack(Finding.Stage.FAILED, in(9)), true);

    assertThat(events)
        .extracting(Event::severity)
        .containsExactly(Severity.WARNING, Severity.CRITICAL);
  }

  @Test
  void missingAfterAHealthyReading_isNoSecondHealthyOne() {
    read(pack(Finding.Stage.FAILED, in(60)), true);
    read(null, true);
    after(INTERVAL);
    readEmpty(ConditionBook.Missing.MAY_BE_REMOVED);
    assertThat(types()).containsExactly("renewal.blocked");
    after(INTERVAL);
    readEmpty(ConditionBook.Missing.MAY_BE_REMOVED);

    assertThat(events.getLast().alert().reason()).isEqualTo("removed");
  }

  @Test
  void removedPack_isResolved_afterTwoCompleteReadingsWithoutIt() {
    read(pack(Finding.Stage.FAILED, in(60)), true);
    readEmpty(ConditionBook.Missing.MAY_BE_REMOVED);
    assertThat(types()).hasSize(1);
    after(Duration.ofMinutes(10));

    readEmpty(ConditionBook.Missing.MAY_BE_REMOVED);

    assertThat(types()).containsExactly("renewal.blocked", "renewal.recovered");
    assertThat(events.getLast().alert().reason()).isEqualTo("removed");
  }

  @Test
  void whatACredentialNoLongerSees_isNotResolved() {
    read(pack(Finding.Stage.FAILED, in(60)), true);
    readEmpty(ConditionBook.Missing.HIDDEN);
    for (int reading = 0; reading < 5; reading++) {
      after(Duration.ofHours(1));
      readEmpty(ConditionBook.Missing.MAY_BE_REMOVED);
    }

    assertThat(types()).containsExactly("renewal.blocked");
  }

  @Test
  void changedCause_isOneUpdate_ofTheSameAlert() {
    read(pack("dnssec", Finding.Stage.FAILED, in(60)), true);
    read(pack("caa", Finding.Stage.FAILED, in(60)), true);
    read(pack("caa", Finding.Stage.FAILED, in(60)), true);

    assertThat(types()).containsExactly("renewal.blocked", "renewal.blocked");
    assertThat(alerts).hasSize(1);
    assertThat(alerts.values().iterator().next().id().episode()).isEqualTo(1);
  }

  /** Of a CA that alternates between two texts, each is told once a day. */
  @Test
  void alternatingCauses_areToldOnceADayEach() {
    for (int hour = 0; hour < 24 * 3; hour++) {
      read(pack(hour % 2 == 0 ? "dnssec" : "servfail", Finding.Stage.FAILED, in(60)), true);
      after(INTERVAL);
    }

    assertThat(types()).hasSize(6).containsOnly("renewal.blocked");
    assertThat(events.stream().map(Event::id)).doesNotHaveDuplicates();
    assertThat(conditions.getFirst().told()).hasSize(2);
  }

  @Test
  void causesThatAreAlwaysNew_areToldFourTimesADay_andASeverityThatRisesIsAlwaysTold() {
    for (int hour = 0; hour < 24; hour++) {
      read(pack("text " + hour, Finding.Stage.FAILED, in(8)), true);
      after(INTERVAL);
    }
    assertThat(types()).hasSize(4);

    after(Duration.ofMinutes(-30));
    read(pack("text 99", Finding.Stage.FAILED, in(7)), true);

    assertThat(types()).hasSize(5);
    assertThat(events.getLast().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(events.getLast().summary()).contains("text 99");
  }

  @Test
  void causeThatStays_isTold_oneDayAfterItWasToldBefore() {
    read(pack("dnssec", Finding.Stage.FAILED, in(60)), true);
    after(Duration.ofHours(1));
    read(pack("caa", Finding.Stage.FAILED, in(60)), true);
    after(Duration.ofHours(1));
    read(pack("dnssec", Finding.Stage.FAILED, in(60)), true);
    assertThat(types()).hasSize(2);
    after(Duration.ofHours(22));
    read(pack("dnssec", Finding.Stage.FAILED, in(60)), true);

    assertThat(types()).hasSize(3);
    assertThat(events.getLast().summary()).contains("dnssec");
  }

  @Test
  void causeThatIsNotTold_leavesTheAcknowledgement() {
    read(pack("dnssec", Finding.Stage.FAILED, null), true);
    read(pack("caa", Finding.Stage.FAILED, null), true);
    alerts.replaceAll((_, alert) -> alert.acknowledged("olga", now));
    after(Duration.ofHours(1));
    read(pack("dnssec", Finding.Stage.FAILED, null), true);

    assertThat(types()).hasSize(2);
    assertThat(alerts.values().iterator().next().progress().ack()).isNotNull();
  }

  @Test
  void severityRises_sevenDaysBeforeTheEnd_once() {
    read(pack(Finding.Stage.FAILED, in(9)), true);
    after(Duration.ofDays(2));
    minute();
    minute();

    assertThat(events)
        .extracting(Event::severity)
        .containsExactly(Severity.WARNING, Severity.CRITICAL);
  }

  @Test
  void nothingServed_isCritical_andRemindedDaily_untilAcknowledged() {
    read(pack(Finding.Stage.FAILED, null), true);
    after(Duration.ofDays(1));
    minute();
    minute();
    assertThat(events).extracting(Event::severity).containsOnly(Severity.CRITICAL).hasSize(2);

    alerts.replaceAll((_, alert) -> alert.acknowledged("olga", now));
    after(Duration.ofDays(3));
    minute();

    assertThat(events).hasSize(2);
  }

  private static Finding pack(Finding.Stage stage, @Nullable Instant end) {
    return pack("pending_validation", stage, end);
  }

  private static Finding pack(String cause, Finding.Stage stage, @Nullable Instant end) {
    return new Finding(
        end == null ? ConditionKind.NOT_ISSUED : ConditionKind.RENEWAL_BLOCKED,
        new Finding.Subject(Finding.SubjectType.PACK, "p1", "example.com"),
        stage,
        cause,
        cause,
        Actor.YOU,
        List.of(),
        List.of("example.com"),
        end,
        14);
  }

  private void read(@Nullable Finding finding, boolean complete) {
    var answer = new Findings(List.of("p1"), finding == null ? List.of() : List.of(finding));
    read(answer, complete, ConditionBook.Missing.MAY_BE_REMOVED);
  }

  private void readEmpty(ConditionBook.Missing missing) {
    read(Findings.NONE, true, missing);
  }

  private void read(Findings answer, boolean complete, ConditionBook.Missing missing) {
    var proof = new ConditionBook.Proof(complete, missing, INTERVAL, fullZone);
    var before = conditions;
    var book =
        ConditionBook.after(
            WATCHED.scope().key(), before, answer, ServingCertificates.NONE, proof, now);
    conditions = book.current();
    var ended = new LinkedHashMap<Condition, String>();
    before.stream()
        .filter(one -> book.ended().containsKey(one.key()))
        .forEach(one -> ended.put(one, book.ended().get(one.key())));
    decide(ended);
  }

  private void minute() {
    decide(Map.of());
  }

  private void decide(Map<Condition, String> ended) {
    var decided =
        new ConditionCase(WATCHED, List.copyOf(alerts.values()), now).decide(conditions, ended);
    decided.decision().alerts().forEach(alert -> alerts.put(alert.id().key(), alert));
    events.addAll(decided.decision().events());
    var told = new HashMap<String, Condition>();
    decided.told().forEach(one -> told.put(one.key(), one));
    conditions = conditions.stream().map(one -> told.getOrDefault(one.key(), one)).toList();
  }

  private List<String> types() {
    return events.stream().map(event -> event.type().word()).toList();
  }

  private void after(Duration time) {
    now = now.plus(time);
  }

  private Instant in(int days) {
    return START.plus(Duration.ofDays(days));
  }
}
