package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.ComposeState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest extends DeliveriesTestBase {
  private void mails() {
    var event = alerts(1).getFirst();
    var drafts =
        List.of(
            draft("n1_ann", "ann", event),
            draft("n1_bob", "bob", event),
            draft("n2_ann", "ann", event),
            draft("n2_bob", "bob", event));
    queue(event, drafts);
  }

  @Test
  void unreachableRecipient_blocksNoOtherRecipient() {
    mails();
    var ann = claimed(TODAY);
    assertThat(ann.lane()).isEqualTo("ann");
    outbox().reschedule(ann, LATER, FailedAttempts.failed("recipient"), TODAY);

    outbox().markDelivered(claimed(TODAY), null, TODAY);

    assertThat(claimed(TODAY).messageId()).isEqualTo("n2_bob");
    assertThat(outbox().claim("hook", TODAY)).isEmpty();
    assertThat(view("n2_ann").blocked()).isEqualTo(1);
  }

  @Test
  void composeState_ofANewChannel_isEmpty() {
    store().applyConfig(List.of(), Set.of("hook"), "", TODAY);

    assertThat(outbox().composeState("hook")).isEqualTo(new ComposeState(false, null, null));
    assertThat(outbox().composeState("unknown")).isEqualTo(new ComposeState(false, null, null));
  }

  @Test
  void composeState_hasUnseenEventsAndUnfinishedDeliveries() {
    alerts(2);
    assertThat(outbox().composeState("hook")).isEqualTo(new ComposeState(false, TODAY, null));

    var events = outbox().unseen("hook", 9);
    var drafts = List.of(draft("n1", "", events.getFirst()));
    outbox().enqueue("hook", events.getLast().position(), drafts, Map.of(), LATER);
    assertThat(outbox().composeState("hook")).isEqualTo(new ComposeState(true, null, LATER));

    outbox().markDelivered(claimed(LATER), null, LATER);
    assertThat(outbox().composeState("hook")).isEqualTo(new ComposeState(false, null, LATER));
  }

  @Test
  void composeState_countsCatchUpFromWhenTheChannelWasAdded() {
    alerts(1);

    store().applyConfig(List.of(), Set.of("hook", "mail"), "", LATER);

    assertThat(outbox().composeState("mail").oldestUnseen()).isEqualTo(LATER);
  }

  @Test
  void composeState_isFinished_whenOnlyOneRecipientIsUnreachable() {
    mails();
    var ann = claimed(TODAY);
    outbox().markDelivered(claimed(TODAY), null, TODAY);
    outbox().markDelivered(claimed(TODAY), null, TODAY);
    assertThat(outbox().composeState("hook").unfinished()).isTrue();

    outbox().reschedule(ann, LATER, FailedAttempts.failed("recipient"), TODAY);
    assertThat(outbox().composeState("hook").unfinished()).isFalse();

    outbox().reschedule(claimed(LATER), LATER, FailedAttempts.failed("timeout"), LATER);
    assertThat(outbox().composeState("hook").unfinished()).isTrue();
  }

  @Test
  void testEvent_isNotStored() {
    var event = Outbox.testEvent("hook", TODAY);

    assertThat(event.type()).isEqualTo("test");
    assertThat(event.json()).contains(event.id(), "\"type\":\"test\"");
  }

  @Test
  void activeAlertEvents_haveTheLastEventOfEachAlertOnce() {
    var events = alerts(2);
    assertThat(outbox().activeAlertEvents(TODAY)).isEqualTo(events);

    commit(
        StoreFixture.ZONE_A,
        LATER,
        StoreFixture.certificate("c0", "revoked", Duration.ofDays(13)),
        StoreFixture.certificate("c1", Duration.ofDays(13)));

    assertThat(outbox().activeAlertEvents(LATER))
        .extracting(StoredEvent::alertKey)
        .doesNotHaveDuplicates();
    assertThat(outbox().activeAlertEvents(LATER)).hasSize(2);
    assertThat(outbox().activeAlertEvents(LATER.plusMillis(1))).containsExactly(events.getLast());
  }

  private static final Duration DAY = Duration.ofDays(1);

  /** Fails once on each of these days; returns the delivery claimed on the day after them. */
  private Delivery failing(int days) {
    for (int day = 0; day < days; day++) {
      var at = TODAY.plus(DAY.multipliedBy(day));
      outbox().reschedule(claimed(at), at, FailedAttempts.failed("timeout"), at);
    }
    return claimed(TODAY.plus(DAY.multipliedBy(days)));
  }

  private static Instant weekBefore(Instant now) {
    return now.minus(Duration.ofDays(7));
  }

  @Test
  void weekOfFailures_expiresAllDeliveriesOfThatAge_inOneEvent() {
    queue("n1", "n2", "n3");
    var now = TODAY.plus(DAY.multipliedBy(8));
    var delivery = failing(8);

    assertThat(outbox().expire(delivery, weekBefore(now), "max_age", "550 no", now)).isEqualTo(3);

    assertThat(view("n3").state()).isEqualTo("expired");
    assertThat(view("n1").log().getLast().answer()).isEqualTo("550 no");
    var reported = outbox().unseen("hook", 9);
    assertThat(reported).extracting(StoredEvent::type).containsExactly("delivery.expired");
    assertThat(reported.getFirst().json()).contains("3 deliveries", "timeout");
    assertThat(outbox().claim("hook", now)).isEmpty();
    assertThat(outbox().expire(delivery, weekBefore(now), "max_age", null, now)).isZero();
    assertThat(outbox().unseen("hook", 9)).hasSize(1);
  }

  @Test
  void expiry_keepsYoungDeliveries() {
    queue("n1", "n2");
    var now = TODAY.plus(DAY.multipliedBy(8));
    var delivery = failing(8);

    assertThat(outbox().expire(delivery, TODAY, "max_age", null, now)).isEqualTo(1);

    assertThat(view("n1").state()).isEqualTo("expired");
    assertThat(view("n2").state()).isEqualTo("ready");
    assertThat(claimed(now).messageId()).isEqualTo("n2");
  }

  @Test
  void expiry_keepsDeliveriesBeingSent() {
    var event = alerts(1).getFirst();
    var drafts = List.of(draft("n1", "ann", event), draft("n2", "ben", event));
    outbox().enqueue("hook", event.position(), drafts, Map.of(), TODAY);
    var now = TODAY.plus(DAY.multipliedBy(8));
    var one = failing(8);
    var other = claimed(now);

    assertThat(outbox().expire(one, weekBefore(now), "max_age", null, now)).isEqualTo(1);

    assertThat(view(other.messageId()).state()).isEqualTo("sending");
    outbox().markDelivered(other, null, now);
    assertThat(outbox().claim("hook", now)).isEmpty();
  }

  @Test
  void clockJump_expiresNothing() {
    queue("n1", "n2");
    outbox().reschedule(claimed(TODAY), TODAY, FailedAttempts.failed("timeout"), TODAY);
    var jumped = TODAY.plus(Duration.ofDays(3650));
    var delivery = claimed(jumped);

    assertThat(outbox().expire(delivery, weekBefore(jumped), "max_age", null, jumped)).isZero();
    outbox().reschedule(delivery, jumped, FailedAttempts.failed("timeout"), jumped);
    assertThat(view("n1").log()).hasSize(2);
    assertThat(claimed(jumped).messageId()).isEqualTo("n1");
  }

  @Test
  void daysWithoutAttempts_expireNothing() {
    queue("n1");
    var now = TODAY.plus(DAY.multipliedBy(8));
    var delivery = failing(3);

    assertThat(outbox().expire(delivery, weekBefore(now), "max_age", null, now)).isZero();
  }

  @Test
  void twoExpiriesInOneMoment_areReportedTwice() {
    queue("n1", "n2");

    assertThat(outbox().expire(claimed(TODAY), TODAY, "max_age", null, TODAY)).isEqualTo(1);
    assertThat(outbox().expire(claimed(TODAY), TODAY, "max_age", null, TODAY)).isEqualTo(1);

    assertThat(outbox().unseen("hook", 9)).hasSize(2);
  }
}
