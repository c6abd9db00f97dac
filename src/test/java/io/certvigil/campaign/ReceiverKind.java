package io.certvigil.campaign;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;

/** How the messages of each type of channel are read. */
enum ReceiverKind {
  WEBHOOK {
    @Override
    List<String> keys(RawMessage letter) {
      return List.of(letter.id());
    }

    @Override
    String key(String messageId, String body) {
      return messageId;
    }

    @Override
    List<String> events(RawMessage letter) {
      return json(letter.text()).getAsJsonObject("data").getAsJsonArray("events").asList().stream()
          .map(event -> text(event.getAsJsonObject(), "id"))
          .toList();
    }

    @Override
    Optional<String> copyOf(RawMessage letter) {
      return Optional.of(letter.id());
    }
  },

  /** Its messages have no id: they are known by what they say. */
  SLACK {
    @Override
    List<String> keys(RawMessage letter) {
      return List.of(letter.text());
    }

    @Override
    String key(String messageId, String body) {
      return body;
    }

    @Override
    Optional<String> copyOf(RawMessage letter) {
      return Optional.of(letter.text());
    }
  },

  EMAIL {
    @Override
    List<String> keys(RawMessage letter) {
      return List.of(letter.address() + "\n" + letter.text().strip());
    }

    @Override
    String key(String messageId, String body) {
      return text(json(body), "to") + "\n" + text(json(body), "message").strip();
    }

    @Override
    Optional<String> copyOf(RawMessage letter) {
      return Optional.of(letter.address() + "\n" + letter.id());
    }
  },

  /**
   * A delivery is one alert. What ends labels that it no longer has says nothing of an event, and
   * has no annotations. All that stands goes again each minute, as it is by then and with other
   * ends: that is no delivery, no copy, and may be ahead of what still waits.
   */
  ALERTMANAGER {
    @Override
    List<String> keys(RawMessage letter) {
      var facts =
          JsonParser.parseString(letter.text()).getAsJsonArray().asList().stream()
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
          text(alert, "startsAt"), // the next episode may say the same words
          text(annotations, "event"),
          text(annotations, "rung"),
          text(annotations, "summary"));
    }
  },

  PAGERDUTY {
    @Override
    List<String> keys(RawMessage letter) {
      var body = json(letter.text());
      body.remove("routing_key");
      return List.of(body.toString());
    }

    @Override
    String key(String messageId, String body) {
      return json(body).toString();
    }

    @Override
    List<String> events(RawMessage letter) {
      return List.of(id(letter));
    }

    @Override
    Optional<String> copyOf(RawMessage letter) {
      return Optional.of(id(letter));
    }

    private static String id(RawMessage letter) {
      var payload = json(letter.text()).getAsJsonObject("payload");
      return text(payload.getAsJsonObject("custom_details"), "id");
    }
  };

  /** By which a delivery of the database is found again in what arrived. */
  abstract List<String> keys(RawMessage letter);

  /** The same of a delivery of the database. */
  abstract String key(String messageId, String body);

  /** Ids that the message itself names; empty where its kind names none. */
  List<String> events(RawMessage letter) {
    return List.of();
  }

  /** What two copies of one message have in common; empty where there are no copies. */
  Optional<String> copyOf(RawMessage letter) {
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
