package io.certvigil.store;

import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.store.view.DeliveryOperationResult;
import io.certvigil.store.view.DeliveryView;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Operations of operators on deliveries, while a daemon is running. */
class DeliveryOperationsTest extends DeliveriesTestBase {
  @Test
  void discard_recordsAuthorAndReason_andUnblocksTheNext() {
    queue("n1", "n2");
    long first = id("n1");

    try (var command = engine().openForCommand()) {
      assertThat(command.outbox().discard(first, "ann", "noise", LATER))
          .isEqualTo(DeliveryOperationResult.DONE);
      assertThat(command.outbox().discard(first, "ann", "noise", LATER))
          .isEqualTo(DeliveryOperationResult.CLOSED);
      assertThat(command.outbox().discard(99, "ann", "", LATER))
          .isEqualTo(DeliveryOperationResult.UNKNOWN);
    }

    var view = view("n1");
    assertThat(List.of(view.state(), view.closedBy() + "", view.reason() + ""))
        .containsExactly("discarded", "ann", "noise");
    assertThat(claimed(LATER).messageId()).isEqualTo("n2");
  }

  @Test
  void deliveryBeingSent_isNotChanged() {
    queue("n1");
    var sending = claimed(TODAY);

    assertThat(outbox().discard(sending.id(), "ann", "", LATER))
        .isEqualTo(DeliveryOperationResult.BEING_SENT);
    assertThat(outbox().replay(sending.id(), "olga", LATER))
        .isEqualTo(DeliveryOperationResult.BEING_SENT);

    outbox().markDelivered(sending, "ok", LATER);
    assertThat(view("n1").state()).isEqualTo("delivered");
    assertThat(view("n1").log().getFirst().answer()).isEqualTo("ok");
  }

  @Test
  void replay_sendsTheSameBytesAgain_andRestartsTheAge() {
    queue("n1");
    outbox().markDelivered(claimed(TODAY), null, TODAY);
    var weeks = TODAY.plus(Duration.ofDays(20));

    try (var command = engine().openForCommand()) {
      assertThat(command.outbox().replay(id("n1"), "olga", weeks))
          .isEqualTo(DeliveryOperationResult.DONE);
    }

    var again = claimed(weeks);
    assertThat(again.messageId()).isEqualTo("n1");
    assertThat(again.body()).isEqualTo("body of n1");
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.age(weeks)).isZero();
    assertThat(view("n1").createdAt()).isEqualTo(TODAY);
  }

  @Test
  void replay_goesBeforeYoungerDeliveries_butNotBeforeOneBeingSent() {
    queue("n1", "n2", "n3");
    outbox().markDelivered(claimed(TODAY), null, TODAY);
    var second = claimed(TODAY);

    assertThat(outbox().replay(id("n1"), "olga", TODAY)).isEqualTo(DeliveryOperationResult.DONE);
    assertThat(outbox().claim("hook", TODAY)).isEmpty();
    outbox().reschedule(second, TODAY, FailedAttempts.failed("timeout"), TODAY);

    outbox().markDelivered(claimed(TODAY), null, LATER);
    assertThat(view("n1").attempts()).isEqualTo(2);
    assertThat(claimed(LATER).messageId()).isEqualTo("n2");
  }

  @Test
  void replay_makesARetryDue() {
    queue("n1");
    outbox().reschedule(claimed(TODAY), LATER, FailedAttempts.failed("timeout"), TODAY);

    assertThat(outbox().replay(id("n1"), "olga", TODAY)).isEqualTo(DeliveryOperationResult.DONE);

    assertThat(claimed(TODAY).attempt()).isEqualTo(2);
  }

  @Test
  void replay_ofARemovedChannel_isRefused() {
    queue("n1");
    store().applyConfig(List.of(), Set.of(), "", TODAY);

    assertThat(outbox().replay(id("n1"), "olga", TODAY))
        .isEqualTo(DeliveryOperationResult.NO_CHANNEL);
  }

  @Test
  void deliveries_areFiltered() {
    queue("n1", "n2");
    outbox().markDelivered(claimed(TODAY), null, TODAY);
    var key = view("n1").alerts().getFirst();

    assertThat(found("hook", null, key)).containsExactly("n2", "n1");
    assertThat(found(null, "Delivered", null)).containsExactly("n1");
    assertThat(found(null, "ready", key)).containsExactly("n2");
    assertThat(found("other", null, null)).isEmpty();
    assertThat(found(null, null, "other")).isEmpty();
    assertThat(outbox().deliveries(new DeliveryView.Filter(null, null, null, LATER, 0))).isEmpty();
    assertThat(outbox().deliveries(new DeliveryView.Filter(null, null, null, null, 1))).hasSize(1);
  }

  private List<String> found(
      @Nullable String channel, @Nullable String state, @Nullable String alertKey) {
    return outbox().deliveries(new DeliveryView.Filter(channel, state, alertKey, null, 0)).stream()
        .map(DeliveryView::messageId)
        .toList();
  }

  @Test
  void find_acceptsNumbersIdsAndUnambiguousParts() {
    queue("ntf_ab1", "ntf_ab2");

    assertThat(view("ntf_ab1").body()).isEqualTo("body of ntf_ab1");
    assertThat(view("ntf_ab1").events()).hasSize(1);
    assertThat(view("ab2").messageId()).isEqualTo("ntf_ab2");
    assertThat(view(Long.toString(id("ab2"))).messageId()).isEqualTo("ntf_ab2");
    assertThat(outbox().find("ab")).isEmpty();
    assertThat(outbox().find(" ")).isEmpty();
    assertThat(outbox().search("ab", 10)).hasSize(2);
  }

  @Test
  void answer_isCutToTwoHundredCharactersOnOneLine() {
    queue("n1");

    outbox()
        .reschedule(
            claimed(TODAY),
            LATER,
            FailedAttempts.failed("rejected", "no\r\n" + "x".repeat(300)),
            TODAY);

    var answer = view("n1").log().getFirst().answer();
    assertThat(answer).hasSize(200).startsWith("no x");
  }
}
