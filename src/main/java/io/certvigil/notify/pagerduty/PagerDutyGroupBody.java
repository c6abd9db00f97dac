package io.certvigil.notify.pagerduty;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.certvigil.model.PrintableText;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.EventEffect;
import io.certvigil.notify.WireJson;
import io.certvigil.notify.pagerduty.PagerDutyIncidents.PagedEvent;
import java.util.Comparator;
import java.util.List;

/** Writes an event for PagerDuty about an incident of several alerts. */
final class PagerDutyGroupBody {
  /** PagerDuty accepts 512 kB; a summary has at most about 4 kB. */
  private static final int LISTED = 100;

  private static final Comparator<PagedEvent> WORST_FIRST =
      Comparator.comparing((PagedEvent one) -> one.document().severity())
          .reversed()
          .thenComparing(one -> one.document().certificateOrNone().notAfter());

  private final EventBatch batch;
  private final String dedupKey;
  private final List<PagedEvent> events;

  PagerDutyGroupBody(EventBatch batch, String dedupKey, List<PagedEvent> events) {
    this.batch = batch;
    this.dedupKey = dedupKey;
    this.events = events.stream().sorted(WORST_FIRST).toList();
  }

  String trigger(int alerts) {
    return json("trigger", alerts + " alerts of " + place() + "; " + worst());
  }

  String update(long firing) {
    return json("trigger", firing + " alerts of " + place() + " still fire; " + worst());
  }

  String resolve() {
    return json("resolve", "the last alert of " + place() + " ended; " + worst());
  }

  private String worst() {
    return PagerDutyBody.summary(events.getFirst().document());
  }

  private String place() {
    var first = events.getFirst().document();
    return first.certificateOrNone().source()
        + " in "
        + PagerDutyBody.source(batch.installation(), first);
  }

  private String json(String action, String summary) {
    var body = new JsonObject();
    body.addProperty("event_action", action);
    body.addProperty("dedup_key", dedupKey);
    body.add("payload", payload(summary));
    body.addProperty("client", "Certvigil " + batch.installation());
    if (batch.externalUrl() != null) {
      body.addProperty("client_url", batch.externalUrl() + "/alerts");
    }
    return WireJson.write(body);
  }

  private JsonObject payload(String summary) {
    var worst = events.getFirst().document();
    var payload = new JsonObject();
    payload.addProperty(
        "summary", PrintableText.shortened(PrintableText.of(summary), PagerDutyBody.SUMMARY));
    payload.addProperty(
        "source", PrintableText.of(PagerDutyBody.source(batch.installation(), worst)));
    payload.addProperty("severity", worst.severity().word());
    payload.addProperty("group", worst.certificateOrNone().source());
    payload.addProperty("class", EventEffect.family(worst));
    payload.add("custom_details", details());
    return payload;
  }

  private JsonObject details() {
    var details = new JsonObject();
    details.addProperty("installation", batch.installation());
    var alerts = new JsonArray();
    events.stream().limit(LISTED).forEach(one -> alerts.add(alert(one)));
    details.add("alerts", alerts);
    if (events.size() > LISTED) {
      details.addProperty("not_listed", events.size() - LISTED);
    }
    return details;
  }

  private static JsonObject alert(PagedEvent one) {
    var alert = new JsonObject();
    alert.addProperty("key", one.alertKey());
    alert.addProperty("type", one.document().type());
    alert.addProperty("severity", one.document().severity().word());
    alert.addProperty("summary", PrintableText.of(PagerDutyBody.summary(one.document())));
    return alert;
  }
}
