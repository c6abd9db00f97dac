package io.certvigil.notify.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.model.Secret;
import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.Connector;
import io.certvigil.net.HttpClientFactory;
import io.certvigil.net.HttpClientLimits;
import io.certvigil.net.RemoteEndpoint;
import io.certvigil.net.RetryAfter;
import io.certvigil.notify.Outcome;
import io.certvigil.redaction.Scrubber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/** Sends HTTP requests to one URL: one request for each call, within a time limit. */
public final class HttpSender implements AutoCloseable {

  /**
   * {@code Retry-After} is followed for up to an hour, so that a receiver cannot delay an alert for
   * longer.
   */
  static final RetryAfter RETRY_AFTER =
      new RetryAfter(Duration.ZERO, Duration.ofHours(1), Duration.ZERO, Duration.ofHours(1));

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int CONNECTIONS = 8;
  private static final Duration CONNECTION_LIFE = Duration.ofMinutes(5);
  private static final int HEADER_LINE = 16 * 1024;
  private static final int HEADERS = 200;
  private static final int ANSWER_LIMIT = 64 * 1024;
  private static final String JSON = "application/json; charset=utf-8";

  private final String key;
  private final Secret secret;
  private final Duration limit;
  private volatile Target target;
  private final CloseableHttpClient http;
  private final AttemptWatchdog watchdog;
  private final Scrubber scrubber;

  /**
   * @param key the config key, for the error message
   * @param limit of a whole attempt: DNS lookup, connecting, sending and reading
   * @param scrubber knows every secret that a reply may repeat
   * @param connector makes the connections
   * @throws IllegalArgumentException if the URL is malformed; the message does not contain it
   */
  public HttpSender(
      String key,
      Secret url,
      String version,
      Duration limit,
      Scrubber scrubber,
      Connector connector) {
    this.scrubber = scrubber;
    this.key = key;
    secret = url;
    this.limit = limit;
    target = Target.of(key, url.reveal());
    http =
        HttpClientFactory.client(
            version,
            new HttpClientLimits(
                CONNECT, limit, CONNECTIONS, CONNECTION_LIFE, HEADER_LINE, HEADERS),
            connector);
    watchdog = new AttemptWatchdog("delivery-watchdog", limit);
  }

  /** The longest time that an attempt takes. */
  public Duration limit() {
    return limit;
  }

  /**
   * Reads the URL again, if it is in a file. Returns true if it has changed; a malformed one is not
   * used.
   */
  public boolean rereadUrl() {
    if (!secret.reread()) {
      return false;
    }
    try {
      target = Target.of(key, secret.reveal());
      return true;
    } catch (IllegalArgumentException e) {
      return false; // the channel goes on failing with the URL before
    }
  }

  /**
   * A URL and what is sent with it.
   *
   * @param url without user, password and fragment
   * @param credentials user and password; empty if there are none
   */
  private record Target(URI url, String credentials) {
    static Target of(String key, String url) {
      var given = parsed(key, url);
      return new Target(withoutCredentials(given), HttpSender.credentials(given));
    }
  }

  /**
   * The exceptions of this and the next two methods quote the URL, so they are not kept as a cause.
   */
  private static URI parsed(String key, String url) {
    try {
      return RemoteEndpoint.parse(url);
    } catch (URISyntaxException | IllegalArgumentException e) {
      // reported below, without the URL
    }
    throw new IllegalArgumentException(key + ": not a URL");
  }

  /** The URL without user, password and fragment, which do not belong in the request line. */
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

  /** Makes one attempt. The channel decides what the receiver's reply means. */
  public Outcome send(
      String json, Map<String, String> headers, Instant now, Function<HttpReply, Outcome> meaning) {
    var to = target;
    return attempt(to, post(to.url(), json, headers), now, meaning);
  }

  public Outcome send(String json, Instant now, Function<HttpReply, Outcome> meaning) {
    return send(json, Map.of(), now, meaning);
  }

  /** Makes one attempt with GET and without a body. */
  public Outcome get(Instant now, Function<HttpReply, Outcome> meaning) {
    var to = target;
    return attempt(to, new HttpGet(to.url()), now, meaning);
  }

  private Outcome attempt(
      Target to, HttpUriRequestBase request, Instant now, Function<HttpReply, Outcome> meaning) {
    authorize(request, to.credentials());
    var deadline = watchdog.start(request::cancel);
    try {
      return meaning.apply(execute(request, now));
    } catch (IOException e) {
      return deadline.passed() ? HttpOutcomes.timeout() : HttpOutcomes.of(e);
    } finally {
      deadline.disarm();
    }
  }

  private HttpReply execute(HttpUriRequestBase request, Instant now) throws IOException {
    try (var response = http.executeOpen(null, request, null)) {
      var body = new ByteArrayOutputStream();
      boolean whole = readWhole(response, body);
      if (!whole) {
        request.cancel(); // otherwise closing would read the rest
      }
      var text = body.toString(UTF_8);
      var clean = whole ? scrubber.scrub(text) : scrubber.scrubCut(text);
      var header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
      var requested = RETRY_AFTER.delay(header == null ? null : header.getValue(), now);
      return new HttpReply(response.getCode(), clean, requested);
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

  private static HttpPost post(URI url, String json, Map<String, String> headers) {
    var request = new HttpPost(url);
    request.setEntity(new ByteArrayEntity(json.getBytes(UTF_8), null));
    request.setHeader(HttpHeaders.CONTENT_TYPE, JSON);
    headers.forEach(request::setHeader);
    return request;
  }

  private static void authorize(HttpUriRequestBase request, String credentials) {
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
