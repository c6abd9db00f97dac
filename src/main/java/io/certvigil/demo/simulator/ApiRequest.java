package io.certvigil.demo.simulator;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request as the simulated API sees it.
 *
 * @param path below {@code /client/v4}, split at its slashes
 * @param query the first value of each parameter
 * @param credential who asks; empty for nobody that is known
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

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  /** The zone or account that is asked for, mostly in the path; empty where it names none. */
  String ownerId() {
    if (route == ApiRoute.ORIGIN_CA) {
      return query.getOrDefault("zone_id", "");
    }
    return path.size() > 1 ? path.get(1) : "";
  }

  int page() {
    return PageRange.number(parameter("page"), 1);
  }
}
