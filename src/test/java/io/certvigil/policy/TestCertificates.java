package io.certvigil.policy;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Certificates of one zone with fixed dates, so that no test depends on the current date. */
final class TestCertificates {
  static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");
  static final Duration HOUR = Duration.ofHours(1);
  static final Scope SCOPE =
      Scope.ofZone(
          Source.CLIENT_CERTIFICATES,
          new ResourceRef("a1", "acme"),
          new ResourceRef("z1", "example.com"));
  static final WatchedScope WATCHED =
      new WatchedScope(SCOPE, "main", "main", HOUR, Map.of("team", "platform"));

  /** Another list of the same zone, or of its account if the source has no lists of zones. */
  static WatchedScope of(Source source) {
    var scope =
        source.existsAt(ScopeLevel.ZONE)
            ? Scope.ofZone(source, SCOPE.account(), Objects.requireNonNull(SCOPE.zone()))
            : Scope.ofAccount(source, SCOPE.account());
    return new WatchedScope(scope, "main", "main", HOUR, Map.of("team", "platform"));
  }

  private final String id;
  private String name;
  private String status = "active";
  private @Nullable Boolean inUse;
  private boolean managed;
  private Expiry expiry = Expiry.on(TODAY.plus(Duration.ofDays(400)));
  private @Nullable Instant notBefore;
  private @Nullable String fingerprint = "f0";
  private List<String> hosts = List.of();
  private Map<String, String> attributes = Map.of();

  private TestCertificates(String id) {
    this.id = id;
    this.name = id;
  }

  /** Active, renewed manually, of unknown lifetime, expires in 400 days. */
  static TestCertificates certificate(String id) {
    return new TestCertificates(id);
  }

  TestCertificates name(String name) {
    this.name = name;
    return this;
  }

  TestCertificates status(String status) {
    this.status = status;
    return this;
  }

  TestCertificates inUse(boolean inUse) {
    this.inUse = inUse;
    return this;
  }

  TestCertificates managed(boolean managed) {
    this.managed = managed;
    return this;
  }

  TestCertificates expiry(Expiry expiry) {
    this.expiry = expiry;
    return this;
  }

  TestCertificates expiresAt(Instant end) {
    return expiry(Expiry.on(end));
  }

  /** Days from {@link #TODAY}. */
  TestCertificates expiresIn(long days) {
    return expiresAt(TODAY.plus(Duration.ofDays(days)));
  }

  TestCertificates lasting(long days) {
    return lasting(Duration.ofDays(days));
  }

  /** Sets not-before to this long before its expiry. */
  TestCertificates lasting(Duration lifetime) {
    notBefore = expiry.at().orElseThrow().minus(lifetime);
    return this;
  }

  TestCertificates begins(Instant notBefore) {
    this.notBefore = notBefore;
    return this;
  }

  TestCertificates fingerprint(@Nullable String fingerprint) {
    this.fingerprint = fingerprint;
    return this;
  }

  TestCertificates hosts(String... hosts) {
    this.hosts = List.of(hosts);
    return this;
  }

  TestCertificates attributes(Map<String, String> attributes) {
    this.attributes = attributes;
    return this;
  }

  Certificate build() {
    var x509 = new X509Fields(notBefore, null, null, fingerprint, hosts);
    return new Certificate(id, name, status, inUse, managed, expiry, x509, attributes);
  }
}
