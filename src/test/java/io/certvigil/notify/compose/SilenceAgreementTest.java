package io.certvigil.notify.compose;

import static io.certvigil.notify.NotifyFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Expiry;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.policy.DaemonHealth;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.AlertView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages and commands show exactly those alerts as silenced that the composer suppresses. Compares
 * the stored events of generated alerts with the displayed alerts, for generated silences.
 */
@Timeout(120)
class SilenceAgreementTest {
  private static final Policy POLICY = new Policy(io.certvigil.policy.PolicySettings.DEFAULTS);
  private static final List<String> NAMES =
      List.of("device-1", "Device-2.shop.example", "!bang", "*", "edge 7", "größe", "a?b", "x");
  private static final List<String> ZONES =
      List.of("shop.example", "www.shop.example", "SHOP.test", "!odd.example", "b.example");
  private static final List<String> ACCOUNTS = List.of("acme", "Sandbox", "!acme", "a1");
  private static final List<String> TEAMS = List.of("platform", "web", "!web", "");
  private static final List<String> TIERS = List.of("gold", "tin");

  @TempDir static Path folder;

  private static NotifyFixture estate;
  private static List<StoredEvent> events;
  private static List<AlertView> alerts;

  /** Alerts of forty lists with three certificates each, and one about no certificate. */
  @BeforeAll
  static void fire() {
    estate = new NotifyFixture(folder);
    estate.configureChannels("hook");
    var random = new Random(20_261_120);
    var watched = new LinkedHashMap<String, WatchedScope>();
    while (watched.size() < 40) {
      var one = watched(random, watched.size());
      watched.put(one.scope().key(), one);
    }
    estate
        .store
        .scopes()
        .recordDiscovery("main", "main", discovery(watched.values()), watched.values(), TODAY);
    watched.values().forEach(one -> read(one, random));
    estate
        .store
        .readings()
        .decideSelf(POLICY, new DaemonHealth(List.of(), List.of(), null, "1 MB is free"), TODAY);
    events = estate.store.outbox().unseen("hook", 1000);
    alerts = estate.store.inventory().alerts(false, TODAY);
  }

  @AfterAll
  static void close() {
    estate.close();
  }

  private static WatchedScope watched(Random random, int n) {
    var source = one(random, List.of(Source.values()));
    var account = new ResourceRef("acc" + n % 4, ACCOUNTS.get(n % 4));
    boolean zoned =
        source.existsAt(ScopeLevel.ZONE)
            && (random.nextBoolean() || !source.existsAt(ScopeLevel.ACCOUNT));
    var scope =
        zoned
            ? Scope.ofZone(source, account, new ResourceRef("zone" + n, one(random, ZONES)))
            : Scope.ofAccount(source, account);
    return new WatchedScope(scope, "main", "main", Duration.ofHours(1), labels(random));
  }

  private static Map<String, String> labels(Random random) {
    var labels = new HashMap<String, String>();
    if (random.nextInt(3) > 0) {
      labels.put("team", one(random, TEAMS));
    }
    if (random.nextBoolean()) {
      labels.put("tier", one(random, TIERS));
    }
    return labels;
  }

  private static Discovery discovery(Iterable<WatchedScope> watched) {
    var accounts = new HashSet<ResourceRef>();
    var zones = new HashSet<Zone>();
    for (var one : watched) {
      accounts.add(one.scope().account());
      var zone = one.scope().zone();
      if (zone != null) {
        zones.add(new Zone(zone, one.scope().account()));
      }
    }
    return new Discovery(List.copyOf(accounts), List.copyOf(zones), true, null);
  }

  private static void read(WatchedScope watched, Random random) {
    var certificates = new ArrayList<Certificate>();
    for (int n = 0; n < 3; n++) {
      certificates.add(
          new Certificate(
              "id" + n,
              one(random, NAMES),
              "active",
              null,
              false,
              Expiry.on(TODAY.plus(Duration.ofDays(8))),
              new X509Fields(TODAY.minus(Duration.ofDays(365)), "CA", null, null, List.of()),
              Map.of()));
    }
    estate
        .store
        .readings()
        .commit(watched, new Reading.Complete(watched.scope(), certificates), POLICY, TODAY);
  }

