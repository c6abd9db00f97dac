package io.certvigil.store;

import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.Change;
import io.certvigil.diff.Diff;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Key;
import io.certvigil.model.Reading;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the store with a model, over random readings. The model keeps a snapshot of everything
 * after each reading: the store's answer for any moment must equal the snapshot of that moment, and
 * the changes that it lists must be the differences between consecutive snapshots.
 */
class HistoryModelTest {
  private static final int STEPS = 150;
  private static final int LONGEST_STEP_MINUTES = 240;
  private static final List<String> STATUSES = List.of("active", "revoked", "pending_issuance");
  private static final List<WatchedScope> SCOPES =
      List.of(StoreFixture.ZONE_A, StoreFixture.ZONE_B, StoreFixture.zone("zc", "c.example"));

  @TempDir private Path folder = Path.of("");

  /** The certificates known after a moment, by scope and id. */
  private record ModelSnapshot(Instant at, Map<String, Map<String, Certificate>> known) {}

  private final List<ModelSnapshot> snapshots = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private final Map<String, Map<String, Certificate>> known = new TreeMap<>();
  private final Map<String, Map<String, Certificate>> cloudflare = new HashMap<>();
  private final Map<String, Certificate> lastKnown = new HashMap<>();
  private final Set<String> baselined = new HashSet<>();
  private Random random = new Random();
  private Instant now = TODAY;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void history_matchesTheModel(long seed) {
    random = new Random(seed);
    try (var store = new SqliteEngine(folder).open()) {
      snapshots.add(new ModelSnapshot(Instant.MIN, Map.of()));
      for (int step = 0; step < STEPS; step++) {
        now = now.plus(Duration.ofMinutes(1 + random.nextInt(LONGEST_STEP_MINUTES)));
        step(store);
        snapshots.add(new ModelSnapshot(now, copy(known)));
      }

      assertEveryMomentAsItWas(store.inventory());
      assertEveryChangeReported(store.inventory());
      assertEveryHistoryReported(store.inventory());
    }
  }

  private static Map<String, Map<String, Certificate>> copy(
      Map<String, Map<String, Certificate>> known) {
    return known.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
  }

  private void step(Store store) {
    var watched = SCOPES.get(random.nextInt(SCOPES.size()));
    store.scopes().recordDiscovery("main", "main", discovery(), SCOPES, now);
    if (random.nextInt(25) == 0) {
      store.scopes().retainWatched(other -> !other.scope().equals(watched.scope()), POLICY, now);
      unwatched(watched.scope().key());
      return;
    }
    var existing = cloudflare.computeIfAbsent(watched.scope().key(), _ -> new TreeMap<>());
    mutate(existing);
    var reading = reading(watched, List.copyOf(existing.values()));
    read(watched, reading, store.readings().commit(watched, reading, POLICY, now));
  }

  private static Discovery discovery() {
    var zones =
        SCOPES.stream()
            .map(
                watched ->
                    new Zone(Objects.requireNonNull(watched.scope().zone()), StoreFixture.ACCOUNT))
            .toList();
    return new Discovery(List.of(StoreFixture.ACCOUNT), zones, true, null);
  }

  private void unwatched(String scope) {
    var removed = known.remove(scope);
    baselined.remove(scope);
    if (removed != null && !removed.isEmpty()) {
      changes.add(line(now, "unwatched", scope + " " + removed.size()));
    }
  }

  private void mutate(Map<String, Certificate> existing) {
    for (int i = random.nextInt(4); i >= 0; i--) {
      var id = "c" + random.nextInt(12);
      if (random.nextInt(3) == 0) {
        existing.remove(id);
      } else {
        existing.put(id, certificate(id));
      }
    }
  }

  private Certificate certificate(String id) {
    var end = TODAY.plus(Duration.ofDays(random.nextInt(5) * 40L));
    return new Certificate(
        id,
        id + (random.nextInt(4) == 0 ? ".new.example" : ".example"),
        STATUSES.get(random.nextInt(STATUSES.size())),
        random.nextBoolean() ? true : null,
        false,
        switch (random.nextInt(6)) {
          case 0 -> new Expiry.Never();
          case 1 -> new Expiry.Unreadable("soon", null);
          default -> Expiry.on(end);
        },
        new X509Fields(null, null, null, "f" + random.nextInt(3), List.of(id + ".example")),
        Map.of("organization", "o" + random.nextInt(2)));
  }

