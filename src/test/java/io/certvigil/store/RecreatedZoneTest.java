package io.certvigil.store;

import static io.certvigil.store.StoreFixture.ACCOUNT;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Key;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Event;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A zone that was deleted and made again: another id, the same name and account. */
class RecreatedZoneTest extends StoreTestBase {
  private static final Instant LATER = TODAY.plus(HOUR);
  private static final Duration LEFT = Duration.ofDays(5);
  private static final WatchedScope AGAIN = StoreFixture.zone("zz", "a.example");
  private static final Certificate SAME = certificate("c0", LEFT);
  private static final String OLD_KEY = Policy.expiryAlertKey(ZONE_A.scope().key(), "c0");
  private static final String NEW_KEY = Policy.expiryAlertKey(AGAIN.scope().key(), "c0");

  @BeforeEach
  void tellTheOldOne() {
    store().applyConfig(List.of("main"), Set.of("hook"), "", TODAY);
    found(TODAY, ZONE_A);
    assertThat(types(commit(ZONE_A, TODAY, SAME))).containsExactly("certificate.expiring");
    store().alerts().ack(OLD_KEY, "olga", TODAY);
  }

  private List<String> firing() {
    return store().inventory().alerts(false, LATER).stream()
        .map(AlertView::alert)
        .map(alert -> alert.id().key())
        .toList();
  }

  private List<Event> decided(Instant now) {
    var events = new ArrayList<Event>();
    DueLists.decide(store(), POLICY, now, committed -> events.addAll(committed.events()));
    return events;
  }

  @Test
  void equalCertificate_staysAcknowledged_andIsNotToldAgain() {
    found(LATER, AGAIN);

    assertThat(commit(AGAIN, LATER, SAME).events()).isEmpty();

    assertThat(firing()).containsExactly(NEW_KEY);
    var alert = store().alerts().alert(NEW_KEY).orElseThrow();
    assertThat(alert.progress().ack()).isNotNull().extracting("by").isEqualTo("olga");
    assertThat(alert.id().episode()).isEqualTo(1);
    assertThat(store().alerts().alert(OLD_KEY)).isEmpty();
    assertThat(decided(LATER.plus(Duration.ofDays(1)))).isEmpty();
    assertThat(firing()).containsExactly(NEW_KEY);
  }

  @Test
  void equalCertificate_isCountedOnce() {
    found(LATER, AGAIN);
    var again = commit(AGAIN, LATER, SAME);

    assertThat(again.known().items()).containsOnlyKeys("c0");
    var counted = new ArrayList<Integer>();
    DueLists.decide(
        store(),
        POLICY,
        LATER,
        old ->
            counted.add(
                (int) old.known().items().values().stream().filter(one -> !one.absent()).count()));
    assertThat(counted).containsExactly(0);
  }

  @Test
  void otherCertificate_isTold_andTheOldAlertStays() {
    found(LATER, AGAIN);
    assertThat(types(commit(AGAIN, LATER, certificate("c9", LEFT))))
        .containsExactly("certificate.expiring");
    assertThat(firing())
        .containsExactlyInAnyOrder(OLD_KEY, Policy.expiryAlertKey(AGAIN.scope().key(), "c9"));
  }

  @Test
  void partialReading_movesWhatItSees_andALaterOneTheRest() {
    commit(ZONE_A, TODAY, SAME, certificate("c1", LEFT));
    found(LATER, AGAIN);
    var seen =
        new Reading.Partial(
            AGAIN.scope(), List.of(SAME), 2, new Fault(FaultReason.INCOMPLETE, "said so"));

    assertThat(store().readings().commit(AGAIN, seen, POLICY, LATER).events()).isEmpty();
    assertThat(commit(AGAIN, LATER.plus(HOUR), SAME, certificate("c1", LEFT)).events()).isEmpty();

    assertThat(firing())
        .containsExactlyInAnyOrder(NEW_KEY, Policy.expiryAlertKey(AGAIN.scope().key(), "c1"));
  }

  @Test
  void renewedMeanwhile_endsTheAlertThatWasTold() {
    found(LATER, AGAIN);
    assertThat(types(commit(AGAIN, LATER, certificate("c0", Duration.ofDays(300)))))
        .containsExactly("certificate.resolved");
    assertThat(firing()).isEmpty();
  }

  @Test
  void madeAgainTwice_keepsItToo() {
    var third = StoreFixture.zone("zzz", "a.example");
    found(LATER, AGAIN);
    commit(AGAIN, LATER, SAME);
    found(LATER.plus(HOUR), third);

    assertThat(commit(third, LATER.plus(HOUR), SAME).events()).isEmpty();

    assertThat(firing()).containsExactly(Policy.expiryAlertKey(third.scope().key(), "c0"));
  }

  /** Cloudflare lists both, so one is not the other. */
  @Test
  void whileTheOldZoneIsStillThere_nothingMoves() {
    found(LATER, ZONE_A, AGAIN);

    assertThat(types(commit(AGAIN, LATER, SAME))).containsExactly("certificate.expiring");
    assertThat(firing()).containsExactlyInAnyOrder(OLD_KEY, NEW_KEY);
  }

  static List<WatchedScope> others() {
    var again = new ResourceRef("zz", "a.example");
    var other = new ResourceRef("acc2", "other");
    return List.of(
        StoreFixture.zone("zz", "b.example"),
        StoreFixture.watched(Scope.ofZone(Source.CLIENT_CERTIFICATES, other, again), HOUR),
        StoreFixture.watched(Scope.ofZone(Source.ORIGIN_PULL, ACCOUNT, again), HOUR));
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherNameAccountOrSource_isTold(WatchedScope other) {
    found(LATER, other);
    assertThat(types(commit(other, LATER, SAME))).containsExactly("certificate.expiring");
    assertThat(firing()).hasSize(2).contains(OLD_KEY);
  }

  @Test
  void silences_areKept() {
    silence("s1", OLD_KEY);
    silence("s2", Key.ofCertificate(ZONE_A.scope(), "c0"));
    silence("s3", "elsewhere1");
    found(LATER, AGAIN);

    commit(AGAIN, LATER, SAME);

    assertThat(store().silences().active(LATER))
        .extracting(Silence::id, Silence::key)
        .containsExactlyInAnyOrder(
            tuple("s1", NEW_KEY),
            tuple("s2", Key.ofCertificate(AGAIN.scope(), "c0")),
            tuple("s3", "elsewhere1"));
  }

  private void silence(String id, String key) {
    var end = TODAY.plus(Duration.ofDays(30));
    store().silences().add(new Silence(id, key, Matcher.ALL, TODAY, end, "olga", "known", TODAY));
  }
}
