package io.certvigil.web.pages;

import io.certvigil.model.ReadableDuration;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.web.html.Html;
import io.certvigil.web.html.PageText;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that have expired, as one row below those that have not.
 *
 * @param count how many; empty if they were not counted
 * @param oldest for how long the first of them has been expired; null if there are none
 */
public record ExpiredCertificates(OptionalLong count, @Nullable Duration oldest) {
  private static final int PAGE = 1_000;

  public static final ExpiredCertificates NONE = new ExpiredCertificates(OptionalLong.of(0), null);

  /**
   * Finds the first of those that match.
   *
   * @param counted which of them are counted
   * @param count how many there are, if that is known
   */
  public static ExpiredCertificates read(
      SiteContext context,
      CertificateFilter filter,
      Predicate<CertificateView> counted,
      OptionalLong count,
      Instant now) {
    var expired = filter.withExpiringWithin(Duration.ZERO);
    return context
        .store()
        .inventory()
        .page(expired, CertificateSort.NOT_AFTER, null, PAGE, now)
        .rows()
        .stream()
        .filter(counted)
        .map(CertificateView::notAfter)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .map(first -> new ExpiredCertificates(count, Duration.between(first, now)))
        .orElse(NONE);
  }

  /** Adds the row; nothing if there are none. */
  public void add(Html html, String href) {
    if (oldest == null || (count.isPresent() && count.getAsLong() == 0)) {
      return;
    }
    html.add(
        "<p class='past'><a href='{}'>{} expired</a>, the oldest {} ago</p>\n",
        href,
        count.isPresent() ? PageText.grouped(count.getAsLong()) : "Some have",
        ReadableDuration.rough(oldest));
  }
}
