package io.certvigil.metrics;

import io.certvigil.model.Scope;
import io.certvigil.policy.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The compact data of one scope that the page needs. Immutable.
 *
 * @param cacheKey the input from which the expensive parts were built
 * @param everRead whether it was ever read; until then it is in no metric
 * @param permitted whether Cloudflare permits reading it, as far as is known
 * @param lines the values of the families that change only with the scope
 * @param certificates the number of certificates
 * @param expiries the known expiries of the certificates that are not revoked or deleted,
 *     ascending, in seconds
 * @param blocks the certificates that may have their own series; empty if none may
 * @param firing the number of firing alerts by severity
 * @param identities hashes of source and certificate id of the certificates in {@code blocks}
 */
record ScopeMetrics(
    CacheKey cacheKey,
    boolean everRead,
    boolean permitted,
    ScopeLines lines,
    int certificates,
    ImmutableLongs expiries,
    List<SeriesBlock> blocks,
    Map<Severity, Long> firing,
    ImmutableLongs identities) {

  /**
   * The input of the certificates' bytes: if it is equal, the bytes are equal and can be reused.
   *
   * @param fingerprint the sum of the hashes of all certificates
   * @param week when it was built, in weeks since the epoch, so that certificates that come close
   *     to the horizon are not kept compressed forever
   */
  record CacheKey(
      Scope scope, Map<String, String> labels, Set<String> firing, long fingerprint, long week) {}

  Scope scope() {
    return cacheKey.scope();
  }

  /** An immutable array of numbers. */
  static final class ImmutableLongs {
    private final long[] numbers;

    ImmutableLongs(long... numbers) {
      this.numbers = numbers;
    }

    /** How many are before this time; they must be ascending. */
    int countBefore(long moment) {
      return SortedTimes.countBefore(numbers, moment);
    }

    long[] numbers() {
      return numbers;
    }
  }
}
