package io.certvigil.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.app.DaemonProcess;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import java.time.Clock;
import java.util.List;

/** One receiver of every type, each on loopback and each losing some of its acknowledgements. */
final class CampaignReceivers implements AutoCloseable {
  private static final List<String> RECIPIENTS = List.of("one@example.com", "two@example.com");
  private static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

  final WebhookReceiver hook = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, Clock.systemUTC());
  private final LossyInbox<ReceivedMessage> slackBox =
      LossyInbox.keepingSummaries(ReceiverKind.SLACK);
  private final LossyInbox<ReceivedMessage> mailBox =
      LossyInbox.keepingSummaries(ReceiverKind.EMAIL);
  private final LossyInbox<ReceivedMessage> alertmanagerBox =
      LossyInbox.keepingSummaries(ReceiverKind.ALERTMANAGER);
  private final LossyInbox<ReceivedMessage> pagerBox =
      LossyInbox.keepingSummaries(ReceiverKind.PAGERDUTY);
  private final LossyHttpReceiver slack = new LossyHttpReceiver(slackBox, 200, "ok");
  private final LossyMailServer mail = new LossyMailServer(mailBox);
  private final LossyHttpReceiver alertmanager = new LossyHttpReceiver(alertmanagerBox, 200, "");
  private final LossyHttpReceiver pager =
      new LossyHttpReceiver(pagerBox, 202, "{\"status\":\"success\"}");

  CampaignReceivers() {
    hook.replyWith(new ReceiverBehaviour.LoseEvery(Campaign.LOSES_EVERY));
  }

  /** {@code channels} of a config. */
  String config() {
    return """
    channels:
      ops-hook: { type: webhook, url: "%s", secret: "%s" }
      slack: { type: slack, url: "%s/services/T0/B0/x" }
      am: { type: alertmanager, urls: ["%s"] }
      pager: { type: pagerduty, url: "%s/v2/enqueue", routing_key: "%s" }
      mail:
        type: email
        smtp: { host: 127.0.0.1, port: %d, tls: none }
        from: certvigil@example.com
        to: [%s]
    """
        .formatted(
            hook.url(),
            DaemonProcess.HOOK_SECRET.reveal(),
            slack.url(),
            alertmanager.url(),
            pager.url(),
            ROUTING_KEY,
            mail.port(),
            String.join(", ", RECIPIENTS));
  }

  /** From now on no acknowledgement is lost. */
  void recover() {
    hook.replyWith(new ReceiverBehaviour.Acknowledge());
    List.of(slackBox, mailBox, alertmanagerBox, pagerBox).forEach(LossyInbox::recover);
  }

  List<DeliveryTarget> targets() {
    return List.of(
        new DeliveryTarget(ReceiverKind.WEBHOOK, "ops-hook", "", webhookMessages()),
        new DeliveryTarget(ReceiverKind.SLACK, "slack", "", slackBox.messages()),
        mailTo(RECIPIENTS.getFirst()),
        mailTo(RECIPIENTS.getLast()),
        new DeliveryTarget(ReceiverKind.ALERTMANAGER, "am", "", alertmanagerBox.messages()),
        new DeliveryTarget(ReceiverKind.PAGERDUTY, "pager", "", pagerBox.messages()));
  }

  private List<ReceivedMessage> webhookMessages() {
    return hook.received().stream()
        .map(message -> new RawMessage(message.id(), "", new String(message.body(), UTF_8)))
        .map(mail -> ReceivedMessage.of(ReceiverKind.WEBHOOK, mail))
        .toList();
  }

  private DeliveryTarget mailTo(String recipient) {
    var letters =
        mailBox.messages().stream().filter(letter -> letter.address().equals(recipient)).toList();
    return new DeliveryTarget(ReceiverKind.EMAIL, "mail", recipient, letters);
  }

  @Override
  public void close() {
    hook.close();
    slack.close();
    mail.close();
    alertmanager.close();
    pager.close();
  }
}
