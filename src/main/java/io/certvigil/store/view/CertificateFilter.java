package io.certvigil.store.view;

import io.certvigil.model.Source;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter for certificates. A part that is null or empty matches everything.
 *
 * @param expiringWithin expires before now plus this time, including already expired
 * @param zone glob over zone name or id
 * @param account glob over account name or id
 * @param status the status as Cloudflare writes it
 * @param text part of the id, name, serial, SHA-256 fingerprint or a host, or the whole key; case
 *     of ASCII letters is ignored
 * @param labels globs over the values of {@code watch} labels, by label name; all must match
 */
public record CertificateFilter(
    @Nullable Duration expiringWithin,
    @Nullable Source source,
    @Nullable String zone,
    @Nullable String account,
    @Nullable String status,
    @Nullable String text,
    Map<String, String> labels) {
  public static final CertificateFilter ALL =
      new CertificateFilter(null, null, null, null, null, null, Map.of());

  public CertificateFilter {
    labels = Map.copyOf(labels);
  }

  /** Whether it matches only certificates that have expired. */
  public boolean expiredOnly() {
    return expiringWithin != null && !expiringWithin.isPositive();
  }

  /** Only certificates that expire within this time. */
  public static CertificateFilter onlyExpiringWithin(@Nullable Duration time) {
    return ALL.withExpiringWithin(time);
  }

  /** The same filter, but only certificates that expire within this time. */
  public CertificateFilter withExpiringWithin(@Nullable Duration time) {
    return new CertificateFilter(time, source, zone, account, status, text, labels);
  }
}
