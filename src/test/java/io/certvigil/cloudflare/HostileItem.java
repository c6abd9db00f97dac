package io.certvigil.cloudflare;

import io.certvigil.model.Certificate;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One item of a random list.
 *
 * @param facts what must be read of it; empty if it cannot be understood
 */
record HostileItem(String json, String facts) {
  private static final List<String> ODD = List.of("null", "7", "\"x\"", "{}", "{\"id\":\"\"}");

  static HostileItem odd(Random random) {
    return new HostileItem(ODD.get(random.nextInt(ODD.size())), "");
  }

  /** An item with a date, a PEM, or both. */
  static HostileItem of(Source source, String id, boolean withPem, Random random) {
    var json = new StringBuilder("{\"id\":").append(random.nextBoolean() ? id : quoted(id));
    var date = date(random);
    var ca = source == Source.MTLS_CERTIFICATES ? ca(random) : "";
    boolean isLeaf = source == Source.CLIENT_CERTIFICATES || ca.endsWith("false");
    var pem = withPem ? HostilePem.of(isLeaf, random) : null;
    boolean withDate = pem == null || random.nextInt(3) > 0;
    boolean caFirst = random.nextBoolean();
    json.append(caFirst ? ca : "");
    if (withDate) {
      json.append(",\"expires_on\":").append(quoted(date.toString()));
    }
    if (pem != null) {
      var field = source == Source.MTLS_CERTIFICATES ? "certificates" : "certificate";
      json.append(",\"").append(field).append("\":").append(quoted(pem.text()));
    }
    json.append(caFirst ? "" : ca).append('}');
    return new HostileItem(json.toString(), facts(id, date, withDate, pem));
  }

  /** From expired to far away, most of them near. */
  private static Instant date(Random random) {
    int days = random.nextInt(3) == 0 ? random.nextInt(400) : random.nextInt(40) - 5;
    return CloudflareFixture.NOW.plus(Duration.ofDays(days)).plusSeconds(random.nextInt(3600));
  }

  private static String ca(Random random) {
    return List.of(",\"ca\":true", ",\"ca\":false", "").get(random.nextInt(3));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\r", "\\r").replace("\n", "\\n") + "\"";
  }

  /** The PEM counts, but never beyond the date of the list. */
  private static String facts(String id, Instant date, boolean withDate, @Nullable HostilePem pem) {
    if (pem == null) {
      return facts(id, date.toString(), null);
    }
    boolean isDateFirst = withDate && date.isBefore(pem.end());
    return facts(id, (isDateFirst ? date : pem.end()).toString(), pem.fingerprint());
  }

  /** What was read. */
  static String facts(Certificate read) {
    var end = read.notAfter().map(Instant::toString).orElse("never");
    return facts(read.id(), end, read.x509().fingerprintSha256());
  }

  private static String facts(String id, String end, @Nullable String fingerprint) {
    return id + " ends " + end + (fingerprint == null ? "" : ", " + fingerprint);
  }

  boolean isOdd() {
    return facts.isEmpty();
  }
}
