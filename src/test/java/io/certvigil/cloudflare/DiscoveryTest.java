package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.error;
import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.FakeApi.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Discovery;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Zone;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private static final ResourceRef ACME = new ResourceRef("acc-1", "acme");
  private static final ResourceRef OTHER = new ResourceRef("acc-2", "other");

  @Test
  void accountsComeFromTheirListAndFromTheZones_eachOnce() {
    FakeApi.Script script =
        (request, out) ->
            send(
                out,
                200,
                request.path().equals("/zones")
                    ? page(List.of(zone(1, "acc-1", "acme"), zone(2, "acc-2", "other")), 1, 50, 2)
                    : page(List.of(account("acc-1", "acme")), 1, 50, 1));

    var discovery = discover(script, 2);

    assertThat(discovery.complete()).isTrue();
    assertThat(discovery.accounts()).containsExactly(ACME, OTHER);
    assertThat(discovery.zones())
        .containsExactly(
            new Zone(new ResourceRef("zone-1", "z1.example"), ACME),
            new Zone(new ResourceRef("zone-2", "z2.example"), OTHER));
  }

  @Test
  void everyPageOfTheZonesIsRead() {
    FakeApi.Script script =
        (request, out) -> {
          int from = (request.page() - 1) * 50;
          var zones =
              IntStream.range(from, Math.min(120, from + 50))
                  .mapToObj(i -> zone(i, "acc-1", "acme"))
                  .toList();
          send(
              out, 200, page(zones, request.page(), 50, request.path().equals("/zones") ? 120 : 0));
        };

    assertThat(discover(zonesOnly(script), 4).zones()).hasSize(120);
  }

  @Test
  void complete_whenTheAccountsAreRefused() {
    var discovery =
        discover(
            zonesAnd(
                (_, out) ->
                    send(out, 400, error(1001, "List accounts endpoint does not support..."))),
            2);

    assertThat(discovery.complete()).isTrue();
    assertThat(discovery.accounts()).containsExactly(ACME);
  }

  @Test
  void noLoop_whenTheAccountsIgnoreThePage() {
    var full = IntStream.range(0, 50).mapToObj(i -> account("acc-" + i, "a" + i)).toList();

    var discovery = discover(zonesAnd((_, out) -> send(out, 200, page(full, 1, 50, 9999))), 3);

    assertThat(discovery.complete()).isTrue();
    assertThat(discovery.accounts()).hasSize(50);
  }

  @Test
  void faultAndWhatWasSeen_whenAPageOfTheZonesFails() {
    FakeApi.Script script =
        (request, out) -> {
          if (request.page() == 2) {
            send(out, 403, error(9109, "no"));
          } else {
            var zones = IntStream.range(0, 50).mapToObj(i -> zone(i, "acc-1", "acme")).toList();
            send(out, 200, page(zones, 1, 50, 60));
          }
        };

    var discovery = discover(zonesOnly(script), 3);

    assertThat(discovery.failure())
        .hasValueSatisfying(fault -> assertThat(fault.reason()).isEqualTo(FaultReason.FORBIDDEN));
    assertThat(discovery.zones()).hasSize(50);
    assertThat(discovery.accounts()).containsExactly(ACME);
  }

  @Test
  void oneRequest_whenTheTokenIsInvalid() {
    var discovery = discover(FakeApi.always(401, error(1000, "Invalid API Token")), 1);

    assertThat(discovery.failure())
        .hasValueSatisfying(
            fault -> assertThat(fault.reason()).isEqualTo(FaultReason.UNAUTHORIZED));
    assertThat(discovery.accounts()).isEmpty();
  }

  @Test
  void zoneWithoutAnAccount_isKeptBelowAnUnknownOne() {
    FakeApi.Script script =
        zonesOnly(
            (_, out) ->
                send(out, 200, page(List.of("{\"id\":\"zone-1\",\"account\":null}"), 1, 50, 1)));

    var discovery = discover(script, 2);

    assertThat(discovery.zones())
        .containsExactly(
            new Zone(new ResourceRef("zone-1", "zone-1"), new ResourceRef("unknown", "unknown")));
    assertThat(discovery.accounts()).isEmpty();
  }

  private static Discovery discover(FakeApi.Script script, int requests) {
    try (var subject = new CloudflareFixture(script)) {
      var discovery = subject.cloudflare.discover("main");

      assertThat(subject.api.targets()).hasSize(requests);
      return discovery;
    }
  }

  private static FakeApi.Script zonesAnd(FakeApi.Script accounts) {
    return (request, out) -> {
      if (request.path().equals("/accounts")) {
        accounts.answer(request, out);
      } else {
        send(out, 200, page(List.of(zone(1, "acc-1", "acme")), 1, 50, 1));
      }
    };
  }

  private static FakeApi.Script zonesOnly(FakeApi.Script zones) {
    return (request, out) -> {
      if (request.path().equals("/accounts")) {
        send(out, 200, page(List.of(), 1, 50, 0));
      } else {
        zones.answer(request, out);
      }
    };
  }

  private static String zone(int number, String account, String name) {
    return "{\"id\":\"zone-%d\",\"name\":\"z%d.example\",\"account\":%s}"
        .formatted(number, number, account(account, name));
  }

  private static String account(String id, String name) {
    return "{\"id\":\"%s\",\"name\":\"%s\"}".formatted(id, name);
  }
}
