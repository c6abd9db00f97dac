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
 * Remembers what PEMs say, since reading one takes many times longer than recognising it, and
 * nearly all come back unchanged. Of bounded size: what finds no room is read anew each time. A
 * large estate does not push out what is there, since a cache that a sweep runs through once per
 * round would otherwise never hit.
 */
public final class PemCache {
  private static final int MAX_ENTRIES = 100_000;
  private static final int EVICTION_THRESHOLD = 2 * MAX_ENTRIES;

  private final Map<PemDigest, CacheEntry> entries = new ConcurrentHashMap<>();
  private final AtomicInteger rejected = new AtomicInteger();

  /** The first half of a SHA-256. */
  private record PemDigest(long high, long low) {}

  private static final class CacheEntry {
    private final PemParser.Facts facts;
    private volatile boolean used = true;

    private CacheEntry(PemParser.Facts facts) {
      this.facts = facts;
    }
  }

  /** What this PEM says; empty where it is missing or unreadable. */
  public Optional<PemParser.Facts> of(@Nullable String pem) {
    if (pem == null || pem.isEmpty()) {
      return Optional.empty();
    }
    var print = digest(pem);
    var remembered = entries.get(print);
    if (remembered != null) {
      remembered.used = true;
      return Optional.of(remembered.facts);
    }
    var facts = PemParser.facts(pem);
    facts.ifPresent(read -> add(print, read));
    return facts;
  }

  private void add(PemDigest print, PemParser.Facts facts) {
    if (entries.size() < MAX_ENTRIES) {
      entries.put(print, new CacheEntry(facts));
    } else if (rejected.incrementAndGet() >= EVICTION_THRESHOLD) {
      rejected.set(0);
      evictUnused();
    }
  }

  /** Makes room by forgetting what was not asked for since the last time. */
  private void evictUnused() {
    entries.values().removeIf(remembered -> !remembered.used);
    entries.values().forEach(remembered -> remembered.used = false);
  }

  private static PemDigest digest(String pem) {
    try {
      var bytes = pem.getBytes(StandardCharsets.UTF_8);
      var digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new PemDigest(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
