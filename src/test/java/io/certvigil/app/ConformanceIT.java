package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.cloudflare.http.CloudflareSettings;
import io.certvigil.cloudflare.http.Credential;
import io.certvigil.demo.simulator.ApiToken;
import io.certvigil.demo.simulator.RateLimits;
import io.certvigil.demo.simulator.SimulatedCloudflare;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import io.certvigil.redaction.Scrubber;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Validates every request of the daemon and every healthy response of the simulation against
 * Cloudflare's OpenAPI document. Intentional differences are listed with their reasons.
 */
class ConformanceIT {
  /** Intentional violations of the document. */
  private static final Map<String, String> DEPARTURES =
      Map.of(
          "/zones/{zone_id}/client_certificates /result[]/status enum",
          "an undocumented status must be read like any other",
          "/zones/{zone_id}/custom_certificates /result[]/expires_on format",
          "seen live in PostgreSQL's form",
          "/zones/{zone_id}/custom_hostnames /result[]/id maxLength",
          "32 at the item, 36 at the filter by id and at ssl.id: it is a UUID",
          "/zones/{zone_id}/custom_hostnames /result[]/ssl type",
          "null if a hostname has no TLS");

  /** Not in the document. */
  private static final Map<String, String> UNDOCUMENTED =
      Map.of(
          "/accounts /result_info/total_pages",
          "seen live: always 1 if the page is ignored",
          "/zones/{zone_id}/custom_hostnames /result[]/ssl/certificates",
          "the only place with the certificates that Cloudflare issued for a hostname");

  private static final Pattern PER_PAGE = Pattern.compile("per_page=(\\d+)");
  private static final Pattern LATER = Pattern.compile("(.*&)?page=([2-9]|\\d{2,})(&.*)?");
  private static final Secret OWNED = new Secret("token-of-an-account-0123456789abcdef0123");

  private final ManualClock clock = new ManualClock();
  private final SimulatedEstate estate = SimulatedEstate.sample(1, clock.instant());
  private final SimulatedCloudflare simulation =
      SimulatedCloudflare.start(estate, RateLimits.none(), clock);
  private RecordingProxy proxy;
  private Cloudflare cloudflare;
  private OpenApiValidator api;

  @BeforeEach
  void open() throws IOException {
    api = OpenApiValidator.load();
    proxy = RecordingProxy.of(simulation.baseUrl());
    cloudflare =
        new Cloudflare(
            new CloudflareSettings(
                proxy.baseUrl(),
                Duration.ofSeconds(20),
                60_000,
                Map.of(
                    "main", new Credential.Token(SimulatedCloudflare.TOKEN),
                    "owned", new Credential.Token(OWNED))),
            "test",
            clock,
            _ -> {},
            new SimpleMeterRegistry(),
            new Scrubber());
  }

  @AfterEach
  void close() {
    cloudflare.close();
    proxy.close();
    simulation.close();
  }

  @Test
  void everyExchange_conformsToTheDocument() throws IOException {
    readEverything();
    var faults = new TreeSet<String>();
    var undocumented = new TreeSet<String>();
    var exchanges = new TreeMap<String, Integer>();
    for (var seen : proxy.exchanges()) {
      faults.addAll(api.request(seen.method(), seen.target()));
      exchanges.merge(api.template(seen.target().getPath()), 1, Integer::sum);
      if (seen.status() == 200) {
        faults.addAll(api.answer(seen.method(), seen.target(), seen.body()));
        undocumented.addAll(api.undocumented(seen.method(), seen.target(), seen.body()));
      }
    }
    exchanges.forEach((template, count) -> System.out.printf("%4d %s%n", count, template));
    System.out.printf("%4d exchanges validated%n", proxy.exchanges().size());
    assertThat(faults).containsExactlyInAnyOrderElementsOf(DEPARTURES.keySet());
    assertThat(undocumented).containsExactlyInAnyOrderElementsOf(UNDOCUMENTED.keySet());
    assertThat(exchanges).hasSize(24);
  }

  /** The minimum is computed from the number of items that the server reports for a list. */
  @Test
  void requestsOfASweep_areTheFewest_asThePageOfSourcesSays() throws IOException {
    readEverything();

    var page = Files.readAllLines(Path.of("docs/SOURCES.md"));
    for (var source : Cloudflare.sources()) {
      var begin = "| [`" + source + "`]";
      var row = page.stream().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
      var seen =
          proxy.exchanges().stream()
              .filter(one -> row.contains("`" + api.template(one.target().getPath()) + "`"))
              .toList();
      long fewest =
          seen.stream().filter(one -> firstOf(one.target())).mapToLong(ConformanceIT::fewest).sum();

      assertThat(row).contains("| " + seen.size() + " of " + fewest + " |");
      assertThat((long) seen.size()).as(source.word()).isEqualTo(fewest);
    }
  }

  private static boolean firstOf(URI target) {
    return !LATER.matcher(String.valueOf(target.getQuery())).matches();
  }

  private static int fewest(RecordingProxy.Exchange seen) {
    var info = JsonParser.parseString(seen.body()).getAsJsonObject().getAsJsonObject("result_info");
    var size = PER_PAGE.matcher(String.valueOf(seen.target().getQuery()));
    return size.find()
        ? Math.max(1, Math.ceilDiv(total(info), Integer.parseInt(size.group(1))))
        : 1;
  }

  /** A list by cursor states no total; that of the sample fits into one page. */
  private static int total(JsonObject info) {
    return info.get(info.has("total_count") ? "total_count" : "count").getAsInt();
  }

  /** At least one list of each source must have items; otherwise nothing would be validated. */
  private void readEverything() {
    var discovery = cloudflare.discover("main");
    assertThat(discovery.complete()).isTrue();
    cloudflare.verify("main", List.of());
    simulation.addToken(OWNED, ApiToken.ofAccount(estate.accounts().getFirst().id()));
    cloudflare.verify("owned", estate.accounts().stream().map(ResourceRef::id).toList());
    var read = new ArrayList<Reading>();
    for (var source : Cloudflare.sources()) {
      for (var account :
          source.existsAt(ScopeLevel.ACCOUNT) ? discovery.accounts() : List.<ResourceRef>of()) {
        read.add(cloudflare.read("main", Scope.ofAccount(source, account)));
      }
      for (var zone : source.existsAt(ScopeLevel.ZONE) ? discovery.zones() : List.<Zone>of()) {
        read.add(cloudflare.read("main", Scope.ofZone(source, zone.account(), zone.zone())));
      }
      if (source.existsAt(ScopeLevel.USER)) {
        read.add(cloudflare.read("main", Scope.ofUser(source, "main")));
      }
    }
    assertThat(read).hasOnlyElementsOfType(Reading.Complete.class);
    assertThat(filled(read)).isEqualTo(Cloudflare.sources());
  }

  private static Set<Source> filled(List<Reading> read) {
    return read.stream()
        .map(Reading.Complete.class::cast)
        .filter(complete -> !complete.certificates().isEmpty())
        .map(complete -> complete.scope().source())
        .collect(Collectors.toSet());
  }
}
