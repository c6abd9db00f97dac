package io.certvigil.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.app.DaemonProcess;
import io.certvigil.demo.receiver.ReceiverBehaviour;
import io.certvigil.demo.receiver.WebhookReceiver;
import java.time.Clock;
import java.util.List;

/** One receiver of every type, each on loopback and each losing some of its acknowledgements. */
final class Receivers implements AutoCloseable {
  private static final List<String> RECIPIENTS = List.of("one@example.com", "two@example.com");
  private static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

  final WebhookReceiver hook = WebhookReceiver.start(DaemonProcess.HOOK_SECRET, Clock.systemUTC());
  private final Box<Letter> slackBox = Box.judged(Kind.SLACK);
  private final Box<Letter> mailBox = Box.judged(Kind.EMAIL);
  private final Box<Letter> alertmanagerBox = Box.judged(Kind.ALERTMANAGER);
  private final Box<Letter> pagerBox = Box.judged(Kind.PAGERDUTY);
  private final HttpBox slack = new HttpBox(slackBox, 200, "ok");
  private final MailBox mail = new MailBox(mailBox);
  private final HttpBox alertmanager = new HttpBox(alertmanagerBox, 200, "");
  private final HttpBox pager = new HttpBox(pagerBox, 202, "{\"status\":\"success\"}");

  Receivers() {
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
    List.of(slackBox, mailBox, alertmanagerBox, pagerBox).forEach(Box::recover);
  }

  List<Line> lines() {
    return List.of(
        new Line(Kind.WEBHOOK, "ops-hook", "", hooked()),
        new Line(Kind.SLACK, "slack", "", slackBox.letters()),
        mailTo(RECIPIENTS.getFirst()),
        mailTo(RECIPIENTS.getLast()),
        new Line(Kind.ALERTMANAGER, "am", "", alertmanagerBox.letters()),
        new Line(Kind.PAGERDUTY, "pager", "", pagerBox.letters()));
  }

  private List<Letter> hooked() {
    return hook.received().stream()
        .map(message -> new Mail(message.id(), "", new String(message.body(), UTF_8)))
        .map(mail -> Letter.of(Kind.WEBHOOK, mail))
        .toList();
  }

  private Line mailTo(String recipient) {
    var letters =
        mailBox.letters().stream().filter(letter -> letter.address().equals(recipient)).toList();
    return new Line(Kind.EMAIL, "mail", recipient, letters);
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
