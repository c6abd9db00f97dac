package io.certvigil.notify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.certvigil.net.SocketServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A webhook receiver on loopback that controls every byte it sends, so that it can simulate every
 * fault.
 */
public final class ByteReceiver implements AutoCloseable {

  /** How the receiver answers a request. */
  public interface Behaviour {
    void answer(ReceivedRequest request, Socket connection, OutputStream out) throws IOException;
  }

  /** A request as received; header names are in lower case. */
  public record ReceivedRequest(String path, Map<String, String> headers, String body) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public String id() {
      return header("webhook-id");
    }
  }

  private final SocketServer server = new SocketServer(this::serve);
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private volatile Behaviour behaviour;

  public ByteReceiver(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  public static Behaviour status(int status, String... headers) {
    return (request, connection, out) -> write(out, status, String.join("", headers), "{}");
  }

  public static void write(OutputStream out, int status, String headers, String body)
      throws IOException {
    boolean bodiless = status == 204 || status == 304;
    var text =
        "HTTP/1.1 %d Some Words\r\n%s%s\r\n%s"
            .formatted(
                status,
                headers,
                bodiless ? "" : "Content-Length: " + body.length() + "\r\n",
                bodiless ? "" : body);
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  public void behave(Behaviour other) {
    behaviour = other;
  }

  public String url() {
    return "http://127.0.0.1:" + server.port() + "/hook/abcsecret?x=1";
  }

  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  public List<String> ids() {
    return requests.stream().map(ReceivedRequest::id).toList();
  }

  public int mostInFlight() {
    return mostInFlight.get();
  }

  private void serve(Socket connection) throws IOException {
    var in = connection.getInputStream();
    for (var request = read(in); request != null; request = read(in)) {
      requests.add(request);
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      try {
        behaviour.answer(request, connection, connection.getOutputStream());
      } finally {
        inFlight.decrementAndGet();
      }
    }
  }

  private static @Nullable ReceivedRequest read(InputStream in) throws IOException {
    var lines = new ArrayList<String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      lines.add(line);
    }
    if (lines.isEmpty()) {
      return null;
    }
    var headers = new TreeMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new ReceivedRequest(
        lines.getFirst().split(" ", -1)[1], headers, new String(in.readNBytes(length), UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(ISO_8859_1);
  }

  @Override
  public void close() {
    server.close();
  }
}
