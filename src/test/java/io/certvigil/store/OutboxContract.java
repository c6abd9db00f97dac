package io.certvigil.store;

import static io.certvigil.store.Estate.POLICY;
import static io.certvigil.store.Estate.TODAY;
import static io.certvigil.store.Estate.ZONE_A;
import static io.certvigil.store.Estate.certificate;
import static io.certvigil.store.Estate.complete;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.Queued;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class OutboxContract extends StoreContract {
  private static final Instant LATER = TODAY.plusSeconds(60);

  private Outbox outbox() {
    return store().outbox();
  }

  /** So many certificates, each with an alert and its first event. */
  private void alerts(int count) {
    var soon =
        IntStream.range(0, count)
            .mapToObj(i -> certificate("c" + i, Duration.ofDays(13)))
            .toArray(Certificate[]::new);
    store().readings().commit(ZONE_A, complete(ZONE_A, soon), POLICY, TODAY);
  }

  private static Draft draft(String id, Queued event, String... alertKeys) {
    return new Draft(id, id, "body of " + id, List.of(event.id()), Set.of(alertKeys));
  }

  /** One event of one alert, and deliveries for it which speak of the given alerts. */
  private void queue(Draft... drafts) {
    var event = outbox().unseen("hook", 1).getFirst();
    assertThat(outbox().enqueue("hook", event.position(), List.of(drafts), TODAY))
        .isEqualTo(drafts.length);
  }

  private Queued first() {
    outbox().channels(Set.of("hook"), TODAY);
    alerts(3);
    return outbox().unseen("hook", 1).getFirst();
  }

  private Delivery claimed(Instant now) {
    return outbox().claim("hook", now).orElseThrow();
  }

  @Test
  void firstChannels_beginWithTheFirstEvent() {
    alerts(3);

    outbox().channels(Set.of("hook", "slack"), TODAY);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(outbox().unseen("slack", 10)).hasSize(3);
  }

  @Test
  void unseen_isInOrderAndNoMoreThanAskedFor() {
    outbox().channels(Set.of("hook"), TODAY);
    alerts(3);

    assertThat(outbox().unseen("hook", 2)).extracting(Queued::position).containsExactly(1L, 2L);
    assertThat(outbox().unseen("nobody", 2)).isEmpty();
  }

  @Test
  void newChannel_beginsWithWhatFires() {
    outbox().channels(Set.of("hook"), TODAY);
    alerts(3);
    var revoked =
        complete(
            ZONE_A,
            certificate("c0", "revoked", Duration.ofDays(13)),
            certificate("c1", Duration.ofDays(13)),
            certificate("c2", Duration.ofDays(13)));
    store().readings().commit(ZONE_A, revoked, POLICY, LATER);
    var firing = outbox().unseen("hook", 10).subList(1, 3);

    outbox().channels(Set.of("hook", "slack"), LATER);

    assertThat(outbox().unseen("slack", 10)).isEqualTo(firing);
    assertThat(outbox().backlog().getLast().pending()).isEqualTo(2);
  }

  @Test
  void newChannel_beginsWithTheAlert_andNotWithWhatHappenedSince() {
    outbox().channels(Set.of("hook"), TODAY);
    alerts(1);
    var timedOut = complete(ZONE_A, certificate("c0", "validation_timed_out", Duration.ofDays(13)));
    store().readings().commit(ZONE_A, timedOut, POLICY, LATER);
    assertThat(outbox().unseen("hook", 10).getLast().type())
        .isEqualTo("certificate.status_changed");

    outbox().channels(Set.of("hook", "slack"), LATER);

    assertThat(outbox().unseen("slack", 10))
        .extracting(Queued::type)
        .containsExactly("certificate.expiring");
  }

  @Test
  void newChannel_getsWhatComesAfterWhatFired() {
    outbox().channels(Set.of("hook"), TODAY);
    alerts(2);
    outbox().channels(Set.of("hook", "slack"), LATER);
    var caughtUp = outbox().unseen("slack", 10);

    assertThat(outbox().enqueue("slack", caughtUp.getLast().position(), List.of(), LATER)).isZero();
    alerts(3);

    assertThat(outbox().unseen("slack", 10))
        .isNotEmpty()
        .allMatch(event -> event.position() > caughtUp.getLast().position());
  }

  @Test
  void newChannelAfterNone_isToldWhatFires() {
    alerts(3);
    assertThat(outbox().closeUnrouted(TODAY)).isEqualTo(3);
    assertThat(outbox().closeUnrouted(TODAY)).isZero();

    outbox().channels(Set.of("hook"), LATER);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(store().catalogue().events(1).getFirst().deliveries()).containsExactly("no_channel");
  }

  @Test
  void removedChannel_discardsWhatIsOpen() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "a"));
    var sending = claimed(TODAY);

    outbox().channels(Set.of(), LATER);
    outbox().delivered(sending, LATER);

    assertThat(outbox().backlog()).isEmpty();
    assertThat(outbox().claim("hook", LATER)).isEmpty();
    assertThat(store().catalogue().events(3).getLast().deliveries())
        .containsExactly("hook: discarded (channel removed)", "hook: discarded (channel removed)");
  }

  @Test
  void returnedChannel_beginsAnew() {
    var event = first();
    queue(draft("n1", event, "a"));
    outbox().channels(Set.of("slack"), LATER);

    outbox().channels(Set.of("slack", "hook"), LATER);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(outbox().enqueue("hook", 3, List.of(draft("n1", event, "a")), LATER)).isEqualTo(1);
    assertThat(outbox().claim("hook", LATER)).isPresent();
  }

  @Test
  void secondComposer_changesNothing() {
    var event = first();
    var both = outbox().unseen("hook", 2);
    queue(draft("n1", event, "a"));

    var same = outbox().enqueue("hook", event.position(), List.of(draft("x", event, "a")), TODAY);
    var more =
        outbox()
            .enqueue(
                "hook",
                both.getLast().position(),
                List.of(draft("y", both.getFirst(), "a")),
                TODAY);

    assertThat(same).isZero();
    assertThat(more).isZero();
    assertThat(outbox().unseen("hook", 1)).containsExactly(both.getLast());
  }

  @Test
  void claim_isCommittedWithItsAttempt() {
    queue(draft("n1", first(), "a"));

    var delivery = claimed(TODAY);

    assertThat(delivery)
        .isEqualTo(new Delivery(delivery.id(), "hook", "n1", "body of n1", 1, false, TODAY));
    assertThat(outbox().claim("hook", TODAY)).isEmpty();
    assertThat(outbox().nextDue("hook")).isEmpty();
  }

  @Test
  void sendingWhenTheDaemonDied_goesAgainAsAmbiguous() {
    queue(draft("n1", first(), "a"));
    var before = claimed(TODAY);

    reopen();

    var again = claimed(TODAY);
    assertThat(again.ambiguous()).isTrue();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.messageId()).isEqualTo(before.messageId());
    assertThat(again.body()).isEqualTo(before.body());
  }

  @Test
  void alertWithSomethingOlder_waits() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "a"));

    var delivery = claimed(TODAY);

    assertThat(outbox().claim("hook", LATER)).isEmpty();
    outbox().delivered(delivery, LATER);
    assertThat(claimed(LATER).messageId()).isEqualTo("n2");
  }

  @Test
  void alertWithSomethingOlderToRetry_waits() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "a"), draft("n3", event, "b"));

    outbox().later(claimed(TODAY), LATER, "http_5xx", TODAY);

    assertThat(claimed(TODAY).messageId()).isEqualTo("n3");
    assertThat(outbox().claim("hook", TODAY)).isEmpty();
    assertThat(claimed(LATER).messageId()).isEqualTo("n1");
  }

  @Test
  void deliveryOfSeveralAlerts_waitsForEachOfThem() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "b"), draft("n3", event, "a", "b", "c"));
    var one = claimed(TODAY);
    var two = claimed(TODAY);

    outbox().delivered(one, LATER);
    assertThat(outbox().claim("hook", LATER)).isEmpty();
    outbox().expired(two, "too old", LATER);

    assertThat(claimed(LATER).messageId()).isEqualTo("n3");
  }

  @Test
  void otherChannels_doNotWait() {
    alerts(1);
    outbox().channels(Set.of("hook", "slack"), TODAY);
    for (var channel : List.of("hook", "slack")) {
      var event = outbox().unseen(channel, 1).getFirst();
      outbox().enqueue(channel, event.position(), List.of(draft("n", event, "a")), TODAY);
    }

    assertThat(outbox().claim("hook", TODAY)).isPresent();
    assertThat(outbox().claim("slack", TODAY)).isPresent();
  }

  @Test
  void settlingTwice_changesNothing() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "a"));
    var delivery = claimed(TODAY);
    outbox().later(delivery, TODAY, "http_5xx", TODAY);
    var again = claimed(TODAY);

    outbox().delivered(delivery, TODAY);
    assertThat(outbox().claim("hook", LATER)).isEmpty();
    outbox().delivered(again, TODAY);
    outbox().later(again, TODAY, "timeout", LATER);

    assertThat(claimed(LATER).messageId()).isEqualTo("n2");
  }

  @Test
  void retryDate_isKept() {
    queue(draft("n1", first(), "a"));
    outbox().later(claimed(TODAY), LATER, "http_5xx", TODAY);

    assertThat(outbox().claim("hook", LATER.minusMillis(1))).isEmpty();
    assertThat(outbox().nextDue("hook")).contains(LATER);
    assertThat(outbox().claim("hook", LATER)).isPresent();
  }

  @Test
  void dateThatAWrongClockWrote_parksNothing() {
    queue(draft("n1", first(), "a"));
    outbox().later(claimed(TODAY), TODAY.plus(Duration.ofDays(3650)), "http_5xx", TODAY);

    assertThat(outbox().claim("hook", TODAY)).isPresent();
  }

  @Test
  void backlog_countsWhatIsOpenAndNotComposed() {
    var event = first();
    queue(draft("n1", event, "a"));
    outbox().later(claimed(TODAY), LATER, "http_5xx", TODAY);

    var backlog = outbox().backlog().getFirst();

    assertThat(backlog).isEqualTo(new Outbox.Backlog("hook", 3, TODAY, null, "http_5xx", TODAY));
  }

  @Test
  void success_isRemembered() {
    queue(draft("n1", first(), "a"));
    outbox().later(claimed(TODAY), TODAY, "http_5xx", TODAY);
    outbox().delivered(claimed(TODAY), LATER);

    var backlog = outbox().backlog().getFirst();

    assertThat(backlog.lastSuccess()).isEqualTo(LATER);
    assertThat(backlog.lastFailure()).isNull();
    assertThat(store().catalogue().events(3).getLast().deliveries())
        .containsExactly("hook: delivered");
  }

  @Test
  void events_surviveTheDaemon() {
    first();

    reopen();
    outbox().channels(Set.of("hook"), LATER);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(outbox().claim("hook", LATER)).isEqualTo(Optional.empty());
  }
}
