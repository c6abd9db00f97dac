package io.certvigil.store;

import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.ZONE_B;
import static io.certvigil.store.StoreFixture.brokenDiscovery;
import static io.certvigil.store.StoreFixture.healthy;
import static io.certvigil.store.StoreFixture.watched;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Reading;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import io.certvigil.store.receiver.ConfigChange;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A watch that selects something else, or has another interval, than before. */
class WatchChangesTest extends StoreTestBase {
  private static final Instant SECOND = TODAY.plus(HOUR);
  private static final Instant THIRD = SECOND.plus(HOUR);

  private void read(WatchedScope watched, Reading reading, Instant now) {
    store().readings().commit(watched, reading, POLICY, now);
  }

  private List<WatchedScope> due(String watch) {
    return scopes().due(watch, 100);
  }

  private Health health(WatchedScope watched) {
    return scopes().health().stream()
        .filter(health -> health.key().equals(watched.scope().key()))
        .findFirst()
        .orElseThrow();
  }

  private void select(String zones, String labels) {
    var selection = new LinkedHashMap<String, Scopes.WatchSelection>();
    selection.put("main", new Scopes.WatchSelection(zones, labels));
    store().applyConfig(selection, new LinkedHashMap<>(), "", ConfigChange.START, SECOND);
  }

  private void watchedAndRead() {
    select("a", "{}");
    scopes().due("main", TODAY);
    found(TODAY, ZONE_A);
    read(ZONE_A, healthy(ZONE_A, 1), TODAY);
  }

  @Test
  void equalSelection_isNotDue() {
    watchedAndRead();

    select("a", "{}");

    assertThat(scopes().discoveryDue("main")).isFalse();
    assertThat(due("main")).isEmpty();
  }

  @Test
  void otherSelection_isDueNow_andReadsOnlyWhatIsNew() {
    watchedAndRead();

    select("a b", "{}");

    assertThat(scopes().discoveryDue("main")).isTrue();
    found(SECOND, ZONE_A, ZONE_B);
    assertThat(scopes().discoveryDue("main")).isFalse();
    assertThat(due("main")).containsExactly(ZONE_B);
  }

  @Test
  void otherSelection_staysDue_untilItsDiscoverySucceeds() {
    watchedAndRead();
    select("a b", "{}");

    scopes().recordDiscovery("main", "main", brokenDiscovery(), List.of(), SECOND);
    select("a b", "{}"); // a restart

    assertThat(scopes().discoveryDue("main")).isTrue();
    found(THIRD, ZONE_A, ZONE_B);
    assertThat(scopes().discoveryDue("main")).isFalse();
  }

  @Test
  void otherLabels_readEveryListAgain() {
    watchedAndRead();

    select("a", "{team=shop}");

    assertThat(due("main")).containsExactly(ZONE_A);
  }

  @Test
  void selectionOfANewWatch_doesNotMakeItDueTwice() {
    select("a", "{}");

    assertThat(scopes().discoveryDue("main")).isFalse();
  }

  @Test
  void staleness_countsFromTheShorterInterval() {
    found(TODAY, watched(ZONE_A.scope(), Duration.ofDays(1)));
    read(ZONE_A, healthy(ZONE_A, 1), TODAY);
    var applied = TODAY.plus(Duration.ofHours(20));

    scopes().setEffectiveInterval("main", HOUR, applied);

    for (var health : scopes().health()) {
      assertThat(health.interval()).isEqualTo(HOUR);
      assertThat(health.unreadableReason(applied.plus(Duration.ofHours(2)))).isEmpty();
      assertThat(health.unreadableReason(applied.plus(Duration.ofHours(3)))).contains("timeout");
    }
    assertThat(scopes().health()).hasSize(2);
  }

  /** Else a budget that changes with each sweep would postpone the staleness for ever. */
  @Test
  void slightlyShorterInterval_changesNothing() {
    found(TODAY, watched(ZONE_A.scope(), HOUR));
    read(ZONE_A, healthy(ZONE_A, 1), TODAY);
    var applied = TODAY.plus(Duration.ofHours(2));

    scopes().setEffectiveInterval("main", Duration.ofMinutes(50), applied);

    assertThat(health(ZONE_A).unreadableReason(TODAY.plus(Duration.ofMinutes(126))))
        .contains("timeout");
  }
}
