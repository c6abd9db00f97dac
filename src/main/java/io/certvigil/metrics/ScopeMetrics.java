package io.certvigil.metrics;

import io.certvigil.model.Scope;
import io.certvigil.policy.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that the page needs to know of one scope, compact. Immutable.
 *
 * @param basis what the parts that cost time were made of
 * @param read whether anything was ever read of it; before, it counts nowhere
 * @param permitted whether Cloudflare lets it be read, as far as is known
 * @param lines the families that each scope renders once, when it changes
 * @param certificates how many there are
 * @param ends the known ends of those that still matter, ascending, in seconds
 * @param blocks those certificates that may be shown one by one; empty where none ever is
 * @param firing how many alerts fire, by severity
 * @param identities hashes of source and certificate id of those in {@code blocks}
 */
record ScopeMetrics(
    CacheKey cacheKey,
    boolean everRead,
    boolean permitted,
    Map<Family, byte[]> lines,
    int certificates,
    ImmutableLongs expiries,
    List<SeriesBlock> blocks,
    Map<Severity, Long> firing,
    ImmutableLongs identities) {

  /**
   * What the certificates' bytes follow from: where it is the same, they are too.
   *
   * @param fingerprint a sum over the hashes of all items
   * @param week when it was made, in weeks: what comes near is not kept compressed for ever
   */
  record CacheKey(
      Scope scope, Map<String, String> labels, Set<String> firing, long fingerprint, long week) {}

  Scope scope() {
    return cacheKey.scope();
  }

  /** Numbers that nobody changes. */
  static final class ImmutableLongs {
    private final long[] numbers;

    ImmutableLongs(long... numbers) {
      this.numbers = numbers;
    }

    /** How many are before this moment; they must ascend. */
    int countBefore(long moment) {
      return SortedTimes.countBefore(numbers, moment);
    }

    int count() {
      return numbers.length;
    }

    long[] numbers() {
      return numbers;
    }
  }
}
