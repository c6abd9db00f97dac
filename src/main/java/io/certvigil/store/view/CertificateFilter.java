package io.certvigil.store.view;

import io.certvigil.model.Source;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates. A part that is null, or empty, filters nothing.
 *
 * @param expiringWithin ends before now plus this, expired ones too
 * @param zone glob over zone name or id
 * @param account glob over account name or id
 * @param status in Cloudflare's word
 * @param text a part of id, name, serial, SHA-256 or a host, or the key; ASCII's case is ignored
 * @param labels globs over the values of labels of {@code watch}, by name; all must fit
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

  /** Only what ends within this time. */
  public static CertificateFilter onlyExpiringWithin(@Nullable Duration time) {
    return ALL.withExpiringWithin(time);
  }

  /** The same, but of what ends within this time. */
  public CertificateFilter withExpiringWithin(@Nullable Duration time) {
    return new CertificateFilter(time, source, zone, account, status, text, labels);
  }
}
