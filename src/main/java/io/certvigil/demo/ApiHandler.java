package io.certvigil.demo;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Counts, authenticates, limits, breaks and sends. */
final class ApiHandler extends Handler.Abstract {
  private static final String BASE = "/client/v4/";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final SimulatedApi api;
  private final Authenticator authenticator;
  private final InjectedFaults faults;
  private final RateLimits limits;
  private final InstantSource clock;
  private final Consumer<ApiRoute> counter;
  private final Map<String, RateLimitWindow> budgets = new ConcurrentHashMap<>();
  private final AtomicLong rays = new AtomicLong(0x8f00000000000000L);

  ApiHandler(
      SimulatedApi api,
      Authenticator authenticator,
      InjectedFaults faults,
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
    var headers = request.getHeaders();
    var entry =
        authenticator.enter(
            headers.get(HttpHeader.AUTHORIZATION),
            headers.get("X-Auth-Email"),
            headers.get("X-Auth-Key"),
            route,
            now);
    var sender = new ResponseSender(request, response, callback, faults.pause());
    switch (entry) {
      case Authenticator.Entry.Refused refused -> send(refused.answer(), response, sender, now);
      case Authenticator.Entry.Granted granted ->
          serve(call(request, path, route, granted.credential()), response, sender, now);
    }
    return true;
  }

  private void serve(ApiRequest call, Response response, ResponseSender sender, Instant now)
      throws Exception {
    var left =
        budgets.computeIfAbsent(call.credential(), key -> new RateLimitWindow(limits)).spend(now);
    limitHeaders(response, left);
    if (left.blocked()) {
      send(tooMany(left), response, sender, now);
      return;
    }
    var fault = faults.fault(call);
    var answer =
        fault.carriedOut() || isReading(call) ? api.answer(call, fault) : FaultResponses.nothing();
    var kind = fault.kind();
    if (kind == null || kind.kind() == FaultKind.Kind.LIST) {
      send(answer, response, sender, now);
    } else if (kind.kind() == FaultKind.Kind.ANSWER) {
      send(FaultResponses.instead(kind, answer), response, sender, now);
    } else {
      begin(answer, response, now);
      sender.broken(answer, kind);
    }
  }

  private static boolean isReading(ApiRequest call) {
    return call.method().equals("GET");
  }

  private void send(ApiResponse answer, Response response, ResponseSender sender, Instant now) {
    begin(answer, response, now);
    sender.whole(answer);
  }

  private void begin(ApiResponse answer, Response response, Instant now) {
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    headers.put(HttpHeader.DATE, HTTP_DATE.format(now));
    headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
    headers.put("cf-ray", Long.toHexString(rays.incrementAndGet()) + "-DEM");
    headers.put(HttpHeader.SERVER, "cloudflare");
    answer.headers().forEach(headers::put);
  }

  private void limitHeaders(Response response, RateLimitWindow.Left left) {
    if (limits.requests() > 0) {
      var headers = response.getHeaders();
      headers.put("Ratelimit", "\"default\";r=%d;t=%d".formatted(left.remaining(), left.seconds()));
      headers.put(
          "Ratelimit-Policy",
          "\"default\";q=%d;w=%d".formatted(limits.requests(), RateLimits.WINDOW.toSeconds()));
    }
  }

  private ApiResponse tooMany(RateLimitWindow.Left left) {
    var answer =
        limits.html()
            ? ApiResponse.html(ApiResponse.TOO_MANY, "You are being rate limited")
            : FaultResponses.tooMany();
    return answer.with("Retry-After", String.valueOf(left.seconds()));
  }

  private static List<String> path(Request request) {
    var path = Request.getPathInContext(request);
    return path.startsWith(BASE)
        ? Arrays.asList(path.substring(BASE.length()).split("/"))
        : List.of("");
  }

  private static ApiRequest call(
      Request request, List<String> path, ApiRoute route, String credential) throws Exception {
    var query =
        Request.extractQueryParameters(request, StandardCharsets.UTF_8).stream()
            .collect(Collectors.toMap(Fields.Field::getName, Fields.Field::getValue));
    var body = Content.Source.asString(request, StandardCharsets.UTF_8);
    return new ApiRequest(request.getMethod(), path, query, credential, body, route);
  }
}
