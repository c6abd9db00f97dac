package io.certvigil.web.server;

import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** Who asks. */
public final class RequestUser {
  private static final String ATTRIBUTE = "web.User";

  private RequestUser() {}

  /**
   * The name of who asks, by password or by certificate; empty where nobody is asked for either.
   * Only who has one may change something.
   */
  public static Optional<String> of(Request request) {
    return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
  }

  static void set(Request request, String name) {
    request.setAttribute(ATTRIBUTE, name);
  }
}
