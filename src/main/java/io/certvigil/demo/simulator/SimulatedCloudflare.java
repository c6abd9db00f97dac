package io.certvigil.demo.simulator;

import io.certvigil.demo.http.LoopbackServer;
import io.certvigil.demo.simulator.Authenticator.Authentication;
import io.certvigil.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

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

  private static final String BASE = "/client/v4/";

  private final Authenticator authenticator = new Authenticator();
  private final Map<ApiRoute, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, RateLimitWindow> windows = new ConcurrentHashMap<>();
  private final AtomicLong rayIds = new AtomicLong(0x8f00000000000000L);
  private final RateLimits limits;
  private final InstantSource clock;
  private final FaultInjector faults;
  private final SimulatedApi api;
  private final LoopbackServer server;

  private SimulatedCloudflare(
      SimulatedEstate estate, RateLimits limits, InstantSource clock, FaultInjector faults) {
    this.limits = limits;
    this.clock = clock;
    this.faults = faults;
    addToken(TOKEN);
    api = new SimulatedApi(estate, clock, authenticator);
    server = new LoopbackServer(0, new ApiHandler());
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

  /** Counts, authenticates and rate-limits each HTTP request, then sends the response. */
  private final class ApiHandler extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var now = clock.instant();
      var path = path(request);
      var route = ApiRoute.of(path);
      counts.computeIfAbsent(route, key -> new LongAdder()).increment();
      var ray = Long.toHexString(rayIds.incrementAndGet()) + "-DEM";
      var sender = new ResponseSender(request, response, callback, now, ray);
      switch (authenticator.authenticate(request.getHeaders(), route, now)) {
        case Authentication.Refused refused -> sender.send(refused.response());
        case Authentication.Granted granted ->
            serve(apiRequest(request, path, route, granted.credential()), sender);
      }
      return true;
    }
  }

  private void serve(ApiRequest request, ResponseSender sender) throws IOException {
    var usage =
        windows
            .computeIfAbsent(request.credential(), key -> new RateLimitWindow(limits))
            .recordRequest(sender.now());
    addLimitHeaders(sender.response(), usage);
    if (usage.blocked()) {
      sender.send(tooMany(usage));
      return;
    }
    var fault = faults.fault(request);
    fault.send(fault.replacement().orElseGet(() -> api.answer(request, fault)), sender);
  }

  private void addLimitHeaders(Response response, RateLimitWindow.Usage usage) {
    if (limits.requests() > 0) {
      var headers = response.getHeaders();
      headers.put(
          "Ratelimit", "\"default\";r=%d;t=%d".formatted(usage.remaining(), usage.seconds()));
      headers.put(
          "Ratelimit-Policy",
          "\"default\";q=%d;w=%d".formatted(limits.requests(), RateLimits.WINDOW.toSeconds()));
    }
  }

  private ApiResponse tooMany(RateLimitWindow.Usage usage) {
    var response =
        limits.html()
            ? ApiResponse.html(ApiResponse.TOO_MANY, "You are being rate limited")
            : ApiResponse.tooMany();
    return response.withHeader("Retry-After", String.valueOf(usage.seconds()));
  }

  private static List<String> path(Request request) {
    var path = Request.getPathInContext(request);
    return path.startsWith(BASE)
        ? Arrays.asList(path.substring(BASE.length()).split("/"))
        : List.of("");
  }

  private static ApiRequest apiRequest(
      Request request, List<String> path, ApiRoute route, String credential) throws Exception {
    var query =
        Request.extractQueryParameters(request, StandardCharsets.UTF_8).stream()
            .collect(Collectors.toMap(Fields.Field::getName, Fields.Field::getValue));
    var body = Content.Source.asString(request, StandardCharsets.UTF_8);
    return new ApiRequest(request.getMethod(), path, query, credential, body, route);
  }

  /** Closes every connection, including hanging ones. */
  @Override
  public void close() {
    server.close();
  }
}
