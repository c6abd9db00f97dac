package io.certvigil.store.view;

import io.certvigil.model.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as a CSV row: the field names of its JSON, with lists and maps flattened to text.
 */
public final class CertificateTable {
  /** The columns, in order. */
  public static final List<Column> COLUMNS =
      List.of(
          new Column("key", CertificateView::key),
          new Column("source", CertificateView::source),
          new Column("id", CertificateView::id),
          new Column("name", CertificateView::name),
          new Column("account_id", view -> view.account().id()),
          new Column("account_name", view -> view.account().name()),
          new Column("zone_id", view -> of(view.zone(), ResourceRef::id)),
          new Column("zone_name", view -> of(view.zone(), ResourceRef::name)),
          new Column("status", CertificateView::status),
          new Column("not_before", view -> text(view.notBefore())),
          new Column("not_after", view -> text(view.notAfter())),
          new Column("days_to_expiry", view -> text(view.daysToExpiry())),
          new Column("lifetime_days", view -> text(view.lifetimeDays())),
          new Column("managed", view -> text(view.managed())),
          new Column("issuer", view -> text(view.issuer())),
          new Column("serial", view -> text(view.serial())),
          new Column("fingerprint_sha256", view -> text(view.fingerprintSha256())),
          new Column("hosts", view -> String.join(" ", view.hosts())),
          new Column("first_seen_at", view -> text(view.firstSeenAt())),
          new Column("last_seen_at", view -> text(view.lastSeenAt())),
          new Column("labels", view -> labels(view.labels())));

  private CertificateTable() {}

  /** One column: its header, and the function that gives its cell. */
  public record Column(String header, Function<CertificateView, String> of) {}

  /** The first line of the CSV. */
  public static String header() {
    return Csv.row(COLUMNS.stream().map(Column::header).toList());
  }

  /** One line of the CSV. */
  public static String row(CertificateView view) {
    return Csv.row(COLUMNS.stream().map(column -> column.of().apply(view)).toList());
  }

  /** The labels as text such as {@code team=platform tier=1}, sorted; empty if there are none. */
  public static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(" "));
  }

  private static String of(@Nullable ResourceRef ref, Function<ResourceRef, String> part) {
    return ref == null ? "" : part.apply(ref);
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }
}
