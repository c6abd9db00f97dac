package io.certvigil.demo.receiver;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.certvigil.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Verifies signatures with the official library of Standard Webhooks. The library uses the system
 * clock; if the receiver's clock differs, as in tests, the signature is compared with one that the
 * library creates.
 */
final class WebhookVerifier {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final Webhook webhook;

  WebhookVerifier(Secret secret) {
    try {
      webhook = new Webhook(secret.reveal());
    } catch (EmptyWebhookSecretException e) {
      throw new IllegalArgumentException("webhook secret: must not be empty", e);
    }
  }

  boolean verifies(String id, String timestamp, String signature, String body, Instant now) {
    return isRecent(timestamp, now)
        && (verifiesWithLibrary(id, timestamp, signature, body)
            || matchesOwnSignature(id, timestamp, signature, body));
  }

  private static boolean isRecent(String timestamp, Instant now) {
    try {
      var at = Instant.ofEpochSecond(Long.parseLong(timestamp));
      return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private boolean verifiesWithLibrary(String id, String timestamp, String signature, String body) {
    var headers =
        Map.of(
            Webhook.UNBRANDED_MSG_ID_KEY, List.of(id),
            Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, List.of(timestamp),
            Webhook.UNBRANDED_MSG_SIGNATURE_KEY, List.of(signature));
    try {
      webhook.verify(body, headers);
      return true;
    } catch (WebhookVerificationException e) {
      return false;
    }
  }

  private boolean matchesOwnSignature(String id, String timestamp, String signatures, String body) {
    try {
      var expected = webhook.sign(id, Long.parseLong(timestamp), body);
      return Arrays.asList(signatures.split(" ")).contains(expected);
    } catch (WebhookSigningException e) {
      return false;
    }
  }
}
