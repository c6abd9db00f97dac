package io.certvigil.store;

import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.Alert;
import io.certvigil.policy.DaemonHealth;
import io.certvigil.policy.Event;
import io.certvigil.store.view.AckResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acknowledgement and explanation of alerts, and alerts about the daemon itself. */
class AlertsTest extends StoreTestBase {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void ack_byCommand_isSeenByTheDaemonAndStopsReminders() {
    var key = fire();

    try (var command = engine().openForCommand()) {
      var result = command.alerts().ack(key, "mo", TODAY.plusSeconds(5));
      assertThat(result).isInstanceOf(AckResult.Changed.class);
    }

    assertThat(decideDue(TODAY.plus(DAY.multipliedBy(2)))).isEmpty();
    var ack = new Alert.Ack(TODAY.plusSeconds(5), "mo");
    assertThat(store().alerts().alert(key).orElseThrow().progress().ack()).isEqualTo(ack);
    assertThat(store().inventory().alerts(false, TODAY))
        .extracting(view -> view.alert().progress().ack())
        .containsExactly(ack);
  }

  @Test
  void secondAck_isUnchangedAndNamesTheFirst() {
    var key = fire();
    store().alerts().ack(key, "mo", TODAY);

    var again = store().alerts().ack(key, "jo", TODAY.plusSeconds(9));

    assertThat(again).isEqualTo(new AckResult.Unchanged(firing(key)));
    assertThat(firing(key).progress().ack()).isEqualTo(new Alert.Ack(TODAY, "mo"));
  }

  @Test
  void unack_decidesAgainAndResumesReminders() {
    var key = fire();
    store().alerts().ack(key, "mo", TODAY);
    decideDue(TODAY.plus(DAY));
    var later = TODAY.plus(DAY).plusSeconds(60);

    assertThat(store().alerts().unack(key, "olga", later)).isInstanceOf(AckResult.Changed.class);
    assertThat(store().alerts().unack(key, "olga", later)).isInstanceOf(AckResult.Unchanged.class);

    assertThat(decideDue(later)).isEmpty();
    assertThat(decideDue(TODAY.plus(DAY.multipliedBy(2))))
        .extracting(event -> event.type().word())
        .containsExactly("certificate.reminder");
  }

  @Test
  void unknownAlert_isNotFiring() {
    assertThat(store().alerts().ack("nope", "mo", TODAY))
        .isEqualTo(new AckResult.NotFiring("nope"));
    assertThat(store().alerts().unack("nope", "olga", TODAY))
        .isEqualTo(new AckResult.NotFiring("nope"));
    assertThat(store().alerts().alert("nope")).isEmpty();
  }

  @Test
  void daemonHealth_isReportedOnceAndWritesNothingElse() {
    var low = new DaemonHealth(List.of(), List.of(), null, "40 MB left");
    var healthy = new DaemonHealth(List.of(), List.of(), null, null);
    long before = engine().rowCount();

    assertThat(store().readings().decideSelf(POLICY, healthy, TODAY)).isEmpty();
    assertThat(engine().rowCount()).isEqualTo(before);
    assertThat(store().readings().decideSelf(POLICY, low, TODAY)).hasSize(1);
    assertThat(store().readings().decideSelf(POLICY, low, TODAY.plusSeconds(60))).isEmpty();
    assertThat(store().readings().decideSelf(POLICY, healthy, TODAY.plusSeconds(120)))
        .extracting(event -> event.type().word() + " " + event.alert().state().word())
        .containsExactly("daemon.store_low resolved");
  }

  @Test
  void explanation_isOfTheStoredCertificate() {
    fire();
    var key = store().inventory().find("c1", TODAY).getFirst().key();

    var why = store().alerts().explain(POLICY, key, TODAY).orElseThrow();

    assertThat(why.alert()).isEqualTo(firing(why.alertKey()));
    assertThat(why.current()).isEqualTo(Duration.ofDays(7));
    assertThat(store().alerts().explain(POLICY, "nope", TODAY)).isEmpty();
  }

  private String fire() {
    var committed = commit(ZONE_A, TODAY, certificate("c1", Duration.ofDays(6)));
    return committed.firing().getFirst().id().key();
  }

  private Alert firing(String key) {
    return store().alerts().alert(key).filter(Alert::firing).orElseThrow();
  }

  private List<Event> decideDue(Instant now) {
    var events = new ArrayList<Event>();
    DueLists.decide(store(), POLICY, now, done -> events.addAll(done.events()));
    return events;
  }
}
