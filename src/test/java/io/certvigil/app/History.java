package io.certvigil.app;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.demo.Received;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges what a daemon did from the outside: its database as plain SQL and the receiver's log. It
 * shares no code with the daemon.
 */
record History(
    long messages,
    long events,
    long open,
    long lost,
    long decidedTwice,
    long outOfOrder,
    long extraCopies,
    long differentCopies,
    String integrity) {

  private static final Set<String> RUNGS =
      Set.of("certificate.expiring", "certificate.escalated", "certificate.expired");

  /** Its delivery is still to come: not composed yet, or in a delivery that is not closed. */
  private static final String OPEN =
      """
      position > (SELECT min(mark) FROM channel) OR EXISTS (
        SELECT 1 FROM delivery_event JOIN delivery ON delivery.id = delivery_event.delivery
        WHERE delivery_event.position = event.position AND delivery.closed_at IS NULL)
      """;

  private record Decided(String id, String alertKey, boolean open) {}

  static History of(Connection database, List<Received> received) throws SQLException {
    var decided = decided(database);
    var firstArrival = firstArrivals(received);
    var copies = copies(received);
    return new History(
        copies.size(),
        decided.size(),
        decided.stream().filter(Decided::open).count(),
        decided.stream()
            .filter(event -> !event.open() && !firstArrival.containsKey(event.id()))
            .count(),
        twice(received),
        outOfOrder(decided, firstArrival),
        copies.values().stream().mapToLong(bodies -> bodies.size() - 1).sum(),
        copies.values().stream().filter(History::differ).count(),
        integrity(database));
  }

  private static List<Decided> decided(Connection database) throws SQLException {
    var all = new ArrayList<Decided>();
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT id, alert_key, type, " + OPEN + " FROM event ORDER BY position")) {
      while (rows.next()) {
        if (!Set.of("certificate.renewed", "certificate.appeared").contains(rows.getString(3))) {
          all.add(new Decided(rows.getString(1), rows.getString(2), rows.getBoolean(4)));
        }
      }
    }
    return all;
  }

  private static Map<String, Integer> firstArrivals(List<Received> received) {
    var first = new LinkedHashMap<String, Integer>();
    for (var message : received) {
      for (var event : events(message)) {
        first.putIfAbsent(event.get("id").getAsString(), first.size());
      }
    }
    return first;
  }

  private static Map<String, List<byte[]>> copies(List<Received> received) {
    var bodies = new HashMap<String, List<byte[]>>();
    for (var message : received) {
      bodies.computeIfAbsent(message.id(), _ -> new ArrayList<>()).add(message.body());
    }
    return bodies;
  }

  private static boolean differ(List<byte[]> bodies) {
    return bodies.stream().anyMatch(body -> !Arrays.equals(body, bodies.getFirst()));
  }

  /** The same rung of the same certificate, date and episode under more than one id. */
  private static long twice(List<Received> received) {
    var ids = new HashMap<String, Set<String>>();
    for (var message : received) {
      for (var event : events(message)) {
        var alert = event.getAsJsonObject("alert");
        if (!RUNGS.contains(event.get("type").getAsString())) {
          continue;
        }
        var fact =
            alert.get("key")
                + "|"
                + event.getAsJsonObject("certificate").get("not_after")
                + "|"
                + alert.get("episode")
                + "|"
                + alert.get("rung");
        ids.computeIfAbsent(fact, _ -> new HashSet<>()).add(event.get("id").getAsString());
      }
    }
    return ids.values().stream().filter(same -> same.size() > 1).count();
  }

  private static long outOfOrder(List<Decided> decided, Map<String, Integer> firstArrival) {
    var last = new HashMap<String, Integer>();
    long wrong = 0;
    for (var event : decided) {
      var arrival = firstArrival.get(event.id());
      if (arrival != null) {
        var before = last.put(event.alertKey(), arrival);
        wrong += before != null && before > arrival ? 1 : 0;
      }
    }
    return wrong;
  }

  private static List<JsonObject> events(Received message) {
    return JsonParser.parseString(message.text())
        .getAsJsonObject()
        .getAsJsonObject("data")
        .getAsJsonArray("events")
        .asList()
        .stream()
        .map(event -> event.getAsJsonObject())
        .toList();
  }

  private static String integrity(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery("PRAGMA integrity_check")) {
      return rows.next() ? rows.getString(1) : "no answer";
    }
  }
}
