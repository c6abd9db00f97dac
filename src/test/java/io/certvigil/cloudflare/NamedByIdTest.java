package io.certvigil.cloudflare;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.InjectedFaults;
import io.certvigil.demo.simulator.InjectedFaults.AccountListFault;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.Discovery;
import io.certvigil.model.DiscoverySeeds;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Globs;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import io.certvigil.model.ZoneStatus;
import io.certvigil.net.NameResolver;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts and zones that the config names by id, and that Cloudflare does not list. */
class NamedByIdTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final ZoneStatus MOVED = new ZoneStatus("moved", "full", false, "free");
  private static final String MISTYPED = "0123456789abcdef0123456789abcdef";

  /** Two accounts with two zones: zones 0 and 2 belong to account 0, zones 1 and 3 to account 1. */
  private final SimulatedEstate estate = UniformEstate.of(2, 4, 3, 7, NOW);

  private final InjectedFaults faults = new InjectedFaults();
  private final SimulatedCloudflare remote =
      SimulatedCloudflare.start(estate, RateLimits.none(), () -> NOW, faults);
  private final Cloudflare cloudflare =
      new Cloudflare(
          new CloudflareSettings(
              remote.baseUrl(),
              Duration.ofSeconds(30),
              1200,
              Map.of("main", new Credential.Token(SimulatedCloudflare.TOKEN))),
          "1.2.3",
          () -> NOW,
          date -> {},
          new SimpleMeterRegistry(),
          new Scrubber(),
          new NameResolver(),
          new VirtualTicker(),
          () -> 0.5);

  @AfterEach
  void close() {
    cloudflare.close();
    remote.close();
  }

  @ParameterizedTest
  @EnumSource(AccountListFault.class)
  void accountIsRead_howeverTheListOfAccountsAnswers(AccountListFault fault) {
    faults.accounts(fault);
    estate.unlist(account(0).id());

    var discovery = discover(List.of(account(0).id()), List.of("*"));

    assertThat(discovery.complete()).isTrue();
    assertThat(discovery.accounts()).extracting(ResourceRef::id).contains(account(0).id());
    assertThat(discovery.unlisted()).containsExactly(account(0).id());
    assertThat(remote.requests()).isEqualTo(2); // zones, accounts
    assertThat(certificates(Scope.ofAccount(Source.GATEWAY_CERTIFICATES, account(0)))).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"UNAUTHORIZED_401", "FORBIDDEN_403", "NOT_FOUND_404", "UNAVAILABLE_503"})
  void accountIsRead_whenTheListOfAccountsFails(FaultKind fault) {
    faults.inject(fault, RequestMatcher.ofRoute(ApiRoute.ACCOUNTS));
    estate.zones().forEach(zone -> estate.unlist(zone.zone().id()));

    var discovery = discover(List.of(account(1).id()), List.of("*"));

    assertThat(discovery.complete()).isTrue();
    assertThat(discovery.accountsComplete()).isTrue(); // no other account is meant
    assertThat(discovery.accounts()).containsExactly(ResourceRef.unnamed(account(1).id()));
  }

  @Test
  void zoneIsRead_andItsStatusIsThatOfEachDiscovery() {
    var active = zone(2);
    var id = active.zone().id();
    estate.unlist(id);

    var first = discover(List.of("*"), List.of(id));
    estate.zoneStatus(id, MOVED);
    var second = discover(List.of("*"), List.of(id));

    assertThat(first.zones()).contains(active).hasSize(4);
    assertThat(second.zones())
        .contains(new Zone(active.zone(), active.account(), MOVED))
        .hasSize(4);
    assertThat(second.unlisted()).isEqualTo(first.unlisted());
    assertThat(first.unlisted()).containsExactly(id);
    assertThat(remote.requestsByRoute()).isEqualTo(Map.of("zones", 2L, "accounts", 2L, "zone", 2L));
    assertThat(certificates(clientCertificates(zone(2)))).isEqualTo(3);
  }

  /** A request that fails says nothing about the status, and does not unname the zone. */
  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"FORBIDDEN_403", "NOT_FOUND_404", "UNAVAILABLE_503", "HTML_200"})
  void nameAndAccountAreKept_whenTheyAreNotToBeHadAnyMore(FaultKind fault) {
    var id = zone(2).zone().id();
    estate.unlist(id);
    discover(List.of("*"), List.of(id));

    faults.inject(fault, RequestMatcher.ofRoute(ApiRoute.ZONE));

    assertThat(discover(List.of("*"), List.of(id)).zones())
        .contains(new Zone(zone(2).zone(), zone(2).account()))
        .hasSize(4);
  }

  /** The config names the account, and the answer about the zone does not. */
  @Test
  void statusIsKept_whenTheAccountIsThatOfTheConfig() {
    FakeApi.Script script =
        (request, out) ->
            FakeApi.send(
                out,
                200,
                request.path().equals("/zones/" + MISTYPED)
                    ? "{\"success\":true,\"result\":{\"id\":\"%s\",\"name\":\"a.example\",\"status\":\"moved\"}}"
                        .formatted(MISTYPED)
                    : ApiBodies.page(List.of(), 1, 50, 0));
    try (var subject = new CloudflareFixture(script)) {
      var seeds = DiscoverySeeds.of(new Globs(List.of("acme")), new Globs(List.of(MISTYPED)));
      var named =
          DiscoverySeeds.of(new Globs(List.of(account(0).id())), new Globs(List.of(MISTYPED)));

      assertThat(subject.cloudflare.discover("main", named).zones())
          .containsExactly(
              new Zone(
                  new ResourceRef(MISTYPED, "a.example"),
                  ResourceRef.unnamed(account(0).id()),
                  new ZoneStatus("moved", "", false, "")));
      assertThat(subject.cloudflare.discover("main", seeds).zones())
          .extracting(Zone::account)
          .containsExactly(Zone.NO_ACCOUNT);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FaultKind.class,
      names = {"UNAUTHORIZED_401", "FORBIDDEN_403", "NOT_FOUND_404", "UNAVAILABLE_503", "HTML_200"})
  void zoneIsRead_whenItsNameIsNotToBeHad(FaultKind fault) {
    estate.unlist(zone(2).zone().id());
    faults.inject(fault, RequestMatcher.ofRoute(ApiRoute.ZONE));

    var unnamed = ResourceRef.unnamed(zone(2).zone().id());

    assertThat(discover(List.of("*"), List.of(zone(2).zone().id())).zones())
        .contains(new Zone(unnamed, Zone.NO_ACCOUNT));
    assertThat(discover(List.of(account(0).id()), List.of(zone(2).zone().id())).zones())
        .contains(new Zone(unnamed, account(0))); // no other account is meant
    assertThat(certificates(clientCertificates(zone(2)))).isEqualTo(3);
  }

  @Test
  void nothingMoreIsAsked_whenWhatIsNamedIsListed() {
    var discovery = discover(List.of(account(0).id()), List.of(zone(0).zone().id()));

    assertThat(discovery.unlisted()).isEmpty();
    assertThat(discovery.zones()).isEqualTo(estate.zones());
    assertThat(remote.requestsByRoute()).isEqualTo(Map.of("zones", 1L, "accounts", 1L));
  }

  @Test
  void mistypedId_failsWhereItIsRead() {
    var discovery = discover(List.of("*"), List.of(MISTYPED));

    assertThat(discovery.unlisted()).containsExactly(MISTYPED);
    var reading = cloudflare.read("main", clientCertificates(discovery.zones().getLast()));
    assertThat(reading)
        .isInstanceOfSatisfying(
            Reading.Failed.class,
            failed -> assertThat(failed.fault().reason()).isEqualTo(FaultReason.HTTP_4XX));
  }

  @Test
  void nothingIsAdded_whenTheTokenIsInvalid() {
    remote.removeToken(SimulatedCloudflare.TOKEN);

    var discovery = discover(List.of(account(0).id()), List.of(zone(0).zone().id()));

    assertThat(discovery.zones()).isEmpty();
    assertThat(discovery.complete()).isFalse();
    assertThat(remote.requests()).isEqualTo(1);
  }

  static Stream<Arguments> refusedZoneLists() {
    return Stream.of(
        Arguments.of(FaultKind.FORBIDDEN_403, true, true),
        Arguments.of(FaultKind.NOT_FOUND_404, true, true),
        Arguments.of(FaultKind.UNAVAILABLE_503, true, false),
        Arguments.of(FaultKind.FORBIDDEN_403, false, false));
  }

  /** A refused list of zones matters only if a zone is not named by its id. */
  @ParameterizedTest
  @MethodSource("refusedZoneLists")
  void listOfZonesIsRefused(FaultKind fault, boolean onlyIds, boolean complete) {
    faults.inject(fault, RequestMatcher.ofRoute(ApiRoute.ZONES));
    var id = zone(3).zone().id();

    var discovery = discover(List.of("*"), onlyIds ? List.of(id) : List.of(id, "*.example"));

    assertThat(discovery.complete()).isEqualTo(complete);
    assertThat(discovery.zones()).containsExactly(zone(3));
  }

  private Discovery discover(List<String> accounts, List<String> zones) {
    return cloudflare.discover("main", DiscoverySeeds.of(new Globs(accounts), new Globs(zones)));
  }

  private int certificates(Scope scope) {
    return ((Reading.Complete) cloudflare.read("main", scope)).certificates().size();
  }

  private static Scope clientCertificates(Zone zone) {
    return Scope.ofZone(Source.CLIENT_CERTIFICATES, zone.account(), zone.zone());
  }

  private ResourceRef account(int at) {
    return estate.accounts().get(at);
  }

  private Zone zone(int at) {
    return estate.zones().get(at);
  }
}
