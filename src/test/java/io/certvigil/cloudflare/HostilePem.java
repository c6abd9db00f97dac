package io.certvigil.cloudflare;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A PEM of one or several real certificates in random order, and what follows from how they were
 * made.
 *
 * @param end when the first of them that breaks something ends
 * @param fingerprint of the one that issued no other; of the first to end if there are several
 */
record HostilePem(String text, Instant end, String fingerprint) {
  private static final int POOL_SIZE = 32;
  private static final List<Made> POOL = pool();
  private static final List<Made> ROOTS = POOL.stream().filter(made -> made.by == null).toList();
  private static final List<Made> LEAVES =
      POOL.stream()
          .filter(made -> POOL.stream().noneMatch(other -> made.equals(other.by)))
          .toList();

  /** A certificate, and the one that issued it; null if it is self-signed. */
  private record Made(
      @Nullable Made by, IssuedCertificate certificate, String pem, String fingerprint) {
    private static Made of(@Nullable Made by, String name, Instant end) {
      var certificate =
          by == null ? IssuedCertificate.root(name, end) : by.certificate.issue(name, end);
      return new Made(by, certificate, certificate.pem(), certificate.fingerprint());
    }

    private Instant end() {
      return certificate.end();
    }

    private Made issue(String name, Instant end) {
      return of(this, name, end);
    }
  }

  /** Four trees: a root, two intermediates with leaves, and one below an intermediate. */
  private static List<Made> pool() {
    var days =
        new ArrayList<>(IntStream.range(0, POOL_SIZE).map(i -> 11 * i - 20).boxed().toList());
    Collections.shuffle(days, new Random(13));
    var ends =
        days.stream().map(day -> CloudflareFixture.NOW.plus(Duration.ofDays(day))).iterator();
    var pool = new ArrayList<Made>();
    for (int tree = 0; tree < 4; tree++) {
      var root = Made.of(null, tree < 2 ? "CA" : "Root " + tree, ends.next());
      var first = root.issue(tree == 0 ? "CA" : "Intermediate", ends.next());
      var second = root.issue("Intermediate", ends.next());
      var below = first.issue("Below", ends.next());
      pool.addAll(List.of(root, first, second, below));
      for (var issuer : List.of(first, second, below, below)) {
        pool.add(issuer.issue("leaf.example", ends.next()));
      }
    }
    return List.copyOf(pool);
  }

  static HostilePem of(boolean isLeaf, Random random) {
    return isLeaf ? leaf(random) : trusted(random);
  }

  /** A leaf, some of its intermediates, perhaps its root, perhaps a root of others. */
  private static HostilePem leaf(Random random) {
    var leaf = pick(random.nextInt(8) == 0 ? ROOTS : LEAVES, random);
    var all = new ArrayList<>(List.of(leaf));
    var end = leaf.end();
    for (var one = leaf.by; one != null && random.nextInt(6) > 0; one = one.by) {
      all.add(one);
      end = one.by != null && one.end().isBefore(end) ? one.end() : end;
    }
    var other = pick(ROOTS, random);
    if (leaf.by != null && random.nextInt(4) == 0 && !all.contains(other)) {
      all.add(other);
    }
    return new HostilePem(text(all, random), end, leaf.fingerprint);
  }

  /** Any certificates, each of which is trusted. */
  private static HostilePem trusted(Random random) {
    var all = new ArrayList<>(List.of(pick(POOL, random)));
    for (var one = all.getFirst().by; one != null && random.nextInt(3) > 0; one = one.by) {
      all.add(one);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      var other = pick(POOL, random);
      if (!all.contains(other)) {
        all.add(other);
      }
    }
    var first = all.getFirst();
    for (var one : all) {
      first = one.end().isBefore(first.end()) ? one : first;
    }
    var ends =
        all.stream().filter(one -> all.stream().noneMatch(other -> one.equals(other.by))).toList();
    var named = ends.size() == 1 ? ends.getFirst() : first;
    return new HostilePem(text(all, random), first.end(), named.fingerprint);
  }

  private static Made pick(List<Made> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }

  private static String text(List<Made> all, Random random) {
    var written = new ArrayList<>(all);
    if (random.nextInt(8) == 0) {
      written.add(pick(all, random));
    }
    Collections.shuffle(written, random);
    var text = written.stream().map(Made::pem).collect(Collectors.joining());
    return random.nextInt(4) == 0 ? text.replace("\n", "\r\n") : text;
  }
}
