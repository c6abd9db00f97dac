package io.certvigil.notify.message;

import io.certvigil.notify.message.EventFacts.CertificateFacts;
import io.certvigil.notify.message.MessageTable.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The columns of an event in a {@link MessageTable}. */
final class EventColumns {
  private static final CertificateFacts NO_CERTIFICATE =
      new CertificateFacts("", "", "", "", "", "", "", "", "", List.of(), List.of(), null);

  private EventColumns() {}

  static List<Column<EventFacts>> at(Instant now) {
    var columns = new ArrayList<Column<EventFacts>>();
    columns.add(new Column<>("event_id", EventFacts::id));
    columns.add(new Column<>("occurred_at", EventFacts::occurredAt));
    columns.add(new Column<>("type", EventFacts::type));
    columns.add(new Column<>("severity", fact -> fact.severity().word()));
    columns.add(new Column<>("state", fact -> fact.resolved() ? "resolved" : "firing"));
    columns.add(new Column<>("alert_key", EventFacts::alertKey));
    columns.add(new Column<>("rung", EventFacts::rung));
    columns.add(new Column<>("reason", EventFacts::reason));
    columns.add(new Column<>("summary", EventFacts::summary));
    columns.add(new Column<>("certificate_key", fact -> certificate(fact).key()));
    CertificateColumns.at(now).forEach(one -> columns.add(one.of(EventColumns::certificate)));
    columns.add(new Column<>("certvigil", fact -> Objects.toString(fact.link(), "")));
    columns.add(new Column<>("dashboard", fact -> Objects.toString(fact.dashboard(), "")));
    return columns;
  }

  private static CertificateFacts certificate(EventFacts fact) {
    return Objects.requireNonNullElse(fact.certificate(), NO_CERTIFICATE);
  }
}
