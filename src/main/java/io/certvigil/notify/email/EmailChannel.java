package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.certvigil.model.Key;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.message.HumanChannel;
import io.certvigil.notify.message.Message;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The email channel. Each recipient has its own delivery and lane, so that a mailbox that does not
 * accept mail does not delay other recipients. The id of a delivery is the message id, {@code _}
 * and a hash of the recipient.
 *
 * <p>A message is acknowledged if the server replies 2yz after the final dot. One that was left
 * without an answer there says that it may be a copy when it is sent again. The envelope sender is
 * the one in the config at the time of sending, so that a corrected config also applies to pending
 * messages.
 */
public final class EmailChannel implements HumanChannel {
  private final MailAddress from;
  private final Map<String, MailAddress> to = new LinkedHashMap<>();
  private final Duration longestAttempt;
  private final @Nullable Secret password;
  private final SmtpClient smtp;

  public EmailChannel(
      String name,
      NotifySettings.ChannelSettings.Email settings,
      SmtpLimits limits,
      Scrubber scrubber,
      Connector connector) {
    var key = "channels." + name;
    from = MailAddress.of(key + ".from", settings.from());
    for (var text : settings.to()) {
      var recipient = MailAddress.of(key + ".to", text);
      to.putIfAbsent(recipient.address().toLowerCase(Locale.ROOT), recipient);
    }
    if (to.isEmpty()) {
      throw new IllegalArgumentException(key + ".to: missing");
    }
    longestAttempt = limits.whole();
    password = settings.smtp().password();
    smtp = new SmtpClient(settings.smtp(), from.address(), limits, scrubber, connector);
  }

  @Override
  public List<NewDelivery> composeMessage(Message message) {
    return to.entrySet().stream()
        .map(
            known ->
                newDelivery(message, Key.shortOf("recipient", known.getKey()), known.getValue()))
        .toList();
  }

  private NewDelivery newDelivery(Message message, String lane, MailAddress recipient) {
    var envelope = message.envelope();
    var id = envelope.id() + "_" + lane;
    var shorterId = NotificationId.of("short", id);
    var smallerId = NotificationId.of("small", id);
    try {
      var mail = new MailMessage(message, from, recipient, id);
      boolean list = mail.attached();
      var body =
          new MailBody(
              recipient.address(),
              mail.full(),
              shorterId,
              new MailMessage(message, from, recipient, shorterId).fallback(id),
              list ? smallerId : null,
              list ? new MailMessage(message, from, recipient, smallerId).smaller(id) : null);
      return new NewDelivery(
          id, envelope.id(), body.json(), envelope.eventIds(), envelope.alertKeys(), lane);
    } catch (MessagingException | IOException e) {
      throw new IllegalStateException("Jakarta Mail writes to memory", e);
    }
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    var mail = MailBody.read(delivery.body());
    var message = delivery.unanswered() == 0 ? mail.message() : PossibleCopy.mark(mail.message());
    return smtp.send(mail.to(), message.getBytes(US_ASCII));
  }

  @Override
  public boolean rereadSecrets() {
    return password != null && password.reread();
  }

  @Override
  public Duration longestAttempt() {
    return longestAttempt;
  }

  @Override
  public Optional<FallbackMessage> smaller(Delivery tooLarge) {
    return MailBody.read(tooLarge.body()).forSlowConnection();
  }

  @Override
  public Optional<FallbackMessage> fallback(Delivery refused) {
    return MailBody.read(refused.body()).fallback();
  }

  @Override
  public void close() {
    smtp.close();
  }
}
