package io.certvigil.notify.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.notify.Channel;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpSender;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A receiver of <a href="https://www.standardwebhooks.com/">Standard Webhooks</a> 1.0.0. Id and
 * body are the same on every attempt; timestamp and signatures are those of the attempt.
 */
public final class WebhookChannel implements Channel {
  private final String name;
  private final List<Secret> secrets;
  private final List<NotifySettings.HttpHeader> ownHeaders;
  private final HttpSender sender;

  public WebhookChannel(
      String name,
      NotifySettings.ChannelSettings.Webhook settings,
      String version,
      Duration limit,
      Scrubber scrubber,
      Connector connector) {
    this.name = name;
    ownHeaders = settings.headers();
    secrets = settings.secrets();
    secrets.forEach(secret -> signer(name, secret)); // a malformed one is found now
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("channels." + name + ".secret: missing");
    }
    sender =
        new HttpSender(
            "channels." + name + ".url", settings.url(), version, limit, scrubber, connector);
  }

  /** The exceptions quote the secret, so they are not kept as a cause. */
  private static Webhook signer(String name, Secret secret) {
    try {
      return new Webhook(secret.reveal());
    } catch (EmptyWebhookSecretException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "channels." + name + ".secret: must be whsec_ followed by base64");
    }
  }

  @Override
  public List<NewDelivery> compose(EventBatch batch) {
    return WebhookBody.newDeliveries(batch);
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    var headers = new LinkedHashMap<String, String>();
    ownHeaders.forEach(header -> headers.put(header.name(), header.value().reveal()));
    headers.put("webhook-id", delivery.messageId());
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", signatures(delivery, now));
    return sender.send(delivery.body(), headers, now, HttpOutcomes::of);
  }

  @Override
  public boolean rereadSecrets() {
    boolean changed = sender.rereadUrl();
    for (var secret : secrets) {
      changed |= secret.reread();
    }
    for (var header : ownHeaders) {
      changed |= header.value().reread();
    }
    return changed;
  }

  @Override
  public Duration longestAttempt() {
    return sender.limit();
  }

  @Override
  public Optional<FallbackMessage> fallback(Delivery refused) {
    return WebhookBody.fallback(refused);
  }

  private String signatures(Delivery delivery, Instant now) {
    return secrets.stream()
        .map(secret -> signed(signer(name, secret), delivery, now))
        .collect(Collectors.joining(" "));
  }

  private static String signed(Webhook signer, Delivery delivery, Instant now) {
    try {
      return signer.sign(delivery.messageId(), now.getEpochSecond(), delivery.body());
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("HmacSHA256 is missing in this JDK", e);
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}
