package io.certvigil.web.html;

import io.certvigil.model.LabelField;
import io.certvigil.model.ReadableTime;
import io.certvigil.model.Source;
import io.certvigil.policy.Ladder;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.Cursor;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the query of a page of certificates or of changes asks for. */
public final class CertificateQuery {

  private final PageRequest question;
  private final Instant now;

  public CertificateQuery(PageRequest question, Instant now) {
    this.question = question;
    this.now = now;
  }

  public CertificateFilter filter() {
    return new CertificateFilter(
        within(),
        Source.of(question.text("source")).orElse(null),
        orNull("zone"),
        orNull("account"),
        orNull("status"),
        orNull("q"),
        LabelField.labels(question.fields()));
  }

  /** Whether some certificates may not pass. */
  public boolean isFiltered() {
    return !filter().equals(CertificateFilter.ALL) || from().isPresent() || asOf().isPresent();
  }

  public CertificateSort sort() {
    return from().isPresent() || asOf().isPresent()
        ? CertificateSort.END
        : CertificateSort.of(question.text("sort")).orElse(CertificateSort.END);
  }

  /** Where the page begins; a page of what ends from some moment on begins there. */
  public @Nullable Cursor cursor() {
    var after = question.text("after");
    if (!after.isEmpty()) {
      return Cursor.of(after)
          .orElseThrow(
              () -> new InvalidForm("That page is none of this list; begin at its first."));
    }
    return asOf().isPresent() ? null : from().map(Cursor::expiringFrom).orElse(null);
  }

  public Optional<Instant> from() {
    return moment("from");
  }

  public Optional<Instant> until() {
    return moment("until");
  }

  /** The past moment at which they are to be shown; empty for now. */
  public Optional<Instant> asOf() {
    return moment("as_of").filter(moment -> moment.isBefore(now));
  }

  private @Nullable Duration within() {
    var until = until().map(end -> Duration.between(asOf().orElse(now), end));
    var given = duration(question.text("within"));
    return until.isPresent() ? until.get() : given.orElse(null);
  }

  private static Optional<Duration> duration(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Ladder.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // typed into the address by hand: it filters nothing
    }
  }

  /** A moment, or the begin of a day in UTC. */
  private Optional<Instant> moment(String name) {
    var text = question.text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ReadableTime.parse(text));
    } catch (DateTimeException e) {
      throw new InvalidForm(name + " must be such as 2026-11-21 or 2026-11-21T08:00:00Z.");
    }
  }

  private @Nullable String orNull(String name) {
    var text = question.text(name);
    return text.isEmpty() ? null : text;
  }
}
