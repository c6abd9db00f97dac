package io.certvigil.cloudflare;

import io.certvigil.net.SocketServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Serial;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A server whose responses the test controls byte by byte. One request per connection. */
public final class FakeApi implements AutoCloseable {
  private static final Pattern PARAMETER = Pattern.compile("[?&]([a-z_]+)=([^&]*)");

  private final SocketServer server = new SocketServer(this::serve);
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** The response to one request; the connection is closed afterwards. */
  public interface Script {
    void answer(Request request, OutputStream out) throws IOException, InterruptedException;
  }

  record Request(String target, Map<String, String> headers) {
    String path() {
      return target.replaceFirst("\\?.*", "");
    }

    Map<String, String> query() {
      var query = new HashMap<String, String>();
      PARAMETER.matcher(target).results().forEach(hit -> query.put(hit.group(1), hit.group(2)));
      return query;
    }

    int page() {
      return Integer.parseInt(query().getOrDefault("page", "1"));
    }
  }

  public FakeApi(Script script) {
    this.script = script;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.port() + "/client/v4");
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  public List<String> targets() {
    return requests.stream().map(Request::target).toList();
  }

  private void serve(Socket connection) throws IOException {
    var request = read(connection);
    requests.add(request);
    try {
      script.answer(request, connection.getOutputStream());
    } catch (Reset _) {
      connection.setSoLinger(true, 0);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Request read(Socket connection) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    var lines = new ArrayList<String>();
    for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      lines.add(line);
    }
    if (lines.isEmpty()) {
      throw new IOException("no request");
    }
    var headers = new HashMap<String, String>();
    for (var line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    var target = lines.getFirst().split(" ", -1)[1].replaceFirst("^/client/v4", "");
    return new Request(target, headers);
  }

  /** Thrown by a script to reset the connection. */
  static final class Reset extends IOException {
    @Serial private static final long serialVersionUID = 1;
  }

  public static Script always(int status, String body, String... headers) {
    return (_, out) -> send(out, status, body, headers);
  }

  /** Sends a complete response with the correct length. */
  static void send(OutputStream out, int status, String body, String... headers)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    out.write(head(status, "Content-Length: " + bytes.length, headers));
    out.write(bytes);
  }

  /** The head of a response, with the API's usual content type if no other is given. */
  static byte[] head(int status, String first, String... headers) {
    var text = new StringBuilder("HTTP/1.1 " + status + " X\r\nConnection: close\r\n");
    text.append(first).append("\r\n");
    for (var header : headers) {
      text.append(header).append("\r\n");
    }
    if (!text.toString().contains("Content-Type")) {
      text.append("Content-Type: application/json\r\n");
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    server.close();
  }
}
