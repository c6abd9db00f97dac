package io.certvigil.campaign;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the messages that one target received with the deliveries in the database. */
final class TargetVerifier {
  private static final Set<String> OF_CHANNELS =
      Set.of("channel.failing", "channel.recovered", "delivery.expired");

  private final Connection database;
  private final DeliveryTarget target;
  private final Map<String, Set<String>> eventsByKey = new HashMap<>();
  private final Set<String> delivered = new HashSet<>();
  private final Set<String> arrivedKeys = new HashSet<>();
  private final Map<String, Integer> firstArrival = new LinkedHashMap<>();
  private long unknown;

  TargetVerifier(Connection database, DeliveryTarget target) {
    this.database = database;
    this.target = target;
  }

  CampaignResult verify(List<CampaignVerifier.DecidedEvent> all) throws SQLException {
    var decided =
        all.stream()
            .filter(event -> !isAboutOwnChannel(event) && target.kind().isSent(event.json()))
            .toList();
    readDeliveries();
    target.messages().forEach(this::recordArrival);
    var open = open();
    var copies = copies();
    return new CampaignResult(
        target.name(),
        target.messages().size(),
        firstArrival.size(),
        decided.stream().filter(event -> open.contains(event.id())).count(),
        decided.stream()
            .filter(event -> !open.contains(event.id()) && !firstArrival.containsKey(event.id()))
            .count(),
        delivered.stream().filter(key -> !arrivedKeys.contains(key)).count(),
        unknown,
        outOfOrder(decided),
        copies.values().stream().mapToLong(bodies -> bodies.size() - 1).sum(),
        copies.values().stream().filter(TargetVerifier::differ).count());
  }

  /** Problems of a channel are reported to all other channels, but not to itself. */
  private boolean isAboutOwnChannel(CampaignVerifier.DecidedEvent event) {
    var words = List.of(event.json().get("summary").getAsString().split("[^a-z-]+", -1));
    return OF_CHANNELS.contains(event.type()) && words.stream().anyMatch(this::isOwnName);
  }

  /** A renamed channel has a suffix. */
  private boolean isOwnName(String word) {
    return word.equals(target.channel()) || word.startsWith(target.channel() + "-");
  }

  private void readDeliveries() throws SQLException {
    var sql =
        """
        SELECT message_id, body, state, (
          SELECT group_concat(event.id ORDER BY event.position) FROM delivery_event
          JOIN event ON event.position = delivery_event.position
          WHERE delivery_event.delivery = delivery.id)
        FROM delivery WHERE channel = ?1 OR channel GLOB ?1 || '-*' ORDER BY id
        """;
    try (var statement = database.prepareStatement(sql)) {
      statement.setString(1, target.channel());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var key = target.kind().key(rows.getString(1), rows.getString(2));
          if (key.startsWith(target.address())) {
            recordDelivery(ReceivedMessage.digest(key), rows.getString(3), rows.getString(4));
          }
        }
      }
    }
  }

  private void recordDelivery(String key, String state, @Nullable String events) {
    var all = eventsByKey.computeIfAbsent(key, _ -> new LinkedHashSet<>());
    all.addAll(events == null ? List.of() : List.of(events.split(",", -1)));
    if (state.equals("DELIVERED")) {
      delivered.add(key);
    }
  }

  private void recordArrival(ReceivedMessage message) {
    var keys = message.keys();
    arrivedKeys.addAll(keys);
    unknown += keys.stream().filter(key -> !eventsByKey.containsKey(key)).count();
    var events = new ArrayList<>(message.events());
    if (events.isEmpty()) {
      keys.forEach(key -> events.addAll(eventsByKey.getOrDefault(key, Set.of())));
    }
    events.forEach(event -> firstArrival.putIfAbsent(event, firstArrival.size()));
  }

  private Set<String> open() throws SQLException {
    var sql =
        """
        SELECT id FROM event
        WHERE position > (SELECT mark FROM channel WHERE removed_at IS NULL
          AND (name = ?1 OR name GLOB ?1 || '-*')) OR EXISTS (
          SELECT 1 FROM delivery_event JOIN delivery ON delivery.id = delivery_event.delivery
          WHERE delivery_event.position = event.position
            AND (delivery.channel = ?1 OR delivery.channel GLOB ?1 || '-*')
            AND delivery.closed_at IS NULL)
        """;
    var open = new HashSet<String>();
    try (var statement = database.prepareStatement(sql)) {
      statement.setString(1, target.channel());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          open.add(rows.getString(1));
        }
      }
    }
    return open;
  }

  private long outOfOrder(List<CampaignVerifier.DecidedEvent> decided) {
    var last = new HashMap<String, Integer>();
    long wrong = 0;
    for (var event : decided) {
      var arrival = firstArrival.get(event.id());
      if (arrival != null && target.kind().keepsOrderOf(event.type())) {
        var before = last.put(event.alertKey(), arrival);
        if (before != null && before > arrival) {
          wrong++;
          Campaign.print(
              target.name() + ": arrived after a later event of its alert: " + event.json());
        }
      }
    }
    return wrong;
  }

  private Map<String, List<String>> copies() {
    var bodies = new HashMap<String, List<String>>();
    for (var message : target.messages()) {
      message
          .copyOf()
          .ifPresent(
              id -> bodies.computeIfAbsent(id, _ -> new ArrayList<>()).add(message.digest()));
    }
    return bodies;
  }

  private static boolean differ(List<String> bodies) {
    return bodies.stream().distinct().count() > 1;
  }
}
