package io.certvigil.store;

import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.ZONE_B;
import static io.certvigil.store.StoreFixture.certificate;
import static io.certvigil.store.StoreFixture.complete;
import static io.certvigil.store.StoreFixture.failed;
import static io.certvigil.store.StoreFixture.healthy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.Presence;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.X509Fields;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.StoredJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingsTest extends StoreTestBase {
  private static final Duration SOON = Duration.ofDays(13);

  private CommittedScope commit(Reading reading, Instant now) {
    return store().readings().commit(ZONE_A, reading, POLICY, now);
  }

  private CommittedScope currentScope() {
    var all = new ArrayList<CommittedScope>();
    store().readings().forEachScope(all::add);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private KnownCertificate item(String id) {
    return Objects.requireNonNull(currentScope().known().items().get(id));
  }

  @Test
  void firstReading_isTheBaseline() {
    var committed = commit(healthy(ZONE_A, 3), TODAY);

    assertThat(committed.changes())
        .hasSize(3)
        .allMatch(change -> change instanceof Change.Appeared(_, boolean baseline, _) && baseline);
    assertThat(committed.events()).isEmpty();
  }

  @Test
  void storedState_isReadBackEqual() {
    var committed =
        commit(complete(ZONE_A, certificate("c1", SOON), unusualCertificate("c2")), TODAY);

    reopen();

    assertThat(currentScope().known()).isEqualTo(committed.known());
    assertThat(currentScope().firing()).isEqualTo(committed.firing()).hasSize(1);
    assertThat(currentScope().health()).isEqualTo(committed.health());
  }

  @Test
  void tenUnchangedReadings_addNoRow() {
    commit(complete(ZONE_A, certificate("c1", SOON), unusualCertificate("c2")), TODAY);
    commit(complete(ZONE_A, certificate("c1", SOON), unusualCertificate("c2")), TODAY.plus(HOUR));
    long before = engine().rowCount();

    for (int sweep = 2; sweep < 12; sweep++) {
      var unchanged = complete(ZONE_A, certificate("c1", SOON), unusualCertificate("c2"));
      assertThat(commit(unchanged, TODAY.plusSeconds(600L * sweep)).changes()).isEmpty();
    }

    assertThat(engine().rowCount()).isEqualTo(before);
  }

  @Test
  void tenFailuresForTheSameReason_addOneRow() {
    commit(healthy(ZONE_A, 1), TODAY);
    long before = engine().rowCount();

    for (int sweep = 1; sweep <= 10; sweep++) {
      commit(failed(ZONE_A, FaultReason.HTTP_5XX), TODAY.plus(HOUR.multipliedBy(sweep)));
    }

    assertThat(engine().rowCount()).isEqualTo(before + 1);
  }

  @Test
  void unchangedCertificate_wasLastSeenByTheLastCompleteReading() {
    commit(healthy(ZONE_A, 1), TODAY);

    commit(healthy(ZONE_A, 1), TODAY.plus(HOUR));
    commit(failed(ZONE_A, FaultReason.TIMEOUT), TODAY.plus(HOUR).plus(HOUR));

    var item = item("id0");
    assertThat(item.firstSeenAt()).isEqualTo(TODAY);
    assertThat(item.lastSeenAt()).isEqualTo(TODAY.plus(HOUR));
  }

  @Test
  void missingCertificate_wasLastSeenByTheReadingBefore() {
    commit(complete(ZONE_A, certificate("c1", SOON), certificate("c2", SOON)), TODAY);

    commit(complete(ZONE_A, certificate("c2", SOON)), TODAY.plus(HOUR));

    var item = item("c1");
    assertThat(item.presence()).isEqualTo(new Presence.Missing(TODAY.plus(HOUR)));
    assertThat(item.lastSeenAt()).isEqualTo(TODAY);
  }

  @Test
  void failedReading_changesNoCertificate() {
    var before = commit(complete(ZONE_A, certificate("c1", SOON)), TODAY);

    var after = commit(failed(ZONE_A, FaultReason.FORBIDDEN), TODAY.plus(HOUR));

    assertThat(after.known().items()).isEqualTo(before.known().items());
    assertThat(after.firing()).isEqualTo(before.firing());
    assertThat(after.events()).isEmpty();
  }

  @Test
  void consecutiveFailures_areCounted() {
    commit(healthy(ZONE_A, 1), TODAY);
    commit(failed(ZONE_A, FaultReason.TIMEOUT), TODAY.plusSeconds(1));
    commit(failed(ZONE_A, FaultReason.FORBIDDEN), TODAY.plusSeconds(2));

    var health = commit(failed(ZONE_A, FaultReason.FORBIDDEN), TODAY.plusSeconds(3)).health();

    assertThat(health.failures()).isEqualTo(3);
    assertThat(health.failingSince()).isEqualTo(TODAY.plusSeconds(2));
    assertThat(health.completeAt()).isEqualTo(TODAY);
    assertThat(health.fault()).isEqualTo(new Fault(FaultReason.FORBIDDEN, "said so"));
  }

  @Test
  void completeReading_resetsTheFailures() {
    commit(failed(ZONE_A, FaultReason.TIMEOUT), TODAY);

    var health = commit(healthy(ZONE_A, 1), TODAY.plusSeconds(1)).health();

    assertThat(health.failures()).isZero();
    assertThat(health.failingSince()).isNull();
    assertThat(health.fault()).isNull();
  }

  @Test
  void partialReading_hasTheAnnouncedNumber() {
    commit(healthy(ZONE_A, 2), TODAY);

    var partial =
        new Reading.Partial(
            ZONE_A.scope(),
            List.of(certificate("id0", Duration.ofDays(300))),
            2,
            new Fault(FaultReason.INCOMPLETE, ""));
    var committed = commit(partial, TODAY.plus(HOUR));

    assertThat(committed.items()).isEqualTo(1);
    assertThat(committed.expected()).isEqualTo(2);
    assertThat(committed.known().items().values()).allMatch(item -> item.present());
  }

  @Test
  void rung_isReportedOnce() {
    var first = commit(complete(ZONE_A, certificate("c1", SOON)), TODAY);

    var second = commit(complete(ZONE_A, certificate("c1", SOON)), TODAY.plusSeconds(60));

    assertThat(types(first)).containsExactly("certificate.expiring");
    assertThat(types(second)).isEmpty();
  }

  @Test
  void storedEvent_isNotReportedAgain() {
    commit(complete(ZONE_A, certificate("c1", SOON)), TODAY);
    var events = store().inventory().events(10).size();

    // The same fact is decided again without the stored alert, as a second daemon would.
    engine().deleteAlerts();
    var again = commit(complete(ZONE_A, certificate("c1", SOON)), TODAY.plusSeconds(60));

    assertThat(again.events()).isEmpty();
    assertThat(store().inventory().events(10)).hasSize(events);
  }

  @Test
  void failedCommit_isRolledBack() {
    commit(healthy(ZONE_A, 1), TODAY);
    long before = engine().rowCount();
    var other = complete(ZONE_B, certificate("c1", SOON), certificate("c2", SOON));

    engine()
        .withFailingWrites(
            () ->
                assertThatThrownBy(() -> commit(other, TODAY.plus(HOUR)))
                    .isInstanceOf(StoreException.class));

    assertThat(engine().rowCount()).isEqualTo(before);
    assertThat(commit(healthy(ZONE_A, 1), TODAY.plus(HOUR)).changes()).isEmpty();
  }

  @Test
  void time_alone_crossesARung() {
    commit(complete(ZONE_A, certificate("c1", Duration.ofDays(61))), TODAY);
    var later = TODAY.plus(Duration.ofDays(2));

    assertThat(decideDue(TODAY.plusSeconds(60))).isEmpty();
    var decided = decideDue(later);

    assertThat(decided).hasSize(1);
    assertThat(types(decided.getFirst())).containsExactly("certificate.expiring");
    assertThat(decideDue(later)).isEmpty();
  }

  @Test
  void unreadableScopes_areReportedOnceAndRecover() {
    commit(healthy(ZONE_A, 1), TODAY);
    var later = TODAY.plus(Duration.ofHours(3));
    commit(failed(ZONE_A, FaultReason.HTTP_5XX), later);

    var reported = store().readings().decideHealth(POLICY, Instant.EPOCH, later);
    var again = store().readings().decideHealth(POLICY, Instant.EPOCH, later.plusSeconds(60));
    commit(healthy(ZONE_A, 1), later.plus(HOUR));
    var recovered = store().readings().decideHealth(POLICY, Instant.EPOCH, later.plus(HOUR));

    assertThat(reported)
        .extracting(event -> event.type().word())
        .containsExactly("source.unreadable");
    assertThat(again).isEmpty();
    assertThat(recovered)
        .extracting(event -> event.type().word())
        .containsExactly("source.recovered");
  }

  @Test
  void event_isTheContractsObject() {
    commit(complete(ZONE_A, certificate("c1", SOON)), TODAY);
    store().applyConfig(List.of(), Set.of("hook"), "", TODAY);

    var json =
        StoredJson.gson()
            .fromJson(store().outbox().unseen("hook", 1).getFirst().json(), JsonObject.class);

    assertThat(String.join(" ", json.keySet()))
        .isEqualTo("id type occurred_at severity summary alert certificate condition change links");
    assertThat(String.join(" ", json.getAsJsonObject("alert").keySet()))
        .isEqualTo("key state rung previous_rung episode first_fired_at reason");
    assertThat(String.join(" ", json.getAsJsonObject("certificate").keySet()))
        .isEqualTo(
            "key source id name account zone hosts issuer serial fingerprint_sha256 status"
                + " not_before not_after days_to_expiry lifetime_days managed first_seen_at"
                + " last_seen_at labels attributes");
    assertThat(json.getAsJsonObject("alert").get("rung").getAsString()).isEqualTo("14d");
    assertThat(json.get("change").isJsonNull()).isTrue();
  }

  /** A certificate with every unusual value that a response may contain. */
  private static Certificate unusualCertificate(String id) {
    return new Certificate(
        id,
        "half \ud800 a character, \0, \u2028 and <b>'\"",
        "brand_new_status",
        true,
        true,
        new Expiry.Unreadable("soon-ish", Instant.parse("2027-01-01T00:00:00.123456789Z")),
        new X509Fields(Instant.MIN, "", null, "ff", List.of("", "*.x.example")),
        Map.of("a", "", "", "b", "\udc00", "c"));
  }

  private List<CommittedScope> decideDue(Instant now) {
    var decided = new ArrayList<CommittedScope>();
    DueLists.decide(store(), POLICY, now, decided::add);
    return decided;
  }
}
