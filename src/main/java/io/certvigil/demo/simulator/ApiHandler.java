package io.certvigil.demo.simulator;

import io.certvigil.demo.simulator.Authenticator.Authentication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Handles each HTTP request: counts, authenticates and rate-limits it, then sends the response. */
final class ApiHandler extends Handler.Abstract {
  private static final String BASE = "/client/v4/";

  private final SimulatedApi api;
  private final Authenticator authenticator;
  private final FaultInjector faults;
  private final RateLimits limits;
  private final InstantSource clock;
  private final Consumer<ApiRoute> counter;
  private final Map<String, RateLimitWindow> windows = new ConcurrentHashMap<>();
  private final AtomicLong rayIds = new AtomicLong(0x8f00000000000000L);

  ApiHandler(
      SimulatedApi api,
      Authenticator authenticator,
      FaultInjector faults,
      RateLimits limits,
      InstantSource clock,
      Consumer<ApiRoute> counter) {
    this.api = api;
    this.authenticator = authenticator;
    this.faults = faults;
    this.limits = limits;
    this.clock = clock;
    this.counter = counter;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var now = clock.instant();
    var path = path(request);
    var route = ApiRoute.of(path);
    counter.accept(route);
    var ray = Long.toHexString(rayIds.incrementAndGet()) + "-DEM";
    var sender = new ResponseSender(request, response, callback, now, ray);
    switch (authenticator.authenticate(request.getHeaders(), route, now)) {
      case Authentication.Refused refused -> sender.send(refused.response());
      case Authentication.Granted granted ->
          serve(apiRequest(request, path, route, granted.credential()), sender);
    }
    return true;
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
}
