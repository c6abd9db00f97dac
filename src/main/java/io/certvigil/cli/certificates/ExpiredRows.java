package io.certvigil.cli.certificates;

import io.certvigil.cli.terminal.OutputOption.Format;
import io.certvigil.model.ReadableDuration;
import io.certvigil.store.view.CertificateView;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what has expired out of a table, in which it is one row; JSON and CSV hold all. Not for a
 * table of expired certificates only, or of the certificates that a text was searched for.
 */
final class ExpiredRows {
  private final boolean collapsed;
  private final Instant now;
  private long count;
  private @Nullable Instant oldest;

  ExpiredRows(Format format, boolean rowsOfAll, Instant now) {
    this.collapsed = format == Format.TABLE && !rowsOfAll;
    this.now = now;
  }

  /** The rows that are shown go to {@code rows}. */
  Consumer<CertificateView> before(Consumer<CertificateView> rows) {
    return view -> {
      var end = view.notAfter();
      if (!collapsed || end == null || !end.isBefore(now)) {
        rows.accept(view);
        return;
      }
      count++;
      oldest = oldest == null || end.isBefore(oldest) ? end : oldest;
    };
  }

  /** {@code 66 expired, oldest 58 d ago}, and how to list them; empty if none was taken out. */
  String row() {
    return oldest == null
        ? ""
        : count
            + " expired, oldest "
            + ReadableDuration.roughlyLeft(Duration.between(now, oldest))
            + "; --expired lists them";
  }
}
