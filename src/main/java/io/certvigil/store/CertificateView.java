package io.certvigil.store;

import io.certvigil.diff.Item;
import io.certvigil.model.Ref;
import io.certvigil.model.Watched;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as it is shown outside: in a webhook, in {@code list --output json}, on a page.
 * Components are the JSON's names in camel case; see the contract's {@code certificate} object.
 *
 * @param daysToExpiry whole days, rounded down, negative once expired; null without a date
 * @param lifetimeDays rounded up; null where unknown
 * @param attributes always holds {@code organization}, {@code certificate_authority} and {@code
 *     in_use}, null where the source has none
 */
public record CertificateView(
    String key,
    String source,
    String id,
    String name,
    Ref account,
    @Nullable Ref zone,
    List<String> hosts,
    @Nullable String issuer,
    @Nullable String serial,
    @Nullable String fingerprintSha256,
    String status,
    @Nullable Instant notBefore,
    @Nullable Instant notAfter,
    @Nullable Long daysToExpiry,
    @Nullable Long lifetimeDays,
    boolean managed,
    Instant firstSeenAt,
    Instant lastSeenAt,
    Map<String, String> labels,
    Map<String, @Nullable Object> attributes) {

  public static CertificateView of(Watched watched, Item item, Instant now) {
    throw new UnsupportedOperationException();
  }
}