  private Reading reading(WatchedScope watched, List<Certificate> existing) {
    return switch (random.nextInt(5)) {
      case 0 -> new Reading.Failed(watched.scope(), new Fault(FaultReason.TIMEOUT, "too slow"));
      case 1 ->
          new Reading.Partial(
              watched.scope(),
              existing.subList(0, existing.size() / 2),
              existing.size(),
              new Fault(FaultReason.INCOMPLETE, "one short"));
      default -> new Reading.Complete(watched.scope(), existing);
    };
  }

  /**
   * Updates the model from the result of the pure core, which was computed before anything was
   * written.
   */
  private void read(WatchedScope watched, Reading reading, CommittedScope committed) {
    var scope = watched.scope().key();
    var before = known.getOrDefault(scope, Map.of());
    var after =
        committed.known().items().values().stream()
            .filter(item -> !item.absent())
            .map(KnownCertificate::certificate)
            .collect(Collectors.toMap(Certificate::id, certificate -> certificate));
    long first = 0;
    for (var id : after.keySet()) {
      var was = before.get(id);
      if (was != null) {
        var words = Diff.between(was, after.get(id)).stream().map(Change::word).toList();
        if (!words.isEmpty()) {
          changes.add(line(now, String.join(" ", words), key(watched, id)));
        }
      } else if (baselined.contains(scope)) {
        changes.add(line(now, appeared(watched, after.get(id)), key(watched, id)));
      } else {
        first++;
      }
    }
    if (first > 0) {
      changes.add(line(now, "baseline", scope + " " + first));
    }
    before.keySet().stream()
        .filter(id -> !after.containsKey(id))
        .forEach(id -> changes.add(line(now, "disappeared", key(watched, id))));
    after.forEach((id, certificate) -> lastKnown.put(key(watched, id), certificate));
    known.put(scope, after);
    if (reading instanceof Reading.Complete) {
      baselined.add(scope);
    }
  }

  private String appeared(WatchedScope watched, Certificate certificate) {
    var was = lastKnown.get(key(watched, certificate.id()));
    var more = was == null ? List.<Change>of() : Diff.between(was, certificate);
    return Stream.concat(Stream.of("appeared"), more.stream().map(Change::word))
        .collect(Collectors.joining(" "));
  }

  private static String key(WatchedScope watched, String id) {
    return Key.ofCertificate(watched.scope(), id);
  }

  private static String line(Instant at, String words, String what) {
    return at + " " + words + " " + what;
  }

  private void assertEveryMomentAsItWas(Inventory catalogue) {
    for (int i = 0; i < snapshots.size(); i++) {
      var from = snapshots.get(i).at();
      var begin = i == 0 ? TODAY.minusSeconds(1) : from;
      var last = i + 1 < snapshots.size() ? snapshots.get(i + 1).at().minusMillis(1) : begin;
      for (var moment : List.of(begin, last)) {
        assertThat(asOf(catalogue, moment))
            .as("as of %s", moment)
            .containsExactlyInAnyOrderElementsOf(expected(snapshots.get(i)));
      }
    }
  }

  private static List<String> expected(ModelSnapshot picture) {
    return picture.known().values().stream()
        .flatMap(scope -> scope.values().stream())
        .map(HistoryModelTest::text)
        .toList();
  }

  private static String text(Certificate one) {
    return String.join(
        "|",
        one.id(),
        one.name(),
        one.status(),
        String.valueOf(one.inUse()),
        String.valueOf(one.notAfter().orElse(null)),
        String.valueOf(one.x509().fingerprintSha256()),
        String.valueOf(one.attributes().get("organization")));
  }

  private static String text(CertificateView one) {
    return String.join(
        "|",
        one.id(),
        one.name(),
        one.status(),
        String.valueOf(one.attributes().get("in_use")),
        String.valueOf(one.notAfter()),
        String.valueOf(one.fingerprintSha256()),
        String.valueOf(one.attributes().get("organization")));
  }

