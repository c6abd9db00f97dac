package io.certvigil.web;

import io.certvigil.web.server.ClientLimits;
import io.certvigil.web.server.Endpoint;
import io.certvigil.web.server.WebSettings;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A server with limits, and the sockets of slow clients, closed after each test. */
abstract class SlowClientTestBase {
  static final Duration NEVER = Duration.ofHours(1);
  static final String UNREAD = "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n";

  final List<Socket> sockets = new ArrayList<>();
  private @Nullable Web web;

  @AfterEach
  void stop() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    if (web != null) {
      web.close();
    }
  }

  Web serve(WebSettings settings, ClientLimits limits, Map<String, Endpoint> endpoints) {
    var made = new Web(settings, endpoints, limits);
    web = made;
    made.start();
    return made;
  }
}
