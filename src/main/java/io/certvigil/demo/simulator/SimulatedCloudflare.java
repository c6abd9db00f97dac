package io.certvigil.demo.simulator;

import io.certvigil.demo.http.LoopbackServer;
import io.certvigil.model.Secret;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A Cloudflare on loopback: a real HTTP server with the real paths, page bounds, statuses, date
 * formats, errors and limits of <a href="https://developers.cloudflare.com/api/">the API</a>, over
 * an {@link SimulatedEstate}. Safe for use from any thread.
 */
public final class SimulatedCloudflare implements AutoCloseable {
  /** Known to every simulated Cloudflare from the start. */
  public static final Secret TOKEN = new Secret("demo-token-of-the-simulated-cloudflare-00");

  /** An e-mail address that is known from the start, together with {@link #KEY}. */
  public static final String EMAIL = "ops@example.com";

  /** The API key of {@link #EMAIL}. */
  public static final Secret KEY = new Secret("0123456789abcdef0123456789abcdef01234");

  private final Authenticator authenticator = new Authenticator();
  private final Map<ApiRoute, LongAdder> counts = new ConcurrentHashMap<>();
  private final LoopbackServer server;

  private SimulatedCloudflare(
      SimulatedEstate estate, RateLimits limits, InstantSource clock, FaultInjector faults) {
    authenticator.addCredential(TOKEN, ApiToken.ofUser());
    authenticator.addCredential(EMAIL, KEY);
    var api = new SimulatedApi(estate, clock, authenticator);
    server =
        new LoopbackServer(
            0, new ApiHandler(api, authenticator, faults, limits, clock, this::count));
  }

  /** Listens on a free port of loopback. */
  public static SimulatedCloudflare start(
      SimulatedEstate estate, RateLimits limits, InstantSource clock) {
    return start(estate, limits, clock, FaultInjector.NONE);
  }

  /** Listens on a free port of loopback, with faults in some of the responses. */
  public static SimulatedCloudflare start(
      SimulatedEstate estate, RateLimits limits, InstantSource clock, FaultInjector faults) {
    return new SimulatedCloudflare(estate, limits, clock, faults);
  }

  /** What {@code cloudflare.base_url} is set to. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/client/v4");
  }

  public int port() {
    return server.port();
  }

  /** From now on this API token is known, as an active one of a user without an end. */
  public void addToken(Secret token) {
    addToken(token, ApiToken.ofUser());
  }

  /** From now on this API token is known, as that; also one that was known as something else. */
  public void addToken(Secret token, ApiToken how) {
    authenticator.addCredential(token, how);
  }

  /** From now on this token is answered with 401. */
  public void removeToken(Secret token) {
    authenticator.removeCredential(token);
  }

  /** All requests that were received, answered or not, refused ones included. */
  public long requests() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /**
   * {@link #requests} by the {@link ApiRoute#word} of their route; routes without any are absent.
   */
  public Map<String, Long> requestsByRoute() {
    var byRoute = new TreeMap<String, Long>();
    counts.forEach((route, count) -> byRoute.put(route.word(), count.sum()));
    return byRoute;
  }

  private void count(ApiRoute route) {
    counts.computeIfAbsent(route, key -> new LongAdder()).increment();
  }

  /** Ends every connection, hanging ones too. */
  @Override
  public void close() {
    server.close();
  }
}
