package io.certvigil.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.app.DaemonConfig;
import io.certvigil.app.DaemonProcess;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import java.time.Clock;
import java.util.List;

/** One receiver of each type on loopback, each of which loses some acknowledgements. */
final class CampaignReceivers implements AutoCloseable {
  private static final List<String> RECIPIENTS = List.of("one@example.com", "two@example.com");
  private static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

  final WebhookReceiver hook = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, Clock.systemUTC());
  private final LossyInbox<ReceivedMessage> slackInbox =
      LossyInbox.keepingSummaries(ReceiverKind.SLACK);
  private final LossyInbox<ReceivedMessage> mailInbox =
      LossyInbox.keepingSummaries(ReceiverKind.EMAIL);
  private final LossyInbox<ReceivedMessage> alertmanagerInbox =
      LossyInbox.keepingSummaries(ReceiverKind.ALERTMANAGER);
  private final LossyInbox<ReceivedMessage> pagerInbox =
      LossyInbox.keepingSummaries(ReceiverKind.PAGERDUTY);
  private final LossyHttpReceiver slack = new LossyHttpReceiver(slackInbox, 200, "ok");
  private final LossyMailServer mail = new LossyMailServer(mailInbox);
  private final LossyHttpReceiver alertmanager = new LossyHttpReceiver(alertmanagerInbox, 200, "");
  private final LossyHttpReceiver pager =
      new LossyHttpReceiver(pagerInbox, 202, "{\"status\":\"success\"}");

  CampaignReceivers() {
    hook.replyWith(new ReceiverBehaviour.LoseEvery(Campaign.LOSES_EVERY));
  }

  /** The {@code channels} section of the config. */
  String config() {
    return config("");
  }

  /**
   * The same, with other names for the same receivers.
   *
   * @param suffix of every name: empty, or a hyphen and lower-case letters
   */
  String config(String suffix) {
    return """
    channels:
      ops-hook: { %s }
      slack: { type: slack, url: "%s/services/T0/B0/x" }
      am: { type: alertmanager, urls: ["%s"] }
      pager: { type: pagerduty, url: "%s/v2/enqueue", routing_key: "%s", min_severity: info }
      mail:
        type: email
        smtp: { host: 127.0.0.1, port: %d, tls: none }
        from: certvigil@example.com
        to: [%s]
    """
        .formatted(
            DaemonConfig.channel(hook),
            slack.url(),
            alertmanager.url(),
            pager.url(),
            ROUTING_KEY,
            mail.port(),
            String.join(", ", RECIPIENTS))
        .replaceAll("(?m)^(  [a-z-]+):", "$1" + suffix + ":");
  }

  /** Stops losing acknowledgements. */
  void recover() {
    hook.replyWith(new ReceiverBehaviour.Acknowledge());
    List.of(slackInbox, mailInbox, alertmanagerInbox, pagerInbox).forEach(LossyInbox::recover);
  }

  List<DeliveryTarget> targets() {
    return List.of(
        new DeliveryTarget(ReceiverKind.WEBHOOK, "ops-hook", "", webhookMessages()),
        new DeliveryTarget(ReceiverKind.SLACK, "slack", "", slackInbox.messages()),
        mailTo(RECIPIENTS.getFirst()),
        mailTo(RECIPIENTS.getLast()),
        new DeliveryTarget(ReceiverKind.ALERTMANAGER, "am", "", alertmanagerInbox.messages()),
        new DeliveryTarget(ReceiverKind.PAGERDUTY, "pager", "", pagerInbox.messages()));
  }

  private List<ReceivedMessage> webhookMessages() {
    return hook.received().stream()
        .map(message -> new RawMessage(message.id(), "", new String(message.body(), UTF_8)))
        .map(raw -> ReceivedMessage.of(ReceiverKind.WEBHOOK, raw))
        .toList();
  }

  private DeliveryTarget mailTo(String recipient) {
    var messages =
        mailInbox.messages().stream()
            .filter(message -> message.address().equals(recipient))
            .toList();
    return new DeliveryTarget(ReceiverKind.EMAIL, "mail", recipient, messages);
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
