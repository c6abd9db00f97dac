package io.certvigil.store;

import static io.certvigil.store.FailedAttempts.failed;
import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.store.view.DeliveryOperationResult;
import io.certvigil.store.view.DeliveryView;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts as a failure of a channel, and what is kept of a refused message. */
class ChannelFailuresTest extends DeliveriesTestBase {
  private void mails() {
    var event = alerts(1).getFirst();
    queue(event, List.of(mail("n1", "ann", event), mail("n1", "bob", event)));
  }

  private static NewDelivery mail(String id, String lane, Outbox.StoredEvent event) {
    return new NewDelivery(
        id + "_" + lane, id, "body", List.of(event.id()), Set.of(event.alertKey()), lane);
  }

  private @Nullable Failures failures() {
    return outbox().backlog().getFirst().failures();
  }

  private List<String> refused() {
    return outbox().deliveries(new DeliveryView.Filter(null, null, null, null, 0, true)).stream()
        .map(DeliveryView::messageId)
        .toList();
  }

  @Test
  void rejectedMessage_isNoSignOfLife() {
    queue("n1");
    outbox().reschedule(claimed(TODAY), TODAY, failed("rejected"), TODAY);
    outbox().reschedule(claimed(TODAY), LATER, failed("rejected"), LATER);

    assertThat(failures()).isEqualTo(new Failures(TODAY, 2, null, 0, null));
  }

  @Test
  void refusals_areCountedSinceTheFirst_untilSomethingIsAccepted() {
    queue("n1", "n2");
    outbox().reschedule(claimed(TODAY), TODAY, failed("http_5xx"), TODAY);
    outbox().reschedule(claimed(TODAY), TODAY, FailedAttempts.refusal("not_found"), LATER);
    outbox().reschedule(claimed(TODAY), TODAY, FailedAttempts.naming("url"), LATER.plusSeconds(9));
    assertThat(failures()).isEqualTo(new Failures(TODAY, 3, LATER, 2, "url"));

    outbox().markDelivered(claimed(TODAY), null, LATER);

    assertThat(failures()).isNull();
    assertThat(outbox().backlog().getFirst().lastFailure()).isNull();
  }

  @Test
  void refusedRecipient_doesNotCount_whileAnotherIsNotTriedOrAccepted() {
    mails();
    var ann = claimed(TODAY);
    outbox().reschedule(ann, LATER, failed("recipient"), TODAY);
    assertThat(failures()).isNull();

    outbox().markDelivered(claimed(TODAY), null, TODAY);
    outbox().reschedule(claimed(LATER), LATER, failed("recipient"), LATER);

    assertThat(failures()).isNull();
    assertThat(outbox().backlog().getFirst().lastFailure()).isEqualTo("recipient");
  }

  @Test
  void everyRecipientRefused_counts() {
    mails();
    outbox().reschedule(claimed(TODAY), LATER, failed("recipient"), TODAY);
    outbox().reschedule(claimed(TODAY), LATER, failed("rejected"), TODAY);
    assertThat(failures()).isEqualTo(new Failures(TODAY, 1, null, 0, null));

    outbox().reschedule(claimed(LATER), LATER, failed("recipient"), LATER);
    assertThat(failures()).isEqualTo(new Failures(TODAY, 2, null, 0, null));
  }

  @Test
  void outageOfTheServer_counts_whateverWasAcceptedBefore() {
    mails();
    outbox().markDelivered(claimed(TODAY), null, TODAY);
    outbox().reschedule(claimed(TODAY), LATER, failed("timeout"), TODAY);

    assertThat(failures()).isEqualTo(new Failures(TODAY, 1, null, 0, null));
  }

  @Test
  void refused_areListed_untilDelivered() {
    queue("n1", "n2");
    outbox().reschedule(claimed(TODAY), TODAY, failed("rejected"), TODAY);
    assertThat(refused()).containsExactly("n1");

    outbox().markDelivered(claimed(TODAY), null, TODAY);
    assertThat(refused()).isEmpty();

    outbox().reschedule(claimed(TODAY), TODAY, failed("http_5xx"), TODAY);
    assertThat(refused()).isEmpty();
  }

  @Test
  void rejectedMessage_isKept_andReplayed_afterASimplerOneReplacedIt() {
    queue("n1");
    outbox().replace(claimed(TODAY), "short1", "less", failed("rejected"), TODAY);
    outbox().replace(claimed(TODAY), "short2", "least", failed("rejected"), TODAY);
    var least = claimed(TODAY);
    assertThat(least.body()).isEqualTo("least");
    outbox().markDelivered(least, null, TODAY);
    assertThat(refused()).containsExactly("short2");

    assertThat(outbox().replay(id("short2"), "olga", LATER))
        .isEqualTo(DeliveryOperationResult.DONE);

    var again = claimed(LATER);
    assertThat(again.messageId()).isEqualTo("n1");
    assertThat(again.body()).isEqualTo("body of n1");
    assertThat(outbox().backlog().getFirst().replayedAt()).isEqualTo(LATER);
  }
}
