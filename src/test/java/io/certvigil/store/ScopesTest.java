package io.certvigil.store;

import static io.certvigil.store.StoreFixture.GATEWAY;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.ZONE_B;
import static io.certvigil.store.StoreFixture.brokenDiscovery;
import static io.certvigil.store.StoreFixture.certificate;
import static io.certvigil.store.StoreFixture.complete;
import static io.certvigil.store.StoreFixture.discovery;
import static io.certvigil.store.StoreFixture.failed;
import static io.certvigil.store.StoreFixture.healthy;
import static io.certvigil.store.StoreFixture.watchedBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Discovery;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import io.certvigil.store.view.CertificateFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest extends StoreTestBase {
  private static final Instant SECOND = TODAY.plus(HOUR);
  private static final Instant THIRD = SECOND.plus(HOUR);

  /** Another watch finds zone A, with this credential. */
  private void foundBy(String watch, String credential) {
    var found = List.of(watchedBy(watch, ZONE_A));
    scopes().recordDiscovery(watch, credential, discovery(ZONE_A), found, TODAY);
  }

  private void read(WatchedScope watched, Reading reading, Instant now) {
    store().readings().commit(watched, reading, POLICY, now);
  }

  private List<WatchedScope> due(String watch) {
    return scopes().due(watch, 100);
  }

  private Health health(WatchedScope watched) {
    return health(watched.scope().key());
  }

  private Health health(String key) {
    return scopes().health().stream().filter(it -> it.key().equals(key)).findFirst().orElseThrow();
  }

  @Test
  void newScopes_areDueAtOnce() {
    found(TODAY, ZONE_A, GATEWAY);

    assertThat(due("main")).containsExactly(GATEWAY, ZONE_A);
    assertThat(scopes().dueCount("main")).isEqualTo(2);
    assertThat(scopes().watched()).containsExactlyInAnyOrder(ZONE_A, GATEWAY);
  }

  @Test
  void urgentLists_areOfAccountsOrNearAnExpiry() {
    found(TODAY, ZONE_A, ZONE_B, GATEWAY);
    read(ZONE_A, complete(ZONE_A, certificate("a", Duration.ofDays(29))), TODAY);
    read(ZONE_B, complete(ZONE_B, certificate("b", Duration.ofDays(40))), TODAY);
    read(GATEWAY, complete(GATEWAY), TODAY);

    var urgent =
        scopes().markUrgentDue("main", SECOND.plus(Duration.ofDays(30)), SECOND.plus(HOUR), SECOND);

    assertThat(urgent).containsExactlyInAnyOrder(ZONE_A.scope().key(), GATEWAY.scope().key());
    assertThat(due("main")).containsExactly(GATEWAY, ZONE_A);
  }

  @Test
  void attemptedScope_isNotDue() {
    found(TODAY, ZONE_A, ZONE_B);

    read(ZONE_A, healthy(ZONE_A, 1), TODAY);
    read(ZONE_B, failed(ZONE_B, FaultReason.TIMEOUT), TODAY);

    assertThat(due("main")).isEmpty();
  }

  @Test
  void dueScopes_surviveARestart() {
    found(TODAY, ZONE_A, ZONE_B);
    read(ZONE_A, healthy(ZONE_A, 1), TODAY);

    reopen();

    assertThat(due("main")).containsExactly(ZONE_B);
  }

  @Test
  void due_marksTheDiscoveryAndAllScopes_whenOneIsStillDue() {
    found(TODAY, ZONE_A, ZONE_B);
    read(ZONE_A, healthy(ZONE_A, 1), TODAY);

    scopes().due("main", SECOND);

    assertThat(due("main")).containsExactlyInAnyOrder(ZONE_A, ZONE_B);
    assertThat(scopes().discoveryDue("main")).isTrue();
    assertThat(scopes().lastDue("main")).contains(SECOND);
  }

  @Test
  void markAllDue_includesScopesWithoutPermission() {
    found(TODAY, ZONE_A);
    read(ZONE_A, failed(ZONE_A, FaultReason.FORBIDDEN), TODAY.minus(HOUR));
    read(ZONE_A, failed(ZONE_A, FaultReason.FORBIDDEN), TODAY);

    scopes().due("main", SECOND);
    assertThat(due("main")).isEmpty();
    scopes().markAllDue("main", SECOND);

    assertThat(due("main")).containsExactly(ZONE_A);
  }

  @Test
  void scope_belongsToTheFirstWatchOfTheConfigThatFindsIt() {
    store().applyConfig(List.of("first", "main"), Set.of(), "", TODAY);
    found(TODAY, ZONE_A);

    foundBy("first", "main");
    found(SECOND, ZONE_A);

    assertThat(scopes().watched().getFirst().watch()).isEqualTo("first");
  }

  @Test
  void releasedScope_isTakenByAnotherWatch() {
    store().applyConfig(List.of("main", "other"), Set.of(), "", TODAY);
    found(TODAY, ZONE_A);

    assertThat(scopes().releaseFromWatch(_ -> false)).isEqualTo(1);
    foundBy("other", "other");

    assertThat(scopes().watched().getFirst().watch()).isEqualTo("other");
    assertThat(due("other")).hasSize(1);
  }

  @Test
  void accountIsNotGone_whenTheListOfAccountsIsIncomplete() {
    found(TODAY, GATEWAY);
    var without = new Discovery(List.of(), List.of(), false, null);

    scopes().recordDiscovery("main", "main", without, List.of(), SECOND);
    scopes().recordDiscovery("main", "main", without, List.of(), THIRD);

    assertThat(scopes().health()).allMatch(health -> health.goneSince() == null);
  }

  @Test
  void firstDiscovery_staysDueUntilItIsComplete() {
    scopes().due("main", TODAY);

    scopes().recordDiscovery("main", "main", brokenDiscovery(), List.of(), TODAY);
    assertThat(scopes().discoveryDue("main")).isTrue();
    scopes().recordDiscovery("main", "main", discovery(ZONE_A), List.of(ZONE_A), SECOND);

    assertThat(scopes().discoveryDue("main")).isFalse();
  }

  @Test
  void lastDue_isEmptyBeforeTheFirst() {
    found(TODAY, ZONE_A);

    assertThat(scopes().lastDue("main")).isEmpty();
  }

  @Test
  void due_ordersByNextRungThenByAge() {
    var zoneC = StoreFixture.zone("zc", "c.example");
    found(TODAY, ZONE_A, ZONE_B, zoneC, GATEWAY);
    read(GATEWAY, complete(GATEWAY), TODAY);
    read(ZONE_B, complete(ZONE_B), TODAY.plusSeconds(1));
    read(ZONE_A, complete(ZONE_A), TODAY.plusSeconds(2));
    read(zoneC, complete(zoneC, certificate("c", Duration.ofDays(40))), TODAY.plusSeconds(3));

    scopes().due("main", SECOND);

    assertThat(due("main")).containsExactly(GATEWAY, zoneC, ZONE_B, ZONE_A);
  }

  @Test
  void neverReadableScope_isDueDaily() {
    found(TODAY, ZONE_A, ZONE_B);
    read(ZONE_A, failed(ZONE_A, FaultReason.FORBIDDEN), TODAY.minus(Duration.ofMinutes(10)));
    read(ZONE_A, failed(ZONE_A, FaultReason.FORBIDDEN), TODAY);
    read(ZONE_B, failed(ZONE_B, FaultReason.TIMEOUT), TODAY);

    scopes().due("main", SECOND);
    assertThat(due("main")).containsExactly(ZONE_B);
    found(SECOND, ZONE_A, ZONE_B);
    read(ZONE_B, healthy(ZONE_B, 1), SECOND);

    scopes().due("main", TODAY.plus(Duration.ofDays(1)));
    assertThat(due("main")).containsExactlyInAnyOrder(ZONE_A, ZONE_B);
  }

  /** Each attempt is the given number of minutes after the first. */
  @ParameterizedTest
  @CsvSource({
    "0 FORBIDDEN, true",
    "0 FORBIDDEN 9 FORBIDDEN, true",
    "0 FORBIDDEN 10 FORBIDDEN, false",
    "0 HTTP_4XX 30 HTTP_4XX, true",
    "0 UNAUTHORIZED 30 UNAUTHORIZED, true",
    "0 FORBIDDEN 10 FORBIDDEN 20 HTTP_4XX, true",
    "0 HTTP_4XX 30 FORBIDDEN, true"
  })
  void scopeThatFailsFromTheStart_isDueAtTheNextSweep_unlessDenialIsProven(
      String attempts, boolean due) {
    found(TODAY, ZONE_A);
    var words = attempts.split(" ", -1);
    for (int at = 0; at < words.length; at += 2) {
      var when = TODAY.plus(Duration.ofMinutes(Integer.parseInt(words[at])));
      read(ZONE_A, failed(ZONE_A, FaultReason.valueOf(words[at + 1])), when);
    }

    scopes().due("main", SECOND);

    assertThat(due("main")).hasSize(due ? 1 : 0);
    assertThat(health(ZONE_A).neverPermitted()).isEqualTo(!due);
  }

  @Test
  void onceReadableScope_isAlwaysDue() {
    found(TODAY, ZONE_A);
    read(ZONE_A, healthy(ZONE_A, 1), TODAY);
    read(ZONE_A, failed(ZONE_A, FaultReason.FORBIDDEN), SECOND);

    scopes().due("main", THIRD);

    assertThat(due("main")).containsExactly(ZONE_A);
  }

  @Test
  void scopeMissedTwice_isGone() {
    found(TODAY, ZONE_A, ZONE_B);

    found(SECOND, ZONE_A);
    assertThat(health(ZONE_B).goneSince()).isNull();
    found(SECOND.plusSeconds(60), ZONE_A);
    assertThat(health(ZONE_B).goneSince()).isNull();
    found(THIRD, ZONE_A);

    assertThat(health(ZONE_B).goneSince()).isEqualTo(THIRD);
    assertThat(due("main")).containsExactly(ZONE_A);
  }

  @Test
  void scopeMissedByABrokenDiscovery_isNotGone() {
    found(TODAY, ZONE_A, ZONE_B);

    for (var now : List.of(SECOND, THIRD, THIRD.plus(HOUR))) {
      scopes().recordDiscovery("main", "main", brokenDiscovery(ZONE_A), List.of(ZONE_A), now);
    }

    assertThat(health(ZONE_B).goneSince()).isNull();
    assertThat(health("discovery/main").failures()).isEqualTo(3);
    assertThat(health("discovery/main").completeAt()).isEqualTo(TODAY);
  }

  @Test
  void scopeSeenBetweenTwoMisses_isNotGone() {
    found(TODAY, ZONE_A, ZONE_B);
    found(SECOND, ZONE_A);
    found(SECOND.plusSeconds(60), ZONE_A, ZONE_B);

    found(THIRD, ZONE_A);

    assertThat(health(ZONE_B).goneSince()).isNull();
  }

  @Test
  void goneScope_isDueWhenFoundAgain() {
    found(TODAY, ZONE_A, ZONE_B);
    read(ZONE_B, healthy(ZONE_B, 1), TODAY);
    found(SECOND, ZONE_A);
    found(THIRD, ZONE_A);

    found(THIRD.plus(HOUR), ZONE_A, ZONE_B);

    assertThat(health(ZONE_B).goneSince()).isNull();
    assertThat(due("main")).contains(ZONE_B);
  }

  @Test
  void scopeOfAnotherWatch_staysThere() {
    found(TODAY, ZONE_A);

    foundBy("other", "other");

    assertThat(scopes().watched()).containsExactly(ZONE_A);
  }

  @Test
  void scopeOfARemovedWatch_isTakenByTheNext() {
    found(TODAY, ZONE_A);
    store().applyConfig(List.of("other"), Set.of(), "", TODAY);

    foundBy("other", "main");

    assertThat(scopes().watched()).containsExactly(watchedBy("other", ZONE_A));
  }

  @Test
  void discoveryThatNoWatchNeeds_isRemoved() {
    found(TODAY, ZONE_A);

    store().applyConfig(List.of("other"), Set.of(), "", TODAY);

    assertThat(scopes().health()).extracting(Health::key).containsExactly(ZONE_A.scope().key());
  }

  @Test
  void names_areUpdated() {
    found(TODAY, ZONE_A);

    var renamed = StoreFixture.zone("za", "renamed.example");
    found(SECOND, renamed);

    assertThat(scopes().watched()).containsExactly(renamed);
  }

  @Test
  void interval_isUpdated() {
    found(TODAY, ZONE_A);

    scopes().setEffectiveInterval("main", Duration.ofHours(3), TODAY);

    assertThat(due("main").getFirst().interval()).isEqualTo(Duration.ofHours(3));
    assertThat(health("discovery/main").interval()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void unwatchedScope_resolvesItsAlertsAndIsNotReadAgain() {
    found(TODAY, ZONE_A, ZONE_B);
    read(ZONE_A, complete(ZONE_A, certificate("c1", Duration.ofDays(13))), TODAY);

    scopes().retainWatched(list -> list.scope().equals(ZONE_B.scope()), POLICY, SECOND);

    assertThat(scopes().watched()).containsExactly(ZONE_B);
    assertThat(due("main")).containsExactly(ZONE_B);
    var alert = store().inventory().alerts(true, SECOND).getFirst().alert();
    assertThat(alert.reason()).isEqualTo("unwatched");
    assertThat(store().inventory().events(10)).hasSize(2);
    assertThat(store().inventory().count(CertificateFilter.ALL, SECOND)).isZero();
  }

  @Test
  void readingOfAnUnwatchedScope_changesNothing() {
    found(TODAY, ZONE_A);
    read(ZONE_A, healthy(ZONE_A, 1), TODAY);
    scopes().retainWatched(_ -> false, POLICY, SECOND);

    var late = store().readings().commit(ZONE_A, healthy(ZONE_A, 2), POLICY, SECOND);

    assertThat(late.changes()).isEmpty();
    assertThat(scopes().watched()).isEmpty();
  }

  @Test
  void scopeWatchedAgain_isANewBaseline() {
    found(TODAY, ZONE_A);
    read(ZONE_A, complete(ZONE_A, certificate("c1", Duration.ofDays(13))), TODAY);
    scopes().retainWatched(_ -> false, POLICY, SECOND);

    found(THIRD, ZONE_A);
    var gone = complete(ZONE_A, certificate("c2", Duration.ofDays(300)));
    var committed = store().readings().commit(ZONE_A, gone, POLICY, THIRD);

    assertThat(committed.events()).isEmpty();
    assertThat(health(ZONE_A).watchedSince()).isEqualTo(THIRD);
    assertThat(store().inventory().count(CertificateFilter.ALL, THIRD)).isEqualTo(1);
  }

  @Test
  void excludedScope_isNotGone() {
    found(TODAY, ZONE_A, ZONE_B);

    for (var now : List.of(SECOND, THIRD, THIRD.plus(HOUR))) {
      var whole = discovery(ZONE_A, ZONE_B);
      scopes().recordDiscovery("main", "main", whole, List.of(ZONE_A), now);
    }

    assertThat(health(ZONE_B).goneSince()).isNull();
  }

  @Test
  void discovery_hasAHealth() {
    scopes()
        .recordDiscovery(
            "main", "main", new Discovery(List.of(), List.of(), true, null), List.of(), TODAY);

    var health = health("discovery/main");

    assertThat(health.completeAt()).isEqualTo(TODAY);
    assertThat(health.source()).isNull();
    assertThat(health.credential()).isEqualTo("main");
  }
}
