package io.certvigil.web.server;

import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** The authenticated user of a request. */
public final class RequestUser {
  private static final String ATTRIBUTE = "web.User";

  private RequestUser() {}

  /**
   * The user's name, from the password or the client certificate; empty if neither is configured.
   * Only requests with a user may change something.
   */
  public static Optional<String> of(Request request) {
    return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
  }

  static void set(Request request, String name) {
    request.setAttribute(ATTRIBUTE, name);
  }
}
