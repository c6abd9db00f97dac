package io.certvigil.web.server;

import java.io.IOException;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** A page that shows the user, and a change. */
public final class UserEndpoints {
  public static final Map<String, Endpoint> ALL =
      Map.of("/page", UserEndpoints::user, "POST /change", UserEndpoints::user);

  private UserEndpoints() {}

  private static void user(Request request, Response response) throws IOException {
    Endpoint.text(request, response, 200, Endpoint.PLAIN, RequestUser.of(request).orElse("nobody"));
  }
}
