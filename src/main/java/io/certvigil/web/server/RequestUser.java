package io.certvigil.web.server;

import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** The authenticated user of a request. */
public final class RequestUser {
  private static final String NAME = "web.User";
  private static final String MAY_CHANGE = "web.MayChange";

  private RequestUser() {}

  /** The user's name, from the password or the client certificate; empty if there is neither. */
  public static Optional<String> of(Request request) {
    return Optional.ofNullable((String) request.getAttribute(NAME));
  }

  /** The user's name if {@code web.may_change} permits the user to change something. */
  public static Optional<String> whoMayChange(Request request) {
    return request.getAttribute(MAY_CHANGE) == null ? Optional.empty() : of(request);
  }

  static void set(Request request, String name, boolean mayChange) {
    request.setAttribute(NAME, name);
    if (mayChange) {
      request.setAttribute(MAY_CHANGE, true);
    }
  }
}
