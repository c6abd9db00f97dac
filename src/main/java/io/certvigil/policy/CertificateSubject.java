package io.certvigil.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a certificate that a {@link Matcher} checks. A missing property is matched by
 * no glob, not even by {@code *}.
 *
 * @param key the certificate's; empty if unknown
 * @param source a source's word; null if unknown
 * @param account id and name of the account, as far as they are known
 * @param zone the zone's name; null for a certificate of an account
 * @param name the certificate's; null if unknown
 * @param labels of its {@code watch} entry
 */
public record CertificateSubject(
    String key,
    @Nullable String source,
    List<String> account,
    @Nullable String zone,
    @Nullable String name,
    Map<String, String> labels) {
  public CertificateSubject {
    account = List.copyOf(account);
    labels = Map.copyOf(labels);
  }
}
