package io.certvigil.cli.socket;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.model.PrintableText;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.StoredJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The daemon's HTTP API at its socket, with its errors as those of a command.
 *
 * @param command as it is typed, for a refusal that names it
 */
record SocketApi(SocketClient client, String command) {
  static final String COMMANDS = "/-/commands/";
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int LONGEST_DETAIL = 300;

  /** As the daemon writes; a whole number stays one. */
  private static final Gson GSON =
      StoredJson.gson()
          .newBuilder()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();

  /** A problem document (RFC 9457). */
  private record Problem(String detail) {}

  /** What a path answers, which must exist. */
  <T> T get(String path, Map<String, String> parameters, Class<T> type) {
    var text =
        find(path + query(parameters))
            .orElseThrow(() -> new StoreException("the daemon has no " + path));
    return parsed(text, type);
  }

  /** The body that a target answers; empty if there is no such thing. */
  Optional<String> find(String target) {
    var answer = client.get(target);
    return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(body(answer));
  }

  /** Asks for a change; what the daemon answers once it is made. */
  <T> T change(String path, Map<String, String> fields, Class<T> type) {
    return parsed(body(client.post(COMMANDS + path, form(fields))), type);
  }

  <T> T parsed(String text, Class<T> type) {
    try {
      return GSON.fromJson(text, type);
    } catch (JsonParseException e) {
      throw client.failed("has answered something else", e);
    }
  }

  <T> T parsed(JsonElement tree, Class<T> type) {
    return GSON.fromJson(tree, type);
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty() ? "" : "?" + form(parameters);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String body(SocketClient.Answer answer) {
    return switch (answer.status()) {
      case 200 -> answer.body();
      case 400 -> throw CommandFailure.usage(detail(answer));
      case FORBIDDEN ->
          throw new CommandFailure(
              ExitCode.STORE,
              "this user may read from the daemon, but only the daemon's user and root may change"
                  + " something: run sudo "
                  + command);
      default -> throw new StoreException("the daemon answers " + detail(answer));
    };
  }

  /** What a problem document says, or the answer as it is. */
  private static String detail(SocketClient.Answer answer) {
    var body = answer.body();
    try {
      var said = body.startsWith("{") ? GSON.fromJson(body, Problem.class).detail() : body;
      return PrintableText.line(said, LONGEST_DETAIL);
    } catch (JsonParseException e) {
      return PrintableText.line(body, LONGEST_DETAIL);
    }
  }
}
