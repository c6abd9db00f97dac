package io.certvigil.notify.email;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.certvigil.model.Key;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.message.HumanChannel;
import io.certvigil.notify.message.Message;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/**
 * Mail. Each recipient has a delivery and a lane of its own, so that a mailbox that takes nothing
 * holds up nobody else. The id of a draft is the bulletin's, {@code _} and a hash of the recipient.
 *
 * <p>Acknowledged is what the server answers with 2yz after the final dot. The sender of the
 * envelope is the one of the config at that time, so that a corrected config mends what waits.
 */
public final class EmailChannel implements HumanChannel {
  private final MailAddress from;
  private final Map<String, MailAddress> to = new LinkedHashMap<>();
  private final SmtpClient smtp;

  public EmailChannel(String name, NotifySettings.ChannelSettings.Email settings, Duration limit) {
    this(name, settings, limit, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  EmailChannel(
      String name,
      NotifySettings.ChannelSettings.Email settings,
      Duration limit,
      SSLSocketFactory tls) {
    var key = "channels." + name;
    from = MailAddress.of(key + ".from", settings.from());
    for (var text : settings.to()) {
      var recipient = MailAddress.of(key + ".to", text);
      to.putIfAbsent(recipient.address().toLowerCase(Locale.ROOT), recipient);
    }
    if (to.isEmpty()) {
      throw new IllegalArgumentException(key + ".to: missing");
    }
    smtp = new SmtpClient(settings.smtp(), from.address(), limit, tls);
  }

  @Override
  public String type() {
    return "email";
  }

  @Override
  public List<NewDelivery> composeMessage(Message bulletin) {
    return to.entrySet().stream()
        .map(
            known ->
                newDelivery(bulletin, Key.shortOf("recipient", known.getKey()), known.getValue()))
        .toList();
  }

  private NewDelivery newDelivery(Message bulletin, String lane, MailAddress recipient) {
    var envelope = bulletin.envelope();
    var id = envelope.id() + "_" + lane;
    var shorterId = NotificationId.of("short", id);
    var body =
        new MailBody(
            recipient.address(),
            new MailMessage(bulletin, from, recipient, id).full(),
            shorterId,
            new MailMessage(bulletin, from, recipient, shorterId).fallback(id));
    return new NewDelivery(
        id, envelope.id(), body.json(), envelope.eventIds(), envelope.alertKeys(), lane);
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    var mail = MailBody.read(delivery.body());
    return smtp.send(mail.to(), mail.message().getBytes(US_ASCII));
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
