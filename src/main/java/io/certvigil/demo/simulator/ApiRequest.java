package io.certvigil.demo.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the simulated API.
 *
 * @param path below {@code /client/v4}, split at its slashes
 * @param query the first value of each parameter
 * @param credential the name of the credential that sent it; empty if it is unknown
 */
record ApiRequest(
    String method,
    List<String> path,
    Map<String, String> query,
    String credential,
    String body,
    ApiRoute route) {
  ApiRequest {
    path = List.copyOf(path);
    query = Map.copyOf(query);
  }

  /** Whether it changes nothing. */
  boolean isRead() {
    return method.equals("GET");
  }

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  /** The id of the requested zone or account, usually from the path; empty if there is none. */
  String ownerId() {
    if (route == ApiRoute.ORIGIN_CA) {
      return query.getOrDefault("zone_id", "");
    }
    if (route == ApiRoute.USER_TOKENS) {
      return SimulatedEstate.USER;
    }
    return path.size() > 1 ? path.get(1) : "";
  }

  int page() {
    return PageRange.number(parameter("page"), 1);
  }
}
