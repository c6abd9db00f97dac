package io.certvigil.demo.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Selects the requests that get a {@link FaultKind}.
 *
 * @param method such as {@code POST}; null for any
 * @param route null for any
 * @param ownerId the zone or account in the path; null for any
 * @param page the requested page; 0 for any
 * @param skip how many matching requests get no fault first
 * @param times how many matching requests get the fault then; 0 for all until cleared
 */
public record RequestMatcher(
    @Nullable String method,
    @Nullable ApiRoute route,
    @Nullable String ownerId,
    int page,
    int skip,
    int times) {
  public RequestMatcher {
    if (page < 0 || skip < 0 || times < 0) {
      throw new IllegalArgumentException("page, skip and times: must not be negative");
    }
  }

  public static RequestMatcher everyRequest() {
    return new RequestMatcher(null, null, null, 0, 0, 0);
  }

  public static RequestMatcher ofRoute(ApiRoute route) {
    return new RequestMatcher(null, route, null, 0, 0, 0);
  }

  public RequestMatcher method(String newMethod) {
    return new RequestMatcher(newMethod, route, ownerId, page, skip, times);
  }

  public RequestMatcher ofOwner(String newOwnerId) {
    return new RequestMatcher(method, route, newOwnerId, page, skip, times);
  }

  public RequestMatcher page(int newPage) {
    return new RequestMatcher(method, route, ownerId, newPage, skip, times);
  }

  public RequestMatcher skipping(int newSkip) {
    return new RequestMatcher(method, route, ownerId, page, newSkip, times);
  }

  public RequestMatcher times(int newTimes) {
    return new RequestMatcher(method, route, ownerId, page, skip, newTimes);
  }

  boolean matches(ApiRequest request) {
    return (method == null || method.equals(request.method()))
        && (route == null || route == request.route())
        && (ownerId == null || ownerId.equals(request.ownerId()))
        && (page == 0 || page == request.page());
  }
}
