package io.certvigil.notify.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.Secret;
import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.HttpClientFactory;
import io.certvigil.net.HttpClientLimits;
import io.certvigil.net.RetryAfter;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/** Asks one URL, mostly with JSON: one request for one call, and an answer in bounded time. */
public final class HttpSender implements AutoCloseable {

  /** The whole attempt: looking up, connecting, sending and reading. */
  public static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);

  /** Followed for up to an hour, since a receiver must not park an alert. */
  static final RetryAfter RETRY_AFTER =
      new RetryAfter(Duration.ZERO, Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1));

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 8;
  private static final Duration CONNECTION_LIFE = Duration.ofMinutes(5);
  private static final int HEADER_LINE = 16 * 1024;
  private static final int HEADERS = 200;
  private static final int ANSWER_LIMIT = 64 * 1024;
  private static final String JSON = "application/json; charset=utf-8";
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private final URI url;
  private final String credentials;
  private final CloseableHttpClient http;
  private final AttemptWatchdog watchdog;

  /**
   * @param key of the config, for the message where the URL is none
   * @throws IllegalArgumentException then; it does not quote the URL
   */
  public HttpSender(String key, Secret url, String version, Duration limit) {
    var given = parsed(key, url);
    this.url = withoutCredentials(given);
    credentials = credentials(given);
    http = HttpClientFactory.client(version, limits(limit));
    watchdog = new AttemptWatchdog(limit);
  }

  private static HttpClientLimits limits(Duration read) {
    return new HttpClientLimits(CONNECT, read, CONNECTIONS, CONNECTION_LIFE, HEADER_LINE, HEADERS);
  }

  /** The exceptions of this and the next two quote what they were given: not one is kept. */
  private static URI parsed(String key, Secret url) {
    try {
      var parsed = new URI(url.reveal());
      if (parsed.getRawAuthority() != null && SCHEMES.contains(parsed.getScheme())) {
        return parsed;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new IllegalArgumentException(key + ": not a URL");
  }

  /** Without user, password and fragment, which are not for the request line. */
  private static URI withoutCredentials(URI url) {
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

  /** One attempt; what the receiver's answer means is the channel's to say. */
  public Outcome send(
      String json, Map<String, String> headers, Instant now, Function<HttpReply, Outcome> meaning) {
    return attempt(post(json, headers), now, meaning);
  }

  public Outcome send(String json, Instant now, Function<HttpReply, Outcome> meaning) {
    return send(json, Map.of(), now, meaning);
  }

  /** The same with GET and no body. */
  public Outcome get(Instant now, Function<HttpReply, Outcome> meaning) {
    return attempt(new HttpGet(url), now, meaning);
  }

  private Outcome attempt(
      HttpUriRequestBase request, Instant now, Function<HttpReply, Outcome> meaning) {
    authorize(request);
    var deadline = watchdog.start(request::cancel);
    try {
      return meaning.apply(execute(request, now));
    } catch (IOException e) {
      return deadline.passed()
          ? new TryLater(Reason.TIMEOUT, Duration.ZERO, "no whole answer in time")
          : HttpOutcomes.of(e);
    } finally {
      deadline.disarm();
    }
  }

  private HttpReply execute(HttpUriRequestBase request, Instant now) throws IOException {
    try (var response = http.executeOpen(null, request, null)) {
      var body = new ByteArrayOutputStream();
      if (!readWhole(response, body)) {
        request.cancel(); // else closing would go on reading
      }
      var header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
      var asked = RETRY_AFTER.delay(header == null ? null : header.getValue(), now);
      return new HttpReply(response.getCode(), body.toString(UTF_8), asked);
    }
  }

  private static boolean readWhole(ClassicHttpResponse response, ByteArrayOutputStream body)
      throws IOException {
    var entity = response.getEntity();
    if (entity == null) {
      return true;
    }
    var stream = entity.getContent();
    var buffer = new byte[8 * 1024];
    for (int read = 0; read >= 0 && body.size() < ANSWER_LIMIT; read = stream.read(buffer)) {
      body.write(buffer, 0, read);
    }
    return body.size() < ANSWER_LIMIT;
  }

  private HttpPost post(String json, Map<String, String> headers) {
    var request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(json.getBytes(UTF_8), null));
    request.setHeader(HttpHeaders.CONTENT_TYPE, JSON);
    headers.forEach(request::setHeader);
    return request;
  }

  private void authorize(HttpUriRequestBase request) {
    if (!credentials.isEmpty()) {
      var basic = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
      request.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + basic);
    }
  }

  @Override
  public void close() {
    watchdog.close();
    http.close(CloseMode.IMMEDIATE);
  }
}
