package io.certvigil.campaign;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.policy.EventType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the messages of each channel type are matched with deliveries. */
enum ReceiverKind {
  WEBHOOK {
    @Override
    List<String> keys(RawMessage message) {
      return List.of(message.id());
    }

    @Override
    String key(String messageId, String body) {
      return messageId;
    }

    @Override
    List<String> events(RawMessage message) {
      return json(message.text()).getAsJsonObject("data").getAsJsonArray("events").asList().stream()
          .map(event -> text(event.getAsJsonObject(), "id"))
          .toList();
    }

    @Override
    Optional<String> copyOf(RawMessage message) {
      return Optional.of(message.id());
    }
  },

  /** Slack messages have no id, so the whole text identifies them. */
  SLACK {
    @Override
    List<String> keys(RawMessage message) {
      return List.of(message.text());
    }

    @Override
    String key(String messageId, String body) {
      return body;
    }

    @Override
    Optional<String> copyOf(RawMessage message) {
      return Optional.of(message.text());
    }
  },

  EMAIL {
    @Override
    List<String> keys(RawMessage message) {
      return List.of(message.address() + "\n" + message.text().strip());
    }

    @Override
    String key(String messageId, String body) {
      return text(json(body), "to") + "\n" + text(json(body), "message").strip();
    }

    @Override
    Optional<String> copyOf(RawMessage message) {
      return Optional.of(message.address() + "\n" + message.id());
    }
  },

  /**
   * A delivery is one alert. An alert that only ends an obsolete label set reports no event and has
   * no annotations. All active alerts are sent again each minute, with their current state and new
   * end times: these messages are neither deliveries nor copies, and may be ahead of deliveries
   * that still wait.
   */
  ALERTMANAGER {
    @Override
    List<String> keys(RawMessage message) {
      var facts =
          JsonParser.parseString(message.text()).getAsJsonArray().asList().stream()
              .map(JsonElement::getAsJsonObject)
              .filter(alert -> alert.has("annotations"))
              .map(alert -> fact(alert))
              .toList();
      return facts.size() == 1 ? facts : List.of();
    }

    @Override
    String key(String messageId, String body) {
      return fact(json(body).getAsJsonObject("alert"));
    }

    private static String fact(JsonObject alert) {
      var annotations = alert.getAsJsonObject("annotations");
      return String.join(
          "|",
          text(alert.getAsJsonObject("labels"), "alert_key"),
          text(alert, "startsAt"), // the next episode may have the same text
          text(annotations, "event"),
          text(annotations, "rung"),
          text(annotations, "summary"));
    }
  },

  /**
   * A request about one alert names its event. One about an incident of many alerts names none: its
   * events are those of the stored delivery with the same body.
   */
  PAGERDUTY {
    @Override
    List<String> keys(RawMessage message) {
      var body = json(message.text());
      body.remove("routing_key");
      return List.of(body.toString());
    }

    @Override
    String key(String messageId, String body) {
      return json(body).toString();
    }

    @Override
    List<String> events(RawMessage message) {
      return id(message).isEmpty() ? List.of() : List.of(id(message));
    }

    @Override
    Optional<String> copyOf(RawMessage message) {
      return Optional.of(id(message).isEmpty() ? message.text() : id(message));
    }

    // What is sent once is an incident of its own, beside that of its alert.
    @Override
    boolean keepsOrderOf(String eventType) {
      return EventType.of(eventType).filter(EventType::isOneTime).isEmpty();
    }

    // What had expired before it was first read is no incident.
    @Override
    boolean isSent(JsonObject event) {
      var certificate = event.get("certificate");
      if (!text(event, "severity").equals("info")
          || certificate == null
          || certificate.isJsonNull()) {
        return true;
      }
      var end = text(certificate.getAsJsonObject(), "not_after");
      var seen = text(certificate.getAsJsonObject(), "first_seen_at");
      return end.isEmpty() || Instant.parse(end).isAfter(Instant.parse(seen));
    }

    private static String id(RawMessage message) {
      var payload = json(message.text()).getAsJsonObject("payload");
      return payload == null ? "" : text(payload.getAsJsonObject("custom_details"), "id");
    }
  };

  /** The keys that identify deliveries of the database in a received message. */
  abstract List<String> keys(RawMessage message);

  /** The key of a delivery of the database. */
  abstract String key(String messageId, String body);

  /** The event ids in the message; empty if its kind contains none. */
  List<String> events(RawMessage message) {
    return List.of();
  }

  /** Whether events of this type must arrive in the order of the events of their alert. */
  boolean keepsOrderOf(String eventType) {
    return true;
  }

  /** Whether an event of this JSON must arrive at all. */
  boolean isSent(JsonObject event) {
    return true;
  }

  /** A value that is equal for copies of the same message; empty if its kind has no copies. */
  Optional<String> copyOf(RawMessage message) {
    return Optional.empty();
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }
}
