package io.certvigil.cloudflare.clientcert;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.VirtualTicker;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Source;
import io.certvigil.redaction.Scrubber;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Changing operations against a simulated Cloudflare that loses requests and responses. */
class ClientCertificateOperationsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final String MAIN = "main";
  private static final RequestMatcher CREATING =
      RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).method("POST");
  private static final RequestMatcher LISTING =
      RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATES).method("GET");
  private static final RequestMatcher REVOKING =
      RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATE).method("DELETE");
  private static final RequestMatcher GETTING =
      RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATE).method("GET");
  private static final Set<FaultKind> REFUSING =
      EnumSet.of(
          FaultKind.HTML_429,
          FaultKind.UNAUTHORIZED_401,
          FaultKind.FORBIDDEN_403,
          FaultKind.NOT_FOUND_404,
          FaultKind.NOT_GRANTED_403,
          FaultKind.CHALLENGE_403,
          FaultKind.BAD_SERVICE_400,
          FaultKind.RATE_LIMITED,
          FaultKind.RATE_LIMITED_SILENT);
  private static final Set<FaultKind> SLOW =
      EnumSet.of(FaultKind.HANG, FaultKind.STALL, FaultKind.DRIBBLE);

  private final VirtualTicker ticker = new VirtualTicker();
  private final SimulatedEstate estate = UniformEstate.of(1, 1, 23, 7, NOW);
  private final String zone = estate.zones().getFirst().zone().id();
  private final InjectedFaults faults = new InjectedFaults();
  private final SimulatedCloudflare remote =
      SimulatedCloudflare.start(
          estate, RateLimits.none(), () -> NOW.plusNanos(ticker.nanos()), faults);

  @AfterEach
  void close() {
    remote.close();
  }

  private ClientCertificateOperations operations(Duration timeout) {
    var credentials =
        Map.<String, Credential>of(MAIN, new Credential.Token(SimulatedCloudflare.TOKEN));
    var settings = new CloudflareSettings(remote.baseUrl(), timeout, 600, credentials);
    return new ClientCertificateOperations(settings, "1.2.3", () -> NOW, ticker, new Scrubber());
  }

  private ClientCertificateOperations operations() {
    return operations(Duration.ofSeconds(30));
  }

  private static Duration timeoutFor(FaultKind breakage) {
    return SLOW.contains(breakage) ? Duration.ofMillis(1500) : Duration.ofSeconds(30);
  }

  private static SigningRequest newKey() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return SigningRequest.create(generator.generateKeyPair(), "device-17.example.com");
  }

  private int count() {
    return estate.list(Source.CLIENT_CERTIFICATES, zone).size();
  }

  private String status(String id) {
    return estate.find(id).orElseThrow().statusAt(NOW.plusNanos(ticker.nanos()));
  }

  private String first() {
    return estate.list(Source.CLIENT_CERTIFICATES, zone).getFirst().id();
  }

  static Stream<FaultKind> faultsThatLoseTheResponse() {
    return Arrays.stream(FaultKind.values())
        .filter(one -> !one.changesLists() && !REFUSING.contains(one));
  }

  static Stream<FaultKind> faultsThatRefuse() {
    return REFUSING.stream();
  }

  private static Fault requestFault(WriteResult written) {
    return switch (written) {
      case WriteResult.Recovered(_, var lost) -> lost;
      case WriteResult.NotDone(var lost) -> lost;
      case WriteResult.Unknown(var lost, _) -> lost;
      case WriteResult.Done _, WriteResult.Refused _ -> throw new AssertionError(written);
    };
  }

  @Test
  void created_isForTheKey() throws Exception {
    try (var operations = operations()) {
      var request = newKey();

      var written = operations.create(MAIN, zone, request, 90);

      var made = ((WriteResult.Done) written).certificate();
      assertThat(made.isFor(request)).isTrue();
      assertThat(made.isFor(newKey())).isFalse();
      assertThat(made.facts().notAfter()).contains(NOW.plus(Duration.ofDays(90)));
      assertThat(remote.requests()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("faultsThatLoseTheResponse")
  void lostResponse_isRecoveredByTheKey_whenTheCertificateWasIssued(FaultKind breakage)
      throws Exception {
    faults.inject(breakage, CREATING);
    try (var operations = operations(timeoutFor(breakage))) {
      var request = newKey();

      var written = operations.create(MAIN, zone, request, 90);

      assertThat(written).isInstanceOf(WriteResult.Recovered.class);
      assertThat(((WriteResult.Recovered) written).certificate().isFor(request)).isTrue();
      assertThat(count()).as("issued once").isEqualTo(24);
    }
  }

  @ParameterizedTest
  @MethodSource("faultsThatLoseTheResponse")
  void lostRequest_isReportedAsNotDone(FaultKind breakage) throws Exception {
    faults.loseRequest(breakage, CREATING);
    try (var operations = operations(timeoutFor(breakage))) {
      var written = operations.create(MAIN, zone, newKey(), 90);

      assertThat(written).isInstanceOf(WriteResult.NotDone.class);
      assertThat(count()).isEqualTo(23);
      assertThat(faults.injectedCount()).as("sent once").isEqualTo(1);
    }
  }

  @Test
  void lostResponse_hasTheOriginalFault() throws Exception {
    faults.inject(FaultKind.HTML_502, CREATING);
    try (var operations = operations()) {
      var lost = requestFault(operations.create(MAIN, zone, newKey(), 90));

      assertThat(lost.reason()).isEqualTo(FaultReason.HTTP_5XX);
      assertThat(lost.detail()).contains("HTTP 502");
    }
  }

  @ParameterizedTest
  @MethodSource("faultsThatRefuse")
  void refusal_isFinal(FaultKind breakage) throws Exception {
    faults.inject(breakage, CREATING);
    try (var operations = operations()) {
      assertThat(operations.create(MAIN, zone, newKey(), 90))
          .isInstanceOf(WriteResult.Refused.class);
      assertThat(remote.requests()).as("sent once, nothing verified").isEqualTo(1);
      assertThat(count()).isEqualTo(23);
    }
  }

  @Test
  void nothingIsVerified_whenNothingListens() throws Exception {
    try (var operations = operations()) {
      remote.close();

      var written = operations.create(MAIN, zone, newKey(), 90);

      assertThat(((WriteResult.Refused) written).fault().reason()).isEqualTo(FaultReason.NETWORK);
      assertThat(ticker.sleeps()).isEmpty();
    }
  }

  @Test
  void outcomeIsUnknown_whenTheListCannotBeReadEither() throws Exception {
    faults.inject(FaultKind.RESET, CREATING);
    faults.inject(FaultKind.FORBIDDEN_403, LISTING);
    try (var operations = operations()) {
      var written = operations.create(MAIN, zone, newKey(), 90);

      assertThat(((WriteResult.Unknown) written).requestFault().reason())
          .isEqualTo(FaultReason.NETWORK);
      assertThat(((WriteResult.Unknown) written).lookupFault().reason())
          .isEqualTo(FaultReason.FORBIDDEN);
    }
  }

  @Test
  void outcomeIsUnknown_whenTheListIsIncomplete() throws Exception {
    faults.loseRequest(FaultKind.RESET, CREATING);
    faults.inject(FaultKind.ONE_SHORT, LISTING);
    try (var operations = operations()) {
      var written = operations.create(MAIN, zone, newKey(), 90);

      assertThat(((WriteResult.Unknown) written).lookupFault().reason())
          .isEqualTo(FaultReason.INCOMPLETE);
    }
  }

  @Test
  void verificationIsRepeated_whenTheFirstReadsFail() throws Exception {
    faults.inject(FaultKind.RESET, CREATING);
    faults.inject(
        FaultKind.UNAVAILABLE_503, LISTING.times(6)); // two reads with three attempts each
    try (var operations = operations()) {
      assertThat(operations.create(MAIN, zone, newKey(), 90))
          .isInstanceOf(WriteResult.Recovered.class);
    }
  }

  @Test
  void olderCertificateOfTheSameKey_isNotTakenForTheLostOne() throws Exception {
    try (var operations = operations()) {
      var csr = SigningRequest.of(newKey().pem());
      operations.create(MAIN, zone, csr, 90);
      faults.loseRequest(FaultKind.RESET, CREATING.times(1));
      faults.inject(FaultKind.RESET, CREATING);

      assertThat(operations.create(MAIN, zone, csr, 90)).isInstanceOf(WriteResult.NotDone.class);
      assertThat(operations.create(MAIN, zone, csr, 30)).isInstanceOf(WriteResult.Recovered.class);
      assertThat(count()).isEqualTo(25);
    }
  }

  @Test
  void nothingIsSent_whenTheListCannotBeReadBefore() throws Exception {
    faults.inject(FaultKind.FORBIDDEN_403, LISTING);
    try (var operations = operations()) {
      var csr = SigningRequest.of(newKey().pem());

      assertThat(operations.create(MAIN, zone, csr, 90)).isInstanceOf(WriteResult.Refused.class);
      assertThat(count()).isEqualTo(23);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"RESET", "SERVER_ERROR_500", "HTML_200", "TRUNCATED"})
  void lostResponseToARevocation_isVerified(FaultKind breakage) throws Exception {
    faults.inject(breakage, REVOKING.times(1));
    faults.loseRequest(breakage, REVOKING);
    try (var operations = operations()) {
      var id = first();
      assertThat(operations.revoke(MAIN, zone, id)).isInstanceOf(WriteResult.Recovered.class);
      assertThat(status(id)).isEqualTo(SimulatedCertificate.PENDING_REVOCATION);

      var other = estate.list(Source.CLIENT_CERTIFICATES, zone).getLast().id();
      assertThat(operations.revoke(MAIN, zone, other)).isInstanceOf(WriteResult.NotDone.class);
      assertThat(status(other)).isEqualTo(SimulatedCertificate.ACTIVE);
    }
  }

  @Test
  void lostResponseToAReactivation_isVerified() throws Exception {
    var patching = RequestMatcher.ofRoute(ApiRoute.CLIENT_CERTIFICATE).method("PATCH");
    faults.inject(FaultKind.RESET, patching.times(1));
    faults.loseRequest(FaultKind.RESET, patching);
    try (var operations = operations()) {
      operations.revoke(MAIN, zone, first());
      assertThat(operations.reactivate(MAIN, zone, first()))
          .isInstanceOf(WriteResult.Recovered.class);

      operations.revoke(MAIN, zone, first());
      assertThat(operations.reactivate(MAIN, zone, first()))
          .isInstanceOf(WriteResult.NotDone.class);
    }
  }

  @Test
  void awaitStatus_returns_whenTheStatusIsReached() throws Exception {
    try (var operations = operations()) {
      operations.revoke(MAIN, zone, first());

      var last = operations.awaitStatus(MAIN, zone, first(), "revoked", Duration.ofMinutes(5));

      assertThat(((LookupResult.Visible) last).certificate().status()).isEqualTo("revoked");
      assertThat(ticker.nanos()).isLessThan(Duration.ofSeconds(30).toNanos());
    }
  }

  @Test
  void awaitStatus_returns_afterTheTimeout() throws Exception {
    try (var operations = operations()) {
      var last = operations.awaitStatus(MAIN, zone, first(), "revoked", Duration.ofMinutes(1));

      assertThat(((LookupResult.Visible) last).certificate().status()).isEqualTo("active");
      assertThat(Duration.ofNanos(ticker.nanos()))
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
    }
  }

  @Test
  void awaitStatus_continues_whenAReadFails() throws Exception {
    faults.inject(FaultKind.HTML_502, GETTING.times(2));
    try (var operations = operations()) {
      operations.revoke(MAIN, zone, first());

      var last = operations.awaitStatus(MAIN, zone, first(), "revoked", Duration.ofMinutes(5));

      assertThat(last).isInstanceOf(LookupResult.Visible.class);
    }
  }

  @Test
  void awaitStatus_returnsAtOnce_whenPermissionIsDenied() throws Exception {
    faults.inject(FaultKind.FORBIDDEN_403, GETTING);
    try (var operations = operations()) {
      var last = operations.awaitStatus(MAIN, zone, first(), "revoked", Duration.ofHours(1));

      assertThat(((LookupResult.Unreadable) last).fault().reason())
          .isEqualTo(FaultReason.FORBIDDEN);
      assertThat(remote.requests()).isEqualTo(1);
    }
  }

  @Test
  void json_isAsReceived_andThePemIsNormalized() throws Exception {
    estate.change(first(), held -> held.withOddity(SimulatedCertificate.Oddity.LITERAL_NEWLINES));
    try (var operations = operations()) {
      var one = ((LookupResult.Visible) operations.get(MAIN, zone, first())).certificate();

      assertThat(one.json()).contains("\"validity_days\":", "\"csr\":");
      assertThat(one.pem()).startsWith("-----BEGIN CERTIFICATE-----\nMII").doesNotContain("\\n");
    }
  }
}
