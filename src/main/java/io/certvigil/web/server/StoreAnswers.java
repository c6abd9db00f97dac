package io.certvigil.web.server;

import io.certvigil.store.failure.ReadLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Limits the answers that read the store, so that cheap requests cannot use all processors and
 * memory: how many are made at once, for how long, and not after their client has left. An answer
 * that only reads the next rows of an index is light, every other is heavy.
 */
public final class StoreAnswers {
  /** An answer of this size would take too much memory; a list of 1,000 rows has about 1 MB. */
  public static final int MAX_CHARS = 16 * 1024 * 1024;

  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final int MAX_WAITING = 32;

  /** The exports. They are not kept in memory, and have as many rows as there are certificates. */
  private static final Duration STREAM_TIME = Duration.ofMinutes(2);

  // Shorter than the idle timeout, which would otherwise end the answer without a reason.
  private static final Duration TIME = Duration.ofSeconds(20);

  private static final Set<String> ALWAYS_HEAVY = Set.of("/calendar.ics", "/export.csv");
  private static final Set<String> STREAMS = Set.of("/export.csv");

  /** Parameters with which a page still reads only the rows that it shows. */
  private static final Set<String> LIGHT_PARAMETERS =
      Set.of("after", "cursor", "first", "key", "limit", "said", "sort", "state");

  /** Commands wait longer than people: failing would be worse for what they are used for. */
  private static final Duration COMMAND_WAIT = Duration.ofSeconds(20);

  /** Less than commands wait for an answer. */
  private static final Duration COMMAND_TIME = Duration.ofSeconds(50);

  private static final String COMMANDS = "/-/commands/";
  private static final String CHANGES = "POST " + COMMANDS;

  /** What reads few rows: of one alert, delivery or request, or of every list. */
  private static final Set<String> LIGHT_COMMANDS =
      Set.of(
          "request",
          "readings",
          "health",
          "has-alert",
          "delivery",
          "ack",
          "unack",
          "silence-end",
          "replay",
          "discard",
          "sweep",
          "reload");

  private final Limits network;
  private final Limits commands;

  /**
   * How many answers are made at once, and for how long. Those at the socket are counted apart, so
   * that neither side can make the other wait.
   */
  private record Limits(StoreTurns heavy, StoreTurns light, Duration time) {
    static Limits of(Duration wait, Duration time) {
      return new Limits(
          new StoreTurns(2, MAX_WAITING, wait), new StoreTurns(4, MAX_WAITING, wait), time);
    }
  }

  public StoreAnswers() {
    this(Limits.of(WAIT, TIME), Limits.of(COMMAND_WAIT, COMMAND_TIME));
  }

  private StoreAnswers(Limits network, Limits commands) {
    this.network = network;
    this.commands = commands;
  }

  /**
   * @param wait for a turn
   * @param time for an answer that is not a stream
   */
  StoreAnswers(Duration wait, Duration time) {
    this(Limits.of(wait, time), Limits.of(wait, time));
  }

  /**
   * These endpoints with the limits. Requests that change something over the network are not
   * limited; those of commands wait for their turn, and are then completed.
   */
  public Map<String, Endpoint> limited(Map<String, Endpoint> endpoints) {
    return endpoints.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, one -> limited(one.getKey(), one.getValue())));
  }

  private Endpoint limited(String path, Endpoint endpoint) {
    if (!path.startsWith("/") && !path.startsWith(CHANGES)) {
      return endpoint;
    }
    return (request, response) -> {
      var limits = SocketPeer.of(request).isPresent() ? commands : network;
      boolean heavy = isHeavy(path, request.getHttpURI().getQuery());
      var turn = (heavy ? limits.heavy() : limits.light()).take(request);
      if (turn == null) {
        throw new TooBusy();
      }
      try {
        var within = new TurnResponse(request, response, turn);
        if (path.startsWith(CHANGES)) {
          endpoint.write(request, within);
        } else {
          var most = STREAMS.contains(path) ? STREAM_TIME : limits.time();
          var budget = new AnswerBudget(request, most, System::nanoTime);
          ReadLimit.<IOException>run(budget::check, () -> endpoint.write(request, within));
        }
      } finally {
        turn.end();
      }
    };
  }

  private static boolean isHeavy(String path, @Nullable String query) {
    int command = path.indexOf(COMMANDS);
    return command >= 0
        ? !LIGHT_COMMANDS.contains(path.substring(command + COMMANDS.length()))
        : ALWAYS_HEAVY.contains(path) || path.endsWith("/*") || isHeavy(query);
  }

  static boolean isHeavy(@Nullable String query) {
    for (var pair : query == null ? new String[0] : query.split("&", -1)) {
      if (!pair.isEmpty() && !LIGHT_PARAMETERS.contains(pair.split("=", 2)[0])) {
        return true;
      }
    }
    return false;
  }

  /** Once all bytes are made, the next answer can be made while the client takes them. */
  private static final class TurnResponse extends Response.Wrapper {
    private final StoreTurns.Turn turn;

    TurnResponse(Request request, Response response, StoreTurns.Turn turn) {
      super(request, response);
      this.turn = turn;
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      if (last || getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
        turn.end();
      }
      super.write(last, content, callback);
    }
  }

  /** All turns are taken. */
  static final class TooBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooBusy() {
      super("Too many requests that read the store at the same time; retry later.");
    }
  }
}
