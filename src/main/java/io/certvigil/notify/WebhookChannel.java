package io.certvigil.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.certvigil.model.Secret;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.store.Outbox.Delivery;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/**
 * A receiver of <a href="https://www.standardwebhooks.com/">Standard Webhooks</a> 1.0.0. Id and
 * body are the same on every attempt; time and signatures are those of the attempt.
 */
final class WebhookChannel implements Channel {

  /** The whole attempt: looking up, connecting, sending and reading. */
  static final Duration WHOLE_ATTEMPT = Duration.ofSeconds(20);

  private static final int ANSWER_LIMIT = 64 * 1024;
  private static final String JSON = "application/json; charset=utf-8";

  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final URI url;
  private final String credentials;
  private final List<Webhook> signers = new ArrayList<>();
  private final CloseableHttpClient http;
  private final Duration wholeAttempt;
  private final ScheduledThreadPoolExecutor watchdog;

  WebhookChannel(
      String name, Settings.ChannelSettings.Webhook settings, String version, Duration limit) {
    var given = parsed(name, settings.url());
    url = plain(given);
    credentials = credentials(given);
    for (var secret : settings.secrets()) {
      signers.add(signer(name, secret));
    }
    if (signers.isEmpty()) {
      throw new IllegalArgumentException("channels." + name + ".secret: missing");
    }
    wholeAttempt = limit;
    http = Http.client("certvigil/" + version, limit);
    watchdog = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    watchdog.setRemoveOnCancelPolicy(true);
  }

  /** The exceptions of this and the next two quote what they were given: not one is kept. */
  private static URI parsed(String name, Secret url) {
    try {
      var parsed = new URI(url.reveal());
      if (parsed.getRawAuthority() != null && SCHEMES.contains(parsed.getScheme())) {
        return parsed;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new IllegalArgumentException("channels." + name + ".url: not a URL");
  }

  /** Without user, password and fragment, which are not for the request line. */
  private static URI plain(URI url) {
    var authority = url.getRawAuthority();
    var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return URI.create(
        url.getScheme()
            + "://"
            + authority.substring(authority.lastIndexOf('@') + 1)
            + url.getRawPath()
            + query);
  }

  private static String credentials(URI url) {
    var authority = url.getRawAuthority();
    int at = authority.lastIndexOf('@');
    return at < 0 ? "" : URLDecoder.decode(authority.substring(0, at).replace("+", "%2B"), UTF_8);
  }

  private static Webhook signer(String name, Secret secret) {
    try {
      return new Webhook(secret.reveal());
    } catch (EmptyWebhookSecretException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "channels." + name + ".secret: must be whsec_ and base 64");
    }
  }

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    var late = new AtomicBoolean();
    var request = request(delivery, now);
    var cut =
        watchdog.schedule(() -> cut(request, late), wholeAttempt.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return answered(request, now);
    } catch (IOException e) {
      return late.get() ? new TryLater(Reason.TIMEOUT, Duration.ZERO) : Verdict.of(e);
    } finally {
      cut.cancel(false);
    }
  }

  private static void cut(HttpPost request, AtomicBoolean late) {
    late.set(true);
    request.cancel();
  }

  private Outcome answered(HttpPost request, Instant now) throws IOException {
    try (var response = http.executeOpen(null, request, null)) {
      if (!wholeWasRead(response)) {
        request.cancel(); // else closing would go on reading
      }
      var header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
      var asked = RetryAfter.of(header == null ? null : header.getValue(), now);
      return Verdict.of(response.getCode(), asked);
    }
  }

  private static boolean wholeWasRead(ClassicHttpResponse response) throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return true;
    }
    var stream = entity.getContent();
    var buffer = new byte[8 * 1024];
    int total = 0;
    for (int read = 0; read >= 0 && total < ANSWER_LIMIT; total += Math.max(read, 0)) {
      read = stream.read(buffer);
    }
    return total < ANSWER_LIMIT;
  }

  private HttpPost request(Delivery delivery, Instant now) {
    var request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(delivery.body().getBytes(UTF_8), null));
    request.setHeader(HttpHeaders.CONTENT_TYPE, JSON);
    request.setHeader("webhook-id", delivery.messageId());
    request.setHeader("webhook-timestamp", Long.toString(now.getEpochSecond()));
    request.setHeader("webhook-signature", signatures(delivery, now));
    if (!credentials.isEmpty()) {
      var basic = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
      request.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + basic);
    }
    return request;
  }

  private String signatures(Delivery delivery, Instant now) {
    var signatures = new ArrayList<String>();
    for (var signer : signers) {
      signatures.add(signed(signer, delivery, now));
    }
    return String.join(" ", signatures);
  }

  private static String signed(Webhook signer, Delivery delivery, Instant now) {
    try {
      return signer.sign(delivery.messageId(), now.getEpochSecond(), delivery.body());
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
    http.close(CloseMode.IMMEDIATE);
  }
}
