package io.certvigil.demo;

import org.jspecify.annotations.Nullable;

/**
 * Which requests a {@link Breakage} hits.
 *
 * @param method such as {@code POST}; null for every one
 * @param route null for every one
 * @param ownerId the zone or account in the path; null for every one
 * @param page the page that is asked for; 0 for every one
 * @param skip how many of the requests that fit stay healthy first
 * @param times how many of them are broken then; 0 for all until cleared
 */
public record Where(
    @Nullable String method,
    @Nullable Route route,
    @Nullable String ownerId,
    int page,
    int skip,
    int times) {
  public Where {
    if (page < 0 || skip < 0 || times < 0) {
      throw new IllegalArgumentException("page, skip and times: must not be negative");
    }
  }

  public static Where anywhere() {
    return new Where(null, null, null, 0, 0, 0);
  }

  public static Where on(Route route) {
    return new Where(null, route, null, 0, 0, 0);
  }

  public Where method(String newMethod) {
    return new Where(newMethod, route, ownerId, page, skip, times);
  }

  public Where of(String newOwnerId) {
    return new Where(method, route, newOwnerId, page, skip, times);
  }

  public Where page(int newPage) {
    return new Where(method, route, ownerId, newPage, skip, times);
  }

  public Where after(int newSkip) {
    return new Where(method, route, ownerId, page, newSkip, times);
  }

  public Where times(int newTimes) {
    return new Where(method, route, ownerId, page, skip, newTimes);
  }

  boolean fits(Call call) {
    return (method == null || method.equals(call.method()))
        && (route == null || route == call.route())
        && (ownerId == null || ownerId.equals(call.ownerId()))
        && (page == 0 || page == call.page());
  }
}
