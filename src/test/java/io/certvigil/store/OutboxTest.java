package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.receiver.ChannelTarget;
import io.certvigil.store.receiver.ConfigChange;
import io.certvigil.store.receiver.WaitingChannel;
import io.certvigil.store.view.Backlog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxTest extends DeliveriesTestBase {
  private static NewDelivery draft(String id, StoredEvent event, String... alertKeys) {
    return new NewDelivery(id, id, "body of " + id, List.of(event.id()), Set.of(alertKeys));
  }

  /** Stores deliveries for one event; each is about the given alerts. */
  private void queue(NewDelivery... drafts) {
    queue(outbox().unseen("hook", 1).getFirst(), List.of(drafts));
  }

  private StoredEvent first() {
    return alerts(3).getFirst();
  }

  @Test
  void firstChannels_startWithTheFirstEvent() {
    commitAlerts(3);

    store().applyConfig(List.of(), Set.of("hook", "slack"), "", TODAY);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(outbox().unseen("slack", 10)).hasSize(3);
  }

  @Test
  void unseen_isInOrderAndLimited() {
    alerts(3);

    assertThat(outbox().unseen("hook", 2))
        .extracting(StoredEvent::position)
        .containsExactly(1L, 2L);
    assertThat(outbox().unseen("unknown", 2)).isEmpty();
  }

  @Test
  void newChannel_startsWithFiringAlerts() {
    alerts(3);
    commit(
        ZONE_A,
        LATER,
        certificate("c0", "revoked", Duration.ofDays(13)),
        certificate("c1", Duration.ofDays(13)),
        certificate("c2", Duration.ofDays(13)));
    var firing = outbox().unseen("hook", 10).subList(1, 3);

    store().applyConfig(List.of(), Set.of("hook", "slack"), "", LATER);

    assertThat(outbox().unseen("slack", 10)).isEqualTo(firing);
    assertThat(outbox().backlog().getLast().pending()).isEqualTo(2);
  }

  @Test
  void newChannel_startsWithTheAlert_andNotWithLaterOneTimeEvents() {
    alerts(1);
    commit(ZONE_A, LATER, certificate("c0", "validation_timed_out", Duration.ofDays(13)));
    assertThat(outbox().unseen("hook", 10).getLast().type())
        .isEqualTo("certificate.status_changed");

    store().applyConfig(List.of(), Set.of("hook", "slack"), "", LATER);

    assertThat(outbox().unseen("slack", 10))
        .extracting(StoredEvent::type)
        .containsExactly("certificate.expiring");
  }

  @Test
  void newChannel_getsLaterEventsAfterFiringAlerts() {
    alerts(2);
    store().applyConfig(List.of(), Set.of("hook", "slack"), "", LATER);
    var caughtUp = outbox().unseen("slack", 10);

    assertThat(outbox().enqueue("slack", caughtUp.getLast().position(), List.of(), Map.of(), LATER))
        .isZero();
    commitAlerts(3);

    assertThat(outbox().unseen("slack", 10))
        .isNotEmpty()
        .allMatch(event -> event.position() > caughtUp.getLast().position());
  }

  @Test
  void firstChannelAfterNone_getsFiringAlerts() {
    commitAlerts(3);
    assertThat(outbox().closeUnrouted(TODAY)).isEqualTo(3);
    assertThat(outbox().closeUnrouted(TODAY)).isZero();

    store().applyConfig(List.of(), Set.of("hook"), "", LATER);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(store().inventory().events(1).getFirst().deliveries()).containsExactly("no_channel");
  }

  @Test
  void removedChannel_discardsOpenDeliveries() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "a"));
    var sending = claimed(TODAY);

    var discards = new ConfigChange(true, "olga", Map.of());
    store().applyConfig(new LinkedHashMap<>(), new LinkedHashMap<>(), "", discards, LATER);
    outbox().markDelivered(sending, null, LATER);

    assertThat(outbox().backlog()).isEmpty();
    assertThat(outbox().claim("hook", LATER)).isEmpty();
    assertThat(store().inventory().events(3).getLast().deliveries())
        .containsExactly(
            "hook: discarded (channel removed; discarded by olga)",
            "hook (until " + LATER + "): delivered");
  }

  @Test
  void channelMissingAtAStart_keepsWhatWaits() {
    queue(draft("n1", first(), "a"));
    store().applyConfig(List.of(), Set.of(), "", LATER);
    assertThat(outbox().backlog()).isEmpty();
    assertThat(store().targets().kept()).containsExactly(new WaitingChannel("hook", 1, 2, 0));

    store().applyConfig(List.of(), Set.of("hook"), "", LATER);

    assertThat(claimed(LATER).messageId()).isEqualTo("n1");
    assertThat(outbox().unseen("hook", 10)).hasSize(2);
  }

  @Test
  void channelAddedAgain_startsLikeANewOne() {
    var event = first();
    queue(draft("n1", event, "a"));
    var slack = ChannelTarget.named(Set.of("slack"));
    var discards = new ConfigChange(true, "olga", Map.of());
    store().applyConfig(new LinkedHashMap<>(), slack, "", discards, LATER);

    store().applyConfig(List.of(), Set.of("slack", "hook"), "", LATER);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(outbox().enqueue("hook", 3, List.of(draft("n1", event, "a")), Map.of(), LATER))
        .isEqualTo(1);
    assertThat(outbox().claim("hook", LATER)).isPresent();
  }

  @Test
  void secondComposer_changesNothing() {
    var event = first();
    var both = outbox().unseen("hook", 2);
    queue(draft("n1", event, "a"));

    var same =
        outbox()
            .enqueue("hook", event.position(), List.of(draft("x", event, "a")), Map.of(), TODAY);
    var more =
        outbox()
            .enqueue(
                "hook",
                both.getLast().position(),
                List.of(draft("y", both.getFirst(), "a")),
                Map.of(),
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
        .isEqualTo(new Delivery(delivery.id(), "hook", "n1", "body of n1", 1, false, TODAY, "", 0));
    assertThat(outbox().claim("hook", TODAY)).isEmpty();
  }

  @Test
  void sendingWhenTheDaemonWasKilled_isClaimedAgainAsAmbiguous() {
    queue(draft("n1", first(), "a"));
    var before = claimed(TODAY);

    reopen();

    // The receiver may be busy with it for as long as an attempt takes.
    assertThat(outbox().claim("hook", TODAY.plusSeconds(24))).isEmpty();
    var again = claimed(TODAY.plusSeconds(25));
    assertThat(again.ambiguous()).isTrue();
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.messageId()).isEqualTo(before.messageId());
    assertThat(again.body()).isEqualTo(before.body());
  }

  @Test
  void alertWithAnOlderRetry_waits() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "a"), draft("n3", event, "b"));

    outbox().reschedule(claimed(TODAY), LATER, FailedAttempts.failed("http_5xx"), TODAY);

    assertThat(claimed(TODAY).messageId()).isEqualTo("n3");
    assertThat(outbox().claim("hook", TODAY)).isEmpty();
    assertThat(claimed(LATER).messageId()).isEqualTo("n1");
  }

  @Test
  void otherChannels_doNotWait() {
    commitAlerts(1);
    store().applyConfig(List.of(), Set.of("hook", "slack"), "", TODAY);
    for (var channel : List.of("hook", "slack")) {
      var event = outbox().unseen(channel, 1).getFirst();
      outbox().enqueue(channel, event.position(), List.of(draft("n", event, "a")), Map.of(), TODAY);
    }

    assertThat(outbox().claim("hook", TODAY)).isPresent();
    assertThat(outbox().claim("slack", TODAY)).isPresent();
  }

  @Test
  void settlingTwice_changesNothing() {
    var event = first();
    queue(draft("n1", event, "a"), draft("n2", event, "a"));
    var delivery = claimed(TODAY);
    outbox().reschedule(delivery, TODAY, FailedAttempts.failed("http_5xx"), TODAY);
    var again = claimed(TODAY);

    outbox().markDelivered(delivery, null, TODAY);
    assertThat(outbox().claim("hook", LATER)).isEmpty();
    outbox().markDelivered(again, null, TODAY);
    outbox().reschedule(again, TODAY, FailedAttempts.failed("timeout"), LATER);

    assertThat(claimed(LATER).messageId()).isEqualTo("n2");
  }

  @Test
  void retryDate_isKept() {
    queue(draft("n1", first(), "a"));
    outbox().reschedule(claimed(TODAY), LATER, FailedAttempts.failed("http_5xx"), TODAY);

    assertThat(outbox().claim("hook", LATER.minusMillis(1))).isEmpty();
    assertThat(outbox().claim("hook", LATER)).isPresent();
  }

  @Test
  void dueDateOfAWrongClock_isIgnored() {
    queue(draft("n1", first(), "a"));
    outbox()
        .reschedule(
            claimed(TODAY),
            TODAY.plus(Duration.ofDays(3650)),
            FailedAttempts.failed("http_5xx"),
            TODAY);

    assertThat(outbox().claim("hook", TODAY)).isPresent();
  }

  @Test
  void backlog_countsOpenDeliveriesAndEventsNotComposed() {
    var event = first();
    queue(draft("n1", event, "a"));
    outbox().reschedule(claimed(TODAY), LATER, FailedAttempts.failed("http_5xx"), TODAY);

    var backlog = outbox().backlog().getFirst();

    assertThat(backlog)
        .isEqualTo(
            new Backlog(
                "hook", 3, TODAY, null, "http_5xx", new Failures(TODAY, 1, null, 0, null), null));
  }

  @Test
  void success_isRecorded() {
    queue(draft("n1", first(), "a"));
    outbox().reschedule(claimed(TODAY), TODAY, FailedAttempts.failed("http_5xx"), TODAY);
    outbox().markDelivered(claimed(TODAY), null, LATER);

    var backlog = outbox().backlog().getFirst();

    assertThat(backlog.lastSuccess()).isEqualTo(LATER);
    assertThat(backlog.lastFailure()).isNull();
    assertThat(store().inventory().events(3).getLast().deliveries())
        .containsExactly("hook: delivered");
  }

  @Test
  void events_surviveARestart() {
    first();

    reopen();
    store().applyConfig(List.of(), Set.of("hook"), "", LATER);

    assertThat(outbox().unseen("hook", 10)).hasSize(3);
    assertThat(outbox().claim("hook", LATER)).isEqualTo(Optional.empty());
  }
}
