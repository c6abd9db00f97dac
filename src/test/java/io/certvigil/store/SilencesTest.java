package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.policy.Event;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.DeliveryOperationResult;
import io.certvigil.store.view.DeliveryView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SilencesTest extends DeliveriesTestBase {
  private static final DeliveryView.Filter EVERYTHING =
      new DeliveryView.Filter(null, null, null, null, 100);

  private static final Instant END = TODAY.plus(Duration.ofDays(1));
  private static final Matcher MATCH =
      new Matcher("", "a.example", "", "c*", Map.of("team", "platform"));

  private Silences silences() {
    return store().silences();
  }

  private static Silence silence(String id, Instant from, Instant to) {
    return new Silence(id, "", MATCH, from, to, "ann", "moving house", TODAY);
  }

  /** Adds one silence, and stores events that it covers. */
  private List<StoredEvent> covered(int count) {
    var events = alerts(count);
    assertThat(silences().add(silence("s1", TODAY, END))).isTrue();
    var ids = events.stream().map(StoredEvent::id).toList();
    long upTo = events.getLast().position();
    assertThat(outbox().enqueue("hook", upTo, List.of(), Map.of("s1", ids), TODAY)).isZero();
    return events;
  }

  @Test
  void silence_isReadBackEqual() {
    var one = silence("s1", TODAY, END);

    try (var command = engine().openForCommand()) {
      assertThat(command.silences().add(one)).isTrue();
      assertThat(command.silences().add(one)).isFalse();
    }

    assertThat(silences().list()).containsExactly(one);
    assertThat(silences().active(TODAY)).containsExactly(one);
    assertThat(silences().active(END)).isEmpty();
    assertThat(silences().find("house")).contains(one);
    assertThat(Silences.id("", MATCH, "ann", TODAY)).hasSize(10);
  }

  @Test
  void ambiguousPart_findsNothing() {
    silences().add(silence("s1", TODAY, END));
    silences().add(silence("s2", TODAY, END));

    assertThat(silences().find("s")).isEmpty();
    assertThat(silences().find("")).isEmpty();
    assertThat(silences().find("s2")).contains(silence("s2", TODAY, END));
  }

  @Test
  void expiredSilence_staysInTheList() {
    silences().add(silence("begun", TODAY, END));
    silences().add(silence("not yet", LATER.plusSeconds(1), END));

    assertThat(silences().expire("begun", "olga", LATER)).isTrue();
    assertThat(silences().expire("not yet", "olga", LATER)).isTrue();
    assertThat(silences().expire("begun", "olga", LATER.plusSeconds(1))).isFalse();
    assertThat(silences().expire("none", "olga", LATER)).isFalse();

    assertThat(silences().list()).extracting(Silence::endsAt).containsExactly(LATER, LATER);
    assertThat(silences().active(LATER)).isEmpty();
  }

  @Test
  void coveredEvents_areClosedWithTheSilencesId() {
    var events = covered(2);

    var view =
        outbox()
            .deliveries(new DeliveryView.Filter("hook", "suppressed", null, null, 0))
            .getFirst();
    assertThat(view.reason()).isEqualTo("s1");
    assertThat(view.events())
        .extracting(DeliveryView.DeliveryEvent::id)
        .containsExactlyElementsOf(events.stream().map(StoredEvent::id).toList());
    assertThat(outbox().unseen("hook", 9)).isEmpty();
    assertThat(outbox().claim("hook", LATER)).isEmpty();
    assertThat(outbox().composeState("hook").lastComposed()).isNull();
    assertThat(outbox().replay(view.id(), "olga", LATER))
        .isEqualTo(DeliveryOperationResult.NOTHING_TO_SEND);
  }

  @Test
  void firingAlerts_areReportedOnceWhenTheSilenceExpires() {
    covered(2);
    assertThat(silences().reportExpired(END.minusMillis(1))).isEmpty();

    var reported = silences().reportExpired(END);

    assertThat(reported)
        .extracting(Event::type)
        .containsExactly(EventType.CERTIFICATE_UNSILENCED, EventType.CERTIFICATE_UNSILENCED);
    assertThat(reported).allMatch(event -> event.item() != null && event.watched() != null);
    assertThat(outbox().unseen("hook", 9)).hasSize(2);
    assertThat(silences().reportExpired(END.plusSeconds(1))).isEmpty();
  }

  private static Silence everything(String id, Instant from, Instant to) {
    return new Silence(id, "", Matcher.ALL, from, to, "ann", "moving house", TODAY);
  }

  @Test
  void silenceOfEverything_isReportedOnce_whenItBegins() {
    silences().add(silence("some", TODAY, END));
    silences().add(everything("all", LATER, END));
    assertThat(silences().reportOfEverything(LATER.minusMillis(1))).isEmpty();
    assertThat(silences().ofEverything()).isZero();

    var reported = silences().reportOfEverything(LATER);

    assertThat(reported)
        .extracting(event -> event.type() + " " + event.severity() + " " + event.summary())
        .containsExactly(
            "silence.of_everything warning ann silenced every alert about certificates until"
                + " 2026-11-21T12:00Z: moving house (silence all)");
    assertThat(silences().ofEverything()).isEqualTo(1);
    assertThat(silences().reportOfEverything(LATER.plusSeconds(1))).isEmpty();
    assertThat(silences().reportOfEverything(END)).isEmpty();
    assertThat(silences().ofEverything()).isZero();
  }

  /** A narrow glob that matches all there is: decided by what it covers, not by its form. */
  @Test
  void silenceThatCoversAllKnownCertificates_isOneOfEverything() {
    commit(
        StoreFixture.ZONE_A,
        TODAY,
        StoreFixture.certificate("c0", "active", Duration.ofDays(13)),
        StoreFixture.certificate("c1", "active", Duration.ofDays(13)),
        StoreFixture.certificate("d0", "active", Duration.ofDays(13)));
    silences().add(silence("some", TODAY, END));
    silences()
        .add(new Silence("key", "c0", Matcher.ALL, TODAY, END, "ann", "one certificate", TODAY));
    assertThat(silences().reportOfEverything(TODAY)).isEmpty();
    silences()
        .add(
            new Silence(
                "all",
                "",
                new Matcher("", "a.exampl?", "", "?*", Map.of()),
                TODAY,
                END,
                "ann",
                "moving house",
                TODAY));

    assertThat(silences().reportOfEverything(TODAY))
        .extracting(Event::summary)
        .singleElement()
        .asString()
        .contains("(silence all)");
    assertThat(silences().ofEverything()).isEqualTo(1);
    assertThat(silences().reportOfEverything(LATER)).isEmpty();
    assertThat(silences().ofEverything()).isEqualTo(1);
  }

  /** It is looked at again each minute: the certificate that it did not cover may be gone. */
  @Test
  void silenceThatComesToCoverAll_isReportedThen() {
    commit(
        StoreFixture.ZONE_A,
        TODAY,
        StoreFixture.certificate("c0", "active", Duration.ofDays(13)),
        StoreFixture.certificate("c1", "active", Duration.ofDays(13)),
        StoreFixture.certificate("d0", "active", Duration.ofDays(13)));
    silences().add(silence("some", TODAY, END.plus(Duration.ofDays(90))));
    assertThat(silences().reportOfEverything(TODAY)).isEmpty();
    var days = Duration.ofDays(30);
    for (int i = 1; i < 4; i++) {
      commit(
          StoreFixture.ZONE_A,
          TODAY.plus(days.multipliedBy(i)),
          StoreFixture.certificate("c0", "active", Duration.ofDays(130)),
          StoreFixture.certificate("c1", "active", Duration.ofDays(130)));
    }
    var end = TODAY.plus(days.multipliedBy(3));

    assertThat(silences().reportOfEverything(TODAY.plusSeconds(59))).isEmpty();
    assertThat(silences().reportOfEverything(end)).hasSize(1);
  }

  @Test
  void silenceOfEverything_isReported_ifItHasEndedMeanwhile() {
    silences().add(everything("ended", TODAY, LATER));
    silences().add(everything("cut short", TODAY, END));
    silences().add(everything("never begun", END, END.plusSeconds(1)));
    silences().expire("cut short", "olga", LATER);
    silences().expire("never begun", "olga", LATER);

    assertThat(silences().reportOfEverything(END)).hasSize(2);
    assertThat(silences().ofEverything()).isZero();
  }

  @Test
  void alertsResolvedMeanwhile_areNotReported() {
    covered(1);
    commit(
        StoreFixture.ZONE_A, LATER, StoreFixture.certificate("c0", "revoked", Duration.ofDays(13)));

    assertThat(silences().reportExpired(END)).isEmpty();
  }

  @Test
  void reportedSilence_coversNoFurtherEvents() {
    var events = alerts(1);
    silences().add(silence("s1", TODAY, LATER));
    silences().reportExpired(LATER);
    var ids = List.of(events.getFirst().id());

    int stored =
        outbox().enqueue("hook", events.getLast().position(), List.of(), Map.of("s1", ids), LATER);

    assertThat(stored).isZero();
    assertThat(outbox().unseen("hook", 9)).isEqualTo(events);
  }

  @Test
  void unknownSilence_isRefused() {
    queue("n1");

    assertThatThrownBy(() -> outbox().suppress(id("n1"), "none", LATER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none");
  }

  @Test
  void suppress_closesOnlyDeliveriesNeverSent() {
    queue("n1", "n2", "n3");
    silences().add(silence("s1", TODAY, END));
    outbox().reschedule(claimed(TODAY), LATER, FailedAttempts.failed("timeout"), TODAY);

    assertThat(outbox().pending("hook"))
        .extracting(PendingDelivery::messageId)
        .containsExactly("n2", "n3");
    assertThat(outbox().pending("hook").getFirst().events()).hasSize(1);
    assertThat(outbox().suppress(id("n1"), "s1", TODAY)).isFalse();
    assertThat(outbox().suppress(id("n2"), "s1", TODAY)).isTrue();
    assertThat(outbox().suppress(id("n2"), "s1", TODAY)).isFalse();

    outbox().markDelivered(claimed(LATER), null, LATER);
    assertThat(claimed(LATER).messageId()).isEqualTo("n3");
    assertThat(silences().reportExpired(END)).hasSize(1);
  }

  @Test
  void suppressedDeliveries_areKeptUntilReported() {
    covered(1);
    silences().add(silence("s2", TODAY, END));
    var old = TODAY.plus(Duration.ofDays(91));

    store().readings().applyRetention(old);
    assertThat(outbox().deliveries(EVERYTHING)).hasSize(1);
    assertThat(silences().reportExpired(old)).hasSize(1);

    store().readings().applyRetention(old);
    assertThat(outbox().deliveries(EVERYTHING)).isEmpty();
    assertThat(silences().list()).hasSize(2);
  }
}
