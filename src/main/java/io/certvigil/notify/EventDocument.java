package io.certvigil.notify;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.certvigil.policy.Alert;
import io.certvigil.policy.AlertSubject;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Severity;
import io.certvigil.store.Outbox.StoredEvent;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The event object of the contract, parsed, so that other code does not depend on its field names.
 * Its content is untrusted; a missing text is empty.
 *
 * @param severityWord the severity as written; see {@link #severity}
 * @param certificate null for an event that concerns no certificate or several
 * @param changedFrom the previous value, for an event about a change
 * @param subject the fields that silences and routes are matched against
 * @param json the whole object; must not be modified
 */
public record EventDocument(
    String type,
    String occurredAt,
    String severityWord,
    String summary,
    AlertFields alert,
    @Nullable CertificateDocument certificate,
    String changedFrom,
    LinkFields links,
    AlertSubject subject,
    JsonObject json) {

  /**
   * The alert after the event.
   *
   * @param state {@code firing} or {@code resolved}
   */
  public record AlertFields(
      String key,
      String state,
      String rung,
      String previousRung,
      String firstFiredAt,
      String reason) {
    private static AlertFields of(JsonObject event) {
      return new AlertFields(
          WireJson.text(event, "alert", "key"),
          WireJson.text(event, "alert", "state"),
          WireJson.text(event, "alert", "rung"),
          WireJson.text(event, "alert", "previous_rung"),
          WireJson.text(event, "alert", "first_fired_at"),
          WireJson.text(event, "alert", "reason"));
    }
  }

  /** Links to the page of Certvigil and to the Cloudflare dashboard. */
  public record LinkFields(String certvigil, String dashboard) {
    private static LinkFields of(JsonObject event) {
      return new LinkFields(
          WireJson.text(event, "links", "certvigil"), WireJson.text(event, "links", "dashboard"));
    }
  }

  /**
   * Parses a stored event. If its JSON cannot be parsed, the result has only the columns of its
   * row.
   */
  public static EventDocument of(StoredEvent queued) {
    return of(stored(queued).orElseGet(() -> fromColumns(queued)));
  }

  private static Optional<JsonObject> stored(StoredEvent queued) {
    try {
      return JsonParser.parseString(queued.json()) instanceof JsonObject event
          ? Optional.of(event)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  private static JsonObject fromColumns(StoredEvent queued) {
    var event = new JsonObject();
    event.addProperty("id", queued.id());
    event.addProperty("type", queued.type());
    event.addProperty("occurred_at", queued.occurredAt().toString());
    event.addProperty("severity", queued.severity());
    event.addProperty("summary", queued.type());
    var alert = new JsonObject();
    alert.addProperty("key", queued.alertKey());
    alert.addProperty("state", Alert.State.FIRING.word());
    alert.add("rung", JsonNull.INSTANCE);
    alert.add("previous_rung", JsonNull.INSTANCE);
    alert.addProperty("episode", 1);
    alert.addProperty("first_fired_at", queued.occurredAt().toString());
    alert.add("reason", JsonNull.INSTANCE);
    event.add("alert", alert);
    List.of("certificate", "change", "links").forEach(name -> event.add(name, JsonNull.INSTANCE));
    return event;
  }

  public static EventDocument of(JsonObject event) {
    var alert = AlertFields.of(event);
    var certificate = event.get("certificate") instanceof JsonObject given ? given : null;
    return new EventDocument(
        WireJson.text(event, "type"),
        WireJson.text(event, "occurred_at"),
        WireJson.text(event, "severity"),
        WireJson.text(event, "summary"),
        alert,
        certificate == null ? null : CertificateDocument.of(certificate),
        WireJson.text(event, "change", "from"),
        LinkFields.of(event),
        new AlertSubject(
            alert.key(),
            certificate != null
                ? CertificateDocument.subject(certificate)
                : event.get("condition") instanceof JsonObject condition
                    ? CertificateDocument.subjectOfCondition(condition)
                    : null),
        event);
  }

  /** Empty if this version does not define the type. */
  public Optional<EventType> knownType() {
    return EventType.of(type);
  }

  public boolean is(EventType other) {
    return type.equals(other.word());
  }

  /** A severity that cannot be parsed counts as critical, so that the event is not filtered out. */
  public Severity severity() {
    try {
      return Severity.valueOf(severityWord.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return Severity.CRITICAL;
    }
  }

  /** The certificate; one with empty texts if the event concerns none. */
  public CertificateDocument certificateOrNone() {
    return Objects.requireNonNullElse(certificate, CertificateDocument.NONE);
  }

  /** True if the event resolves its alert. */
  public boolean isResolved() {
    return alert.state().equals(Alert.State.RESOLVED.word());
  }
}