  private List<String> asOf(Inventory catalogue, Instant moment) {
    var all = new ArrayList<CertificateView>();
    catalogue.asOf(moment, CertificateFilter.ALL, all::add);
    var paged =
        StoreFixture.allPages(
            from -> catalogue.asOf(moment, CertificateFilter.ALL, from, 1 + random.nextInt(9)));
    assertThat(paged).isEqualTo(all);
    assertThat(all)
        .isSortedAccordingTo(
            Comparator.comparingLong((CertificateView view) -> phase(view, moment))
                .thenComparingLong(view -> millis(view) * (phase(view, moment) == 2 ? -1 : 1)))
        .allSatisfy(
            view -> {
              assertThat(view.firstSeenAt()).isBeforeOrEqualTo(moment);
              assertThat(view.lastSeenAt()).isBetween(view.firstSeenAt(), moment);
            });
    return all.stream().map(HistoryModelTest::text).toList();
  }

  /** 0 ahead, 1 without a date, 2 expired. */
  private static long phase(CertificateView view, Instant moment) {
    var end = view.notAfter();
    if (end == null) {
      return 1;
    }
    return end.isBefore(moment) ? 2 : 0;
  }

  private static long millis(CertificateView view) {
    var end = view.notAfter();
    return end == null ? 0 : end.toEpochMilli();
  }

  private void assertEveryChangeReported(Inventory catalogue) {
    assertThat(reportedChanges(catalogue, Instant.EPOCH, now))
        .containsExactlyInAnyOrderElementsOf(changes);
    for (int i = 0; i < 20; i++) {
      var from = snapshots.get(1 + random.nextInt(STEPS)).at();
      var to = from.plus(Duration.ofHours(random.nextInt(400)));
      var expected =
          changes.stream().filter(line -> at(line).isAfter(from) && !at(line).isAfter(to)).toList();
      assertThat(reportedChanges(catalogue, from, to))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    var words = Set.of("disappeared", "status");
    assertThat(pages(catalogue, Instant.EPOCH, now, words))
        .hasSameSizeAs(
            changes.stream()
                .filter(line -> line.contains(" disappeared ") || line.contains("status "))
                .toList())
        .allSatisfy(view -> assertThat(view.changes()).containsAnyElementsOf(words));
  }

  private static Instant at(String line) {
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }

  private List<String> reportedChanges(Inventory catalogue, Instant from, Instant to) {
    return pages(catalogue, from, to, Set.of()).stream().map(HistoryModelTest::line).toList();
  }

  private static String line(ChangeView view) {
    var one = view.certificate();
    var zone = Objects.requireNonNull(view.zone());
    return line(
        view.at(),
        String.join(" ", view.changes()),
        one == null ? view.source() + "/zone/" + zone.id() + " " + view.certificates() : one.key());
  }

  private List<ChangeView> pages(Inventory catalogue, Instant from, Instant to, Set<String> words) {
    var all =
        StoreFixture.allPages(
            cursor ->
                catalogue.changes(
                    from, to, CertificateFilter.ALL, words, cursor, 1 + random.nextInt(9)));
    assertThat(all).isSortedAccordingTo(Comparator.comparing(ChangeView::at).reversed());
    assertThat(catalogue.changes(from, to, CertificateFilter.ALL, words, null, 100_000).rows())
        .isEqualTo(all);
    return all;
  }

  /** The histories of all certificates together are all changes except those of whole lists. */
  private void assertEveryHistoryReported(Inventory catalogue) {
    var all = new ArrayList<String>();
    for (var key : lastKnown.keySet()) {
      var history = catalogue.history(key);
      assertThat(history).isSortedAccordingTo(Comparator.comparing(ChangeView::at).reversed());
      assertThat(catalogue.detail(key, now)).isPresent();
      history.stream().map(HistoryModelTest::line).forEach(all::add);
    }
    assertThat(all.stream().filter(line -> !isListChange(line)))
        .containsExactlyInAnyOrderElementsOf(
            changes.stream().filter(line -> !isListChange(line)).toList());
  }

  private static boolean isListChange(String line) {
    return line.contains(" baseline ") || line.contains(" unwatched ");
  }
}
