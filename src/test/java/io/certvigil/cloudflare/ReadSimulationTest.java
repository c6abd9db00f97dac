package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.cloudflare.http.TokenState;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.ApiToken;
import io.certvigil.demo.simulator.ExpectedCertificate;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.net.NameResolver;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads from the simulated Cloudflare, which follows the rules of the real API and injects faults
 * on demand.
 */
class ReadSimulationTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final int CERTIFICATES = 120;
  private static final Set<Source> NESTED =
      EnumSet.of(
          Source.CERTIFICATE_PACKS,
          Source.IDENTITY_PROVIDER_CERTIFICATES,
          Source.REGISTRATIONS,
          Source.GATEWAY_RULES);

  private static final Set<Source> UNPAGINATED =
      EnumSet.of(
          Source.GATEWAY_CERTIFICATES,
          Source.MTLS_CERTIFICATES,
          Source.ORIGIN_PULL,
          Source.ORIGIN_PULL_HOSTNAMES,
          Source.GATEWAY_RULES,
          Source.REGISTRATIONS); // by cursor

  @Test
  void everyCertificateIsRead_withItsTrueValues() {
    var estate = SimulatedEstate.sample(7, NOW);
    try (var remote = SimulatedCloudflare.start(estate, RateLimits.none(), () -> NOW);
        var cloudflare = cloudflare(remote, Duration.ofSeconds(30))) {

      var found = found(cloudflare);

      assertThat(found)
          .hasSizeGreaterThan(100)
          .extracting(ExpectedCertificate::source)
          .containsAll(Cloudflare.sources());
      assertThat(found).containsExactlyInAnyOrderElementsOf(estate.expectedCertificates(NOW));
    }
  }

  @Test
  void asFewRequestsAsPossible() {
    var estate = UniformEstate.of(2, 10, CERTIFICATES, 7, NOW);
    try (var remote = SimulatedCloudflare.start(estate, RateLimits.none(), () -> NOW);
        var cloudflare = cloudflare(remote, Duration.ofSeconds(30))) {
      found(cloudflare);

      // zones, accounts, the token; each list of each zone, account and user; two more pages of
      // client certificates
      var lists = 10 * sources(ScopeLevel.ZONE).size() + 2 * sources(ScopeLevel.ACCOUNT).size();
      var all = lists + sources(ScopeLevel.USER).size();
      assertThat(remote.requests()).isEqualTo(3 + all + 10 * 2);
    }
  }

  @Test
  void emailAndKeyGiveTheSameAccess() {
    var estate = UniformEstate.of(1, 1, 3, 7, NOW);
    try (var remote = SimulatedCloudflare.start(estate, RateLimits.none(), () -> NOW);
        var cloudflare = cloudflare(remote, Duration.ofSeconds(30))) {

      assertThat(cloudflare.discover("legacy").zones()).isEqualTo(estate.zones());
    }
  }

  @Test
  void expiryOfAnAccountTokenIsRead() {
    var estate = UniformEstate.of(2, 1, 3, 7, NOW);
    var accounts = estate.accounts().stream().map(ResourceRef::id).toList();
    var end = NOW.plus(Duration.ofDays(20));
    try (var remote = SimulatedCloudflare.start(estate, RateLimits.none(), () -> NOW);
        var cloudflare = cloudflare(remote, Duration.ofSeconds(30))) {
      remote.addToken(
          SimulatedCloudflare.TOKEN, ApiToken.ofAccount(accounts.getLast()).withExpiry(end));

      assertThat(cloudflare.verify("main", accounts))
          .isEqualTo(new TokenState.Valid(TokenState.ACTIVE, end));
    }
  }

  static Stream<Arguments> everyFaultOfEachSource() {
    return Stream.of(
            Arguments.of(Source.CLIENT_CERTIFICATES, ApiRoute.CLIENT_CERTIFICATES, 1),
            Arguments.of(Source.CLIENT_CERTIFICATES, ApiRoute.CLIENT_CERTIFICATES, 2),
            Arguments.of(Source.ACCESS_CERTIFICATES, ApiRoute.ACCOUNT_ACCESS_CERTIFICATES, 1),
            Arguments.of(Source.GATEWAY_CERTIFICATES, ApiRoute.GATEWAY_CERTIFICATES, 1),
            Arguments.of(Source.MTLS_CERTIFICATES, ApiRoute.MTLS_CERTIFICATES, 1),
            Arguments.of(Source.CUSTOM_CERTIFICATES, ApiRoute.CUSTOM_CERTIFICATES, 1),
            Arguments.of(Source.CUSTOM_CERTIFICATES, ApiRoute.CUSTOM_CERTIFICATES, 3),
            Arguments.of(Source.CERTIFICATE_PACKS, ApiRoute.CERTIFICATE_PACKS, 1),
            Arguments.of(Source.CERTIFICATE_PACKS, ApiRoute.CERTIFICATE_PACKS, 2),
            Arguments.of(Source.ORIGIN_CA, ApiRoute.ORIGIN_CA, 1),
            Arguments.of(Source.ORIGIN_CA, ApiRoute.ORIGIN_CA, 2),
            Arguments.of(Source.ORIGIN_PULL, ApiRoute.ORIGIN_PULL, 1),
            Arguments.of(Source.ORIGIN_PULL_HOSTNAMES, ApiRoute.ORIGIN_PULL_HOSTNAMES, 1),
            Arguments.of(Source.CUSTOM_TRUST_STORE, ApiRoute.CUSTOM_TRUST_STORE, 2),
            Arguments.of(Source.CUSTOM_HOSTNAMES, ApiRoute.CUSTOM_HOSTNAMES, 1),
            Arguments.of(Source.SAML_CERTIFICATES, ApiRoute.SAML_CERTIFICATES, 1),
            Arguments.of(Source.SERVICE_TOKENS, ApiRoute.ACCOUNT_SERVICE_TOKENS, 1),
            Arguments.of(Source.IDENTITY_PROVIDER_CERTIFICATES, ApiRoute.IDENTITY_PROVIDERS, 1),
            Arguments.of(Source.REGISTRATIONS, ApiRoute.REGISTRATIONS, 1),
            Arguments.of(Source.GATEWAY_RULES, ApiRoute.GATEWAY_RULES, 1),
            Arguments.of(Source.API_TOKENS, ApiRoute.ACCOUNT_TOKENS, 1),
            Arguments.of(Source.API_TOKENS, ApiRoute.ACCOUNT_TOKENS, 2))
        .flatMap(
            list ->
                Stream.of(FaultKind.values())
                    .filter(b -> !isUndetectable(list.get()[0], b))
                    .map(b -> Arguments.of(list.get()[0], list.get()[1], list.get()[2], b)));
  }

  /** A list by cursor states no total, so a page that lacks an item is consistent in itself. */
  private static boolean isUndetectable(Object source, FaultKind breakage) {
    return source == Source.REGISTRATIONS
        && Set.of(FaultKind.ONE_SHORT, FaultKind.EMPTY_PAGE).contains(breakage);
  }

  @ParameterizedTest
  @MethodSource("everyFaultOfEachSource")
  void nothingCountsAsDeleted_whenAResponseIsBroken(
      Source source, ApiRoute route, int page, FaultKind breakage) {
    var estate = UniformEstate.of(1, 1, CERTIFICATES, 7, NOW);
    var scope = scope(estate, source);
    fill(estate, scope);
    var faults = new InjectedFaults();
    var truth = ids(estate, scope);
    try (var remote = SimulatedCloudflare.start(estate, RateLimits.none(), () -> NOW, faults);
        var cloudflare = cloudflare(remote, timeout(breakage))) {
      faults.inject(breakage, RequestMatcher.ofRoute(route).page(pages(source) ? page : 0));

      var broken = cloudflare.read("main", scope);
      faults.clear();

      // A single page that shrinks is consistent in itself: only the next reading can detect it.
      var silent = breakage == FaultKind.DRIFT_SHRUNK && onePage(source);
      if (broken instanceof Reading.Complete(_, var certificates, _) && !silent) {
        assertThat(certificates).extracting(Certificate::id).containsExactlyInAnyOrder(truth);
      }
      assertThat(faults(broken)).isEqualTo(expected(breakage, source, broken));
    }
  }

  private static List<FaultReason> faults(Reading reading) {
    return switch (reading) {
      case Reading.Complete _ -> List.of();
      case Reading.Partial partial -> List.of(partial.fault().reason());
      case Reading.Failed failed -> List.of(failed.fault().reason());
    };
  }

  private static List<FaultReason> expected(FaultKind breakage, Source source, Reading broken) {
    if (breakage == FaultKind.NO_RESULT_INFO && source == Source.REGISTRATIONS) {
      return List.of(FaultReason.INCOMPLETE); // without a cursor the end is unknown
    }
    if (breakage == FaultKind.NULL_FIELDS && NESTED.contains(source)) {
      return List.of(FaultReason.MALFORMED); // what contains the certificates is missing
    }
    return switch (breakage) {
      case SERVER_ERROR_500, UNAVAILABLE_503, HTML_502 -> List.of(FaultReason.HTTP_5XX);
      case HTML_200,
          SUCCESS_FALSE,
          NULL_RESULT,
          EMPTY_BODY,
          WRONG_TYPES,
          REDIRECT_302,
          WRONG_TYPED_FIELDS,
          NULL_ITEM,
          HUGE_BODY,
          DEEP_JSON ->
          List.of(FaultReason.MALFORMED);
      case HTML_429, RATE_LIMITED, RATE_LIMITED_SILENT -> List.of(FaultReason.RATE_LIMITED);
      case UNAUTHORIZED_401 -> List.of(FaultReason.UNAUTHORIZED);
      case FORBIDDEN_403, NOT_GRANTED_403 -> List.of(FaultReason.FORBIDDEN);
      case NOT_FOUND_404, CHALLENGE_403, BAD_SERVICE_400 -> List.of(FaultReason.HTTP_4XX);
      case TRUNCATED, TRUNCATED_CHUNKED, RESET -> List.of(FaultReason.NETWORK);
      case HANG, STALL, DRIBBLE -> List.of(FaultReason.TIMEOUT);
      case EMPTY_PAGE, ONE_SHORT -> List.of(FaultReason.INCOMPLETE);
      // Harmless if the list has one page, or if the total still matches.
      case SAME_PAGE, DRIFT, DRIFT_GROWN, DRIFT_SHRUNK, DUPLICATES ->
          broken instanceof Reading.Complete ? List.of() : List.of(FaultReason.INCOMPLETE);
      case NO_RESULT_INFO, NULL_FIELDS, UNKNOWN_STATUS, UNREADABLE_DATE -> List.of();
    };
  }

  private static Duration timeout(FaultKind breakage) {
    return switch (breakage) {
      case HANG, STALL, DRIBBLE -> Duration.ofMillis(400);
      default -> Duration.ofSeconds(20);
    };
  }

  private static boolean pages(Source source) {
    return !UNPAGINATED.contains(source);
  }

  private static boolean onePage(Source source) {
    return pages(source) && Cloudflare.requests(source, CERTIFICATES) == 1;
  }

  private static Scope scope(SimulatedEstate estate, Source source) {
    var zone = estate.zones().getFirst();
    return source.existsAt(ScopeLevel.ACCOUNT)
        ? Scope.ofAccount(source, zone.account())
        : Scope.ofZone(source, zone.account(), zone.zone());
  }

  /** Fills the lists that the estate leaves empty. */
  private static void fill(SimulatedEstate estate, Scope scope) {
    var owner = scope.owner().id();
    if (!estate.list(scope.source(), owner).isEmpty()) {
      return;
    }
    for (int at = 0; at < CERTIFICATES; at++) {
      var name = "host-%03d.example".formatted(at);
      var end = NOW.plus(Duration.ofDays(at + 1));
      var held =
          SimulatedCertificate.of(scope.source(), owner, "%032x".formatted(at), name, NOW, end);
      estate.add(held.withUse(true, at % 2 == 0));
    }
  }

  private static String[] ids(SimulatedEstate estate, Scope scope) {
    return truthOf(estate, scope).map(ExpectedCertificate::certificateId).toArray(String[]::new);
  }

  private static Stream<ExpectedCertificate> truthOf(SimulatedEstate estate, Scope scope) {
    return estate.expectedCertificates(NOW).stream()
        .filter(truth -> truth.source() == scope.source())
        .filter(truth -> truth.ownerId().equals(scope.owner().id()));
  }

  private static List<ExpectedCertificate> found(Cloudflare cloudflare) {
    var found = new ArrayList<ExpectedCertificate>();
    for (var scope : scopes(cloudflare.discover("main"))) {
      var reading = cloudflare.read("main", scope);
      assertThat(reading).isInstanceOf(Reading.Complete.class);
      for (var certificate : ((Reading.Complete) reading).certificates()) {
        found.add(
            new ExpectedCertificate(
                scope.source(),
                scope.owner().id(),
                certificate.id(),
                certificate.name(),
                certificate.notAfter().orElse(null),
                certificate.status()));
      }
    }
    return found;
  }

  private static List<Scope> scopes(Discovery discovery) {
    assertThat(discovery.complete()).isTrue();
    var ofAccounts =
        discovery.accounts().stream()
            .flatMap(
                account ->
                    sources(ScopeLevel.ACCOUNT).stream()
                        .map(source -> Scope.ofAccount(source, account)));
    var ofZones =
        discovery.zones().stream()
            .flatMap(
                zone ->
                    sources(ScopeLevel.ZONE).stream()
                        .map(source -> Scope.ofZone(source, zone.account(), zone.zone())));
    var ofUser = sources(ScopeLevel.USER).stream().map(source -> Scope.ofUser(source, "main"));
    return Stream.of(ofUser, ofAccounts, ofZones).flatMap(lists -> lists).toList();
  }

  private static List<Source> sources(ScopeLevel level) {
    return Cloudflare.sources().stream().filter(source -> source.existsAt(level)).toList();
  }

  private static Cloudflare cloudflare(SimulatedCloudflare remote, Duration timeout) {
    return new Cloudflare(
        new CloudflareSettings(
            remote.baseUrl(),
            timeout,
            1200,
            Map.of(
                "main",
                new Credential.Token(SimulatedCloudflare.TOKEN),
                "legacy",
                new Credential.ApiKey(SimulatedCloudflare.EMAIL, SimulatedCloudflare.KEY))),
        "1.2.3",
        () -> NOW,
        date -> {},
        new SimpleMeterRegistry(),
        new Scrubber(),
        new NameResolver(),
        new VirtualTicker(),
        () -> 0.5);
  }
}
