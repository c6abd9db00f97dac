package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import io.certvigil.net.NameResolver;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of a fake API with virtual time, and the scopes of an estate with one zone. */
public final class CloudflareFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  static final Secret TOKEN = new Secret("v1.0-0a1b2c3d4e5f-secret-token");
  static final String EMAIL = "root@acme.example";
  static final Secret KEY = new Secret("c2547eb745079dac9320b638f5e225cf483cc");
  public static final ResourceRef ACCOUNT =
      new ResourceRef("01a7362d577a6c3019a474fd6f485823", "acme");
  public static final ResourceRef ZONE =
      new ResourceRef("023e105f4ecef8ad9ca31a8372d0c353", "example.com");
  public static final Scope CLIENTS = Scope.ofZone(Source.CLIENT_CERTIFICATES, ACCOUNT, ZONE);
  public static final Scope ACCESS = Scope.ofAccount(Source.ACCESS_CERTIFICATES, ACCOUNT);
  public static final Scope ACCESS_OF_ZONE =
      Scope.ofZone(Source.ACCESS_CERTIFICATES, ACCOUNT, ZONE);
  public static final Scope GATEWAY = Scope.ofAccount(Source.GATEWAY_CERTIFICATES, ACCOUNT);

  public static final Scope MTLS = Scope.ofAccount(Source.MTLS_CERTIFICATES, ACCOUNT);
  public static final Scope CUSTOM = Scope.ofZone(Source.CUSTOM_CERTIFICATES, ACCOUNT, ZONE);
  public static final Scope PACKS = Scope.ofZone(Source.CERTIFICATE_PACKS, ACCOUNT, ZONE);
  public static final Scope TRUSTED = Scope.ofZone(Source.CUSTOM_TRUST_STORE, ACCOUNT, ZONE);
  public static final Scope HOSTNAMES = Scope.ofZone(Source.CUSTOM_HOSTNAMES, ACCOUNT, ZONE);

  final VirtualTicker ticker = new VirtualTicker();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  public final FakeApi api;
  public final Cloudflare cloudflare;

  /** Every {@code Date} that was passed on as Cloudflare's. */
  final List<Instant> dates = new CopyOnWriteArrayList<>();

  /** Every list that is read, of this account and zone. */
  public static Stream<Scope> everyList() {
    return Cloudflare.sources().stream()
        .flatMap(
            source ->
                Stream.of(ScopeLevel.values())
                    .filter(source::existsAt)
                    .map(level -> scope(source, level)));
  }

  private static Scope scope(Source source, ScopeLevel level) {
    return switch (level) {
      case ACCOUNT -> Scope.ofAccount(source, ACCOUNT);
      case ZONE -> Scope.ofZone(source, ACCOUNT, ZONE);
      case USER -> Scope.ofUser(source, "main");
    };
  }

  /** The requests without those that verify the token, which come before lists of tokens. */
  public List<String> listTargets() {
    return api.targets().stream().filter(target -> !target.endsWith("/tokens/verify")).toList();
  }

  public CloudflareFixture(FakeApi.Script script) {
    this(script, Duration.ofSeconds(20));
  }

  CloudflareFixture(FakeApi.Script script, Duration timeout) {
    this(new FakeApi(script), timeout);
  }

  private CloudflareFixture(FakeApi api, Duration timeout) {
    this(api, api.url(), timeout);
  }

  /** A client of another server at this address; nothing asks the fake API. */
  static CloudflareFixture of(URI url) {
    return new CloudflareFixture(new FakeApi((_, _) -> {}), url, Duration.ofSeconds(20));
  }

  private CloudflareFixture(FakeApi api, URI url, Duration timeout) {
    this.api = api;
    var credentials = new LinkedHashMap<String, Credential>();
    credentials.put("main", new Credential.Token(TOKEN));
    credentials.put("legacy", new Credential.ApiKey(EMAIL, KEY));
    cloudflare =
        new Cloudflare(
            new CloudflareSettings(url, timeout, 600, Map.copyOf(credentials)),
            "1.2.3",
            () -> NOW,
            dates::add,
            registry,
            new Scrubber(),
            new NameResolver(),
            ticker,
            () -> 0.5);
  }

  /** A reading of this list by a new client, to which every request is answered with this page. */
  public static Reading reading(Scope scope, String page) {
    try (var subject = new CloudflareFixture(FakeApi.always(200, page))) {
      return subject.read(scope);
    }
  }

  public Reading read(Scope scope) {
    return cloudflare.read("main", scope);
  }

  List<Certificate> complete(Scope scope) {
    return complete(read(scope));
  }

  private static List<Certificate> complete(Reading reading) {
    assertThat(reading).isInstanceOf(Reading.Complete.class);
    return ((Reading.Complete) reading).certificates();
  }

  Reading.Partial partial(Scope scope) {
    var reading = read(scope);
    assertThat(reading).isInstanceOf(Reading.Partial.class);
    return (Reading.Partial) reading;
  }

  /** Why a reading of this list failed. */
  Fault fault(Scope scope) {
    var reading = read(scope);
    assertThat(reading).isInstanceOf(Reading.Failed.class);
    return ((Reading.Failed) reading).fault();
  }

  /** The certificates of a complete reading of this list, whose only page has these items. */
  public static List<Certificate> certificates(Scope scope, String... items) {
    return complete(reading(scope, ApiBodies.page(List.of(items), 1, 50, items.length)));
  }

  /** The facts of a certificate, one a line; those that are missing or false are left out. */
  public static String facts(Certificate certificate) {
    var x509 = certificate.x509();
    var end = certificate.notAfter().<Object>map(at -> at).orElse(certificate.expiry());
    return Stream.concat(
            Stream.of(
                fact("id", certificate.id()),
                fact("name", certificate.name()),
                fact("status", certificate.status()),
                fact("in use", certificate.inUse()),
                fact("managed", certificate.managed() ? true : null),
                fact("expires", end),
                fact("not before", x509.notBefore()),
                fact("issuer", x509.issuer()),
                fact("serial", x509.serial()),
                fact("sha256", x509.fingerprintSha256()),
                fact("hosts", x509.hosts().isEmpty() ? null : String.join(" ", x509.hosts()))),
            certificate.attributes().entrySet().stream()
                .map(attribute -> fact("+ " + attribute.getKey(), attribute.getValue())))
        .collect(Collectors.joining());
  }

  private static String fact(String name, @Nullable Object value) {
    return value == null ? "" : name + ": " + value + "\n";
  }

  @Override
  public void close() {
    cloudflare.close();
    api.close();
  }
}
