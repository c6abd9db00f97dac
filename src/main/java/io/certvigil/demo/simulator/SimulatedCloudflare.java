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
 * A simulated Cloudflare on loopback: a real HTTP server with the real paths, page bounds,
 * statuses, date formats, errors and limits of <a href="https://developers.cloudflare.com/api/">the
 * API</a>, over an {@link SimulatedEstate}. Safe for use from any thread.
 */
public final class SimulatedCloudflare implements AutoCloseable {
  /** An API token that every simulated Cloudflare accepts from the start. */
  public static final Secret TOKEN = new Secret("demo-token-of-the-simulated-cloudflare-00");

  /** An e-mail address that is accepted together with {@link #KEY}. */
  public static final String EMAIL = "ops@example.com";

  /** The API key of {@link #EMAIL}. */
  public static final Secret KEY = new Secret("0123456789abcdef0123456789abcdef01234");

  private final Authenticator authenticator = new Authenticator();
  private final Map<ApiRoute, LongAdder> counts = new ConcurrentHashMap<>();
  private final LoopbackServer server;

  private SimulatedCloudflare(
      SimulatedEstate estate, RateLimits limits, InstantSource clock, FaultInjector faults) {
    addToken(TOKEN);
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

  /** The value for {@code cloudflare.base_url}. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + port() + "/client/v4");
  }

  public int port() {
    return server.port();
  }

  /** Accepts this API token from now on: an active token of a user that never expires. */
  public void addToken(Secret token) {
    addToken(token, ApiToken.ofUser());
  }

  /** Accepts this API token from now on; replaces the properties of a token that was known. */
  public void addToken(Secret token, ApiToken how) {
    authenticator.addToken(token, how);
  }

  /** Responds to this token with 401 from now on. */
  public void removeToken(Secret token) {
    authenticator.removeToken(token);
  }

  /** The number of requests received, including rejected and unanswered ones. */
  public long requests() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /**
   * {@link #requests} by the {@link ApiRoute#word} of their route; routes without requests are
   * absent.
   */
  public Map<String, Long> requestsByRoute() {
    var byRoute = new TreeMap<String, Long>();
    counts.forEach((route, count) -> byRoute.put(route.word(), count.sum()));
    return byRoute;
  }

  private void count(ApiRoute route) {
    counts.computeIfAbsent(route, key -> new LongAdder()).increment();
  }

  /** Closes every connection, including hanging ones. */
  @Override
  public void close() {
    server.close();
  }
}
