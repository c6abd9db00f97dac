package io.certvigil.web.html;

import io.certvigil.model.Durations;
import io.certvigil.model.LabelField;
import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.Cursor;
import io.certvigil.web.server.RequestParameters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The query parameters of the certificates page and the changes page. */
public final class CertificateQuery {

  private final PageRequest request;
  private final Instant now;

  public CertificateQuery(PageRequest request, Instant now) {
    this.request = request;
    this.now = now;
  }

  public CertificateFilter filter() {
    return new CertificateFilter(
        within(),
        Source.of(request.text("source")).orElse(null),
        request.orNull("zone"),
        request.orNull("account"),
        request.orNull("status"),
        request.orNull("q"),
        LabelField.labels(request.fields()));
  }

  /** Whether any filter is set. */
  public boolean isFiltered() {
    return !filter().equals(CertificateFilter.ALL) || from().isPresent() || asOf().isPresent();
  }

  public CertificateSort sort() {
    if (from().isPresent() && asOf().isEmpty()) {
      return CertificateSort.NOT_AFTER;
    }
    return asOf().isPresent()
        ? CertificateSort.END
        : CertificateSort.of(request.text("sort")).orElse(CertificateSort.END);
  }

  /**
   * The position where the page begins; with {@code from}, the first page begins at that expiry.
   */
  public @Nullable Cursor cursor() {
    var after = request.text("after");
    if (!after.isEmpty()) {
      return Cursor.of(after)
          .orElseThrow(
              () -> new InvalidForm("Invalid page cursor. Start at the first page again."));
    }
    return asOf().isPresent() ? null : from().map(Cursor::expiringFrom).orElse(null);
  }

  public Optional<Instant> from() {
    return moment("from");
  }

  public Optional<Instant> until() {
    return moment("until");
  }

  /** The past time whose certificates are shown; empty for now. */
  public Optional<Instant> asOf() {
    return moment("as_of").filter(moment -> moment.isBefore(now));
  }

  /** What is not a duration is ignored, since it was typed by hand into the address. */
  private @Nullable Duration within() {
    return until()
        .map(end -> Duration.between(asOf().orElse(now), end))
        .or(() -> Durations.parseLenient(request.text("within")))
        .orElse(null);
  }

  /** A time, or a date for the start of that day in UTC. */
  private Optional<Instant> moment(String name) {
    var text = request.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(RequestParameters.moment(text));
    } catch (DateTimeException e) {
      throw new InvalidForm(
          name + " must be a date or a time, such as 2026-11-21 or 2026-11-21T08:00:00Z.");
    }
  }
}
