package io.certvigil.web.api;

import io.certvigil.store.StoreQueries;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.DeliveryView;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.RequestUser;
import io.certvigil.web.server.SocketPeer;
import io.certvigil.web.site.SiteContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * What commands ask at the socket that the API does not answer: which certificate a {@code KEY}
 * means, what {@code check} decides on, how complete the data is. Over the network there is no such
 * path.
 */
public final class CommandEndpoints {
  static final String PATH = "/-/commands/";

  private final SiteContext context;

  public CommandEndpoints(SiteContext context) {
    this.context = context;
  }

  /** Answers one question of a command. */
  @FunctionalInterface
  private interface Answer {
    Object to(ApiQuery query, StoreQueries queries);
  }

  public Map<String, Endpoint> all() {
    var all = new HashMap<String, Endpoint>();
    all.put(PATH + "readings", endpoint(List.of(), (_, queries) -> queries.readingState()));
    all.put(PATH + "health", endpoint(List.of(), (_, queries) -> queries.health()));
    all.put(PATH + "store", atSocket(ApiAnswer.of(this::storeFacts)));
    all.put(PATH + "find", byKey(StoreQueries::find));
    all.put(PATH + "has-alert", byKey(StoreQueries::hasAlert));
    all.put(PATH + "alerts", byKey(StoreQueries::findAlerts));
    all.put(PATH + "firing", byKey(StoreQueries::findFiring));
    all.put(PATH + "explain", endpoint(List.of("key"), CommandEndpoints::explain));
    all.put(
        PATH + "deliveries",
        endpoint(
            List.of("channel", "state", "alert", "since", "limit", "refused"),
            CommandEndpoints::deliveries));
    all.put(
        PATH + "delivery",
        endpoint(
            List.of("id"),
            (query, queries) -> queries.delivery(query.text("id")).stream().toList()));
    all.put(
        PATH + "search-deliveries",
        endpoint(
            List.of("id", "limit"),
            (query, queries) -> queries.searchDeliveries(query.text("id"), query.limit())));
    all.put(
        PATH + "check", endpoint(List.of("warning", "source", "zone"), CommandEndpoints::check));
    return all;
  }

  private Endpoint byKey(BiFunction<StoreQueries, String, Object> answer) {
    return endpoint(List.of("key"), (query, queries) -> answer.apply(queries, query.text("key")));
  }

  /** Only who may change something makes the daemon write, to see that it can. */
  private ApiAnswer.Body storeFacts(Request request) {
    var queries = queries(context.clock().instant());
    return ApiAnswer.Body.of(
        RequestUser.whoMayChange(request).isPresent()
            ? queries.writtenFacts()
            : queries.storeFacts());
  }

  private static Object explain(ApiQuery query, StoreQueries queries) {
    return queries.known(query.text("key")).flatMap(queries::explain).stream().toList();
  }

  /** As the command does, which sends any number as the limit; 0 for all. */
  private static Object deliveries(ApiQuery query, StoreQueries queries) {
    return queries.deliveries(
        new DeliveryView.Filter(
            query.textOrNull("channel"),
            query.textOrNull("state"),
            query.textOrNull("alert"),
            query.has("since") ? query.instant("since", queries.now()) : null,
            query.number("limit"),
            query.has("refused")));
  }

  private static Object check(ApiQuery query, StoreQueries queries) {
    var filter = query.filter();
    return queries.check(
        new CertificateFilter(null, filter.source(), filter.zone(), null, null, null, Map.of()),
        query.time("warning", Duration.ofDays(30)));
  }

  private Endpoint endpoint(List<String> parameters, Answer answer) {
    return atSocket(
        ApiAnswer.of(
            request -> {
              var now = context.clock().instant();
              return ApiAnswer.Body.of(
                  answer.to(new ApiQuery(request, parameters, now), queries(now)));
            }));
  }

  /** The endpoint, for requests at the socket only. */
  static Endpoint atSocket(Endpoint served) {
    return (request, response) -> {
      if (SocketPeer.of(request).isPresent()) {
        served.write(request, response);
      } else {
        notFound(request, response);
      }
    };
  }

  /** Not closed: the store is the daemon's. */
  private StoreQueries queries(Instant now) {
    return new StoreQueries(context.store(), context.daemon().policy(), now);
  }

  private static void notFound(Request request, Response response) throws IOException {
    ApiAnswer.problem(
        request, response, HttpStatus.NOT_FOUND_404, "only at the daemon's socket", null);
  }
}
