package io.certvigil.cloudflare.fields;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Caches the facts of PEM certificates, because parsing one takes many times longer than hashing
 * it, and almost all are unchanged in the next sweep. The size is bounded: when the cache is full,
 * new certificates are parsed each time. New certificates do not replace entries in use: each sweep
 * reads all certificates once, so a least-recently-used cache that is smaller than the estate would
 * never hit.
 */
public final class PemCache {
  private static final int MAX_ENTRIES = 100_000;
  private static final int EVICTION_THRESHOLD = 2 * MAX_ENTRIES;

  private final Map<PemDigest, CacheEntry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger rejected = new AtomicInteger();

  /** The first half of a SHA-256 digest, and how the certificates in the text are read. */
  private record PemDigest(long high, long low, PemContent content) {}

  private static final class CacheEntry {
    private final PemParser.Facts facts;
    private volatile boolean used = true;

    private CacheEntry(PemParser.Facts facts) {
      this.facts = facts;
    }
  }

  /** The facts of this certificate with its chain; empty if it is missing or unreadable. */
  public Optional<PemParser.Facts> of(@Nullable String pem) {
    return of(pem, PemContent.LEAF_WITH_CHAIN);
  }

  /** The facts of this PEM; empty if it is missing or unreadable. */
  Optional<PemParser.Facts> of(@Nullable String pem, PemContent content) {
    if (pem == null || pem.isEmpty()) {
      return Optional.empty();
    }
    var digest = digest(pem, content);
    var entry = entries.get(digest);
    if (entry != null) {
      entry.used = true;
      return Optional.of(entry.facts);
    }
    var facts = PemParser.facts(pem, content);
    facts.ifPresent(read -> add(digest, read));
    return facts;
  }

  private void add(PemDigest digest, PemParser.Facts facts) {
    if (entries.size() < MAX_ENTRIES) {
      entries.put(digest, new CacheEntry(facts));
    } else if (rejected.incrementAndGet() >= EVICTION_THRESHOLD) {
      rejected.set(0);
      evictUnused();
    }
  }

  /** Removes the entries that were not used since the last eviction. */
  private void evictUnused() {
    entries.values().removeIf(entry -> !entry.used);
    entries.values().forEach(entry -> entry.used = false);
  }

  private static PemDigest digest(String pem, PemContent content) {
    try {
      var bytes = pem.getBytes(StandardCharsets.UTF_8);
      var digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new PemDigest(digest.getLong(), digest.getLong(), content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }
}