  @Test
  void alerts_areAllFiring_withAndWithoutCertificate() {
    assertThat(alerts).hasSize(121);
    assertThat(events)
        .extracting(StoredEvent::alertKey)
        .containsExactlyInAnyOrderElementsOf(keys());
    assertThat(alerts).filteredOn(view -> view.certificate() == null).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shownAsSilenced_isWhatIsSuppressed(long seed) {
    var random = new Random(seed * 7_919 + 17);
    int covered = 0;
    for (int n = 0; n < 300; n++) {
      var silence = silence(random);

      var suppressed = suppressed(silence);

      assertThat(shown(silence))
          .as("seed %s, silence %s: %s", seed, n, silence.matchers())
          .isEqualTo(suppressed);
      covered += suppressed.isEmpty() ? 0 : 1;
    }
    assertThat(covered).as("silences that cover anything").isBetween(75, 295);
  }

  @Test
  void excludingGlob_coversTheRest() {
    var silence = silence("", new Matcher("", "!*.shop.example", "", "", Map.of()));

    var suppressed = suppressed(silence);

    assertThat(suppressed).isEqualTo(shown(silence)).isEqualTo(keys(zone("www.shop.example")));
  }

  private static Predicate<AlertView> zone(String without) {
    return view ->
        view.certificate() != null
            && view.certificate().zone() != null
            && !view.certificate().zone().name().equals(without);
  }

  private static Set<String> keys() {
    return keys(_ -> true);
  }

  private static Set<String> keys(Predicate<AlertView> which) {
    return alerts.stream()
        .filter(which)
        .map(view -> view.alert().id().key())
        .collect(Collectors.toSet());
  }

  /** The keys of the alerts whose events the composer suppresses. */
  private static Set<String> suppressed(Silence silence) {
    var routing = new Routing(List.of(), Set.of("hook"));
    var settings = NotifyFixture.settings(Severity.INFO, List.of(), "hook");
    var filter =
        new ChannelEventFilter("hook", settings, routing, estate.store.outbox(), List.of(silence));
    events.forEach(filter::add);
    var ids = Set.copyOf(filter.suppressed().getOrDefault(silence.id(), List.of()));
    return events.stream()
        .filter(event -> ids.contains(event.id()))
        .map(StoredEvent::alertKey)
        .collect(Collectors.toSet());
  }

  /** The keys of the alerts that pages and commands show as silenced. */
  private static Set<String> shown(Silence silence) {
    return keys(view -> silence.covers(view.subject()));
  }

  private static Silence silence(Random random) {
    var match =
        new Matcher(
            matcher(random, List.of("client_certificates", "origin_ca", "mtls_certificates")),
            matcher(random, ZONES),
            matcher(random, Stream.concat(ACCOUNTS.stream(), Stream.of("acc1", "acc2")).toList()),
            matcher(random, NAMES),
            labelMatchers(random));
    return silence(key(random), match);
  }

  private static Silence silence(String key, Matcher match) {
    var end = TODAY.plus(Duration.ofHours(1));
    return new Silence("s1", key, match, TODAY, end, "ann", "known", TODAY);
  }

  private static Map<String, String> labelMatchers(Random random) {
    var labels = new HashMap<String, String>();
    labels.put("team", matcher(random, TEAMS));
    labels.put("tier", matcher(random, TIERS));
    labels.values().removeIf(matcher -> matcher.isEmpty() && random.nextInt(5) > 0);
    return labels;
  }

  /** Usually empty; otherwise the key of an alert or a certificate, or an unknown key. */
  private static String key(Random random) {
    var view = one(random, alerts);
    var certificate = view.certificate();
    return switch (random.nextInt(8)) {
      case 0, 1 -> view.alert().id().key();
      case 2 -> certificate == null ? "" : certificate.key();
      case 3 -> random.nextInt(4) == 0 ? "unknown" : "";
      default -> "";
    };
  }

  /** Usually empty; otherwise a word, a glob made from it, or either of them as an exclusion. */
  private static String matcher(Random random, List<String> words) {
    if (random.nextInt(3) > 0) {
      return "";
    }
    var word = one(random, words);
    int cut = word.isEmpty() ? 0 : random.nextInt(word.length());
    var glob =
        switch (random.nextInt(4)) {
          case 0 -> word;
          case 1 -> word.substring(0, cut) + "*";
          case 2 -> "*" + word.substring(cut);
          default -> word.isEmpty() ? "?" : word.substring(0, cut) + "?" + word.substring(cut + 1);
        };
    return random.nextInt(4) == 0 ? "!" + glob : glob;
  }

  private static <T> T one(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
