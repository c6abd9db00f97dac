package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.certvigil.demo.simulator.ApiRoute;
import io.certvigil.demo.simulator.FaultKind;
import io.certvigil.demo.simulator.RequestMatcher;
import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import io.certvigil.store.view.CertificateView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of broken response at the first page of each list and at a later page of client
 * certificates: the whole daemon reads it, no certificate disappears, no alert resolves, the reason
 * is counted, and the next healthy sweep restores everything.
 *
 * <p>Client certificates have 50 items a page, so that 120 certificates are enough for later pages.
 * Other lists have 1,000 items a page, or no pages; their later pages are handled alike, because
 * all lists have the same pager.
 */
class ReadFaultsIT {
  private static final int SLICES = 7;
  private static final int GROUPS = 5;

  /** What concerns the credential, and so the other lists: at one place at a time. */
  private static final Set<FaultKind> OF_CREDENTIAL =
      EnumSet.of(FaultKind.HTML_429, FaultKind.RATE_LIMITED, FaultKind.UNAUTHORIZED_401);

  private static final int AT_ONCE = 30;
  private static final int CLIENTS = 120;
  private static final int OTHERS = 12;
  private static final Duration BETWEEN = Duration.ofMinutes(11);

  /** Less than one huge response, so that a response that is kept in memory is detected. */
  private static final long MOST_MORE_RESIDENT_KB = 220 * 1024;

  private static final Duration QUIET = Duration.ofMillis(1500);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String FAILURES = "certvigil_reading_failures_total";

  @TempDir Path folder;

  /** Which page of which list is broken. */
  private enum Place {
    CLIENTS_FIRST(Source.CLIENT_CERTIFICATES, ApiRoute.CLIENT_CERTIFICATES, 1),
    CLIENTS_LAST(Source.CLIENT_CERTIFICATES, ApiRoute.CLIENT_CERTIFICATES, 3),
    ACCESS_OF_ACCOUNT(Source.ACCESS_CERTIFICATES, ApiRoute.ACCOUNT_ACCESS_CERTIFICATES, 1),
    ACCESS_OF_ZONE(Source.ACCESS_CERTIFICATES, ApiRoute.ZONE_ACCESS_CERTIFICATES, 1),
    GATEWAY(Source.GATEWAY_CERTIFICATES, ApiRoute.GATEWAY_CERTIFICATES, 0),
    MTLS(Source.MTLS_CERTIFICATES, ApiRoute.MTLS_CERTIFICATES, 0),
    CUSTOM(Source.CUSTOM_CERTIFICATES, ApiRoute.CUSTOM_CERTIFICATES, 1),
    PACKS(Source.CERTIFICATE_PACKS, ApiRoute.CERTIFICATE_PACKS, 1),
    ORIGIN_CA(Source.ORIGIN_CA, ApiRoute.ORIGIN_CA, 1),
    ORIGIN_PULL(Source.ORIGIN_PULL, ApiRoute.ORIGIN_PULL, 0),
    ORIGIN_PULL_HOSTNAMES(Source.ORIGIN_PULL_HOSTNAMES, ApiRoute.ORIGIN_PULL_HOSTNAMES, 0),
    TRUSTED(Source.CUSTOM_TRUST_STORE, ApiRoute.CUSTOM_TRUST_STORE, 1),
    HOSTNAMES(Source.CUSTOM_HOSTNAMES, ApiRoute.CUSTOM_HOSTNAMES, 1),
    SAML(Source.SAML_CERTIFICATES, ApiRoute.SAML_CERTIFICATES, 1),
    TOKENS_OF_ACCOUNT(Source.SERVICE_TOKENS, ApiRoute.ACCOUNT_SERVICE_TOKENS, 1),
    TOKENS_OF_ZONE(Source.SERVICE_TOKENS, ApiRoute.ZONE_SERVICE_TOKENS, 1),
    IDENTITY_PROVIDERS(Source.IDENTITY_PROVIDER_CERTIFICATES, ApiRoute.IDENTITY_PROVIDERS, 1),
    API_TOKENS(Source.API_TOKENS, ApiRoute.ACCOUNT_TOKENS, 1),
    REGISTRATIONS(Source.REGISTRATIONS, ApiRoute.REGISTRATIONS, 0),
    GATEWAY_RULES(Source.GATEWAY_RULES, ApiRoute.GATEWAY_RULES, 0);

    final Source source;
    final ApiRoute route;
    final int page;

    Place(Source source, ApiRoute route, int page) {
      this.source = source;
      this.route = route;
      this.page = page;
    }

    boolean severalPages() {
      return source == Source.CLIENT_CERTIFICATES;
    }

    boolean byCursor() {
      return source == Source.REGISTRATIONS;
    }

    boolean paginated() {
      return page > 0;
    }

    boolean ofZone() {
      return !source.existsAt(ScopeLevel.ACCOUNT)
          || route == ApiRoute.ZONE_ACCESS_CERTIFICATES
          || route == ApiRoute.ZONE_SERVICE_TOKENS;
    }
  }

  /** What cannot be read without a field: its certificates, its id, or that it is a policy. */
  private static final Set<Place> NESTED =
      EnumSet.of(Place.PACKS, Place.IDENTITY_PROVIDERS, Place.REGISTRATIONS, Place.GATEWAY_RULES);

  /** The reason that is counted; empty if the reading is complete nevertheless. */
  private static List<FaultReason> reason(FaultKind breakage, Place place) {
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
      case DUPLICATES -> List.of(FaultReason.INCOMPLETE);
      // By cursor no total is stated; only two readings prove that an item is absent.
      case EMPTY_PAGE, ONE_SHORT -> place.byCursor() ? List.of() : List.of(FaultReason.INCOMPLETE);
      // Repeating the first page changes nothing at the first page itself.
      case SAME_PAGE -> place == Place.CLIENTS_LAST ? List.of(FaultReason.INCOMPLETE) : List.of();
      // A list with one page has the same items in any order.
      case DRIFT -> place.severalPages() ? List.of(FaultReason.INCOMPLETE) : List.of();
      case DRIFT_GROWN -> place.paginated() ? List.of(FaultReason.INCOMPLETE) : List.of();
      // A single page that shrinks is consistent; only two readings prove that an item is absent.
      case DRIFT_SHRUNK -> place.severalPages() ? List.of(FaultReason.INCOMPLETE) : List.of();
      // No failures: what is readable counts, what is not is kept as it was.
      case UNKNOWN_STATUS, UNREADABLE_DATE -> List.of();
      // Without a cursor nothing says whether this is the end.
      case NO_RESULT_INFO -> place.byCursor() ? List.of(FaultReason.INCOMPLETE) : List.of();
      case NULL_FIELDS -> NESTED.contains(place) ? List.of(FaultReason.MALFORMED) : List.of();
    };
  }

  @Test
  void nothingDisappearsOrResolves_whateverIsBroken() throws Exception {
    var softly = new SoftAssertions();
    long begin = System.nanoTime();
    allAtOnce(
        Stream.concat(
                groups().stream()
                    .flatMap(
                        group ->
                            slices(kind -> !OF_CREDENTIAL.contains(kind)).stream()
                                .map(slice -> line(group, slice, softly))),
                Stream.of(Place.values())
                    .map(place -> line(List.of(place), List.copyOf(OF_CREDENTIAL), softly)))
            .toList());
    System.out.printf(
        "%d broken answers at %d places in %.1f s%n",
        FaultKind.values().length, Place.values().length, (System.nanoTime() - begin) / 1e9);
    softly.assertAll();
  }

  /**
   * Most of their time is waiting for retries, pauses and timeouts; the CPU limits their number.
   */
  private static void allAtOnce(List<Callable<Boolean>> lines) throws Exception {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (var line : threads.invokeAll(lines)) {
        line.get();
      }
    }
  }

  private Callable<Boolean> line(List<Place> places, List<FaultKind> slice, SoftAssertions softly) {
    return () -> {
      oneAfterTheOther(places, slice, softly);
      return true;
    };
  }

  /** Places that are broken in the same sweep: of different sources, so that each is counted. */
  private static List<List<Place>> groups() {
    return dealt(List.of(Place.values()), GROUPS);
  }

  /** All but the one that pauses every request, in parts that take about the same time. */
  private static List<List<FaultKind>> slices(Predicate<FaultKind> kinds) {
    var all =
        Stream.of(FaultKind.values())
            .filter(breakage -> breakage != FaultKind.RATE_LIMITED_SILENT)
            .filter(kinds)
            .toList();
    return dealt(all, SLICES);
  }

  /** In so many parts, to which they are dealt in turn. */
  private static <T> List<List<T>> dealt(List<T> all, int parts) {
    return IntStream.range(0, parts)
        .mapToObj(
            part ->
                IntStream.range(0, all.size())
                    .filter(at -> at % parts == part)
                    .mapToObj(all::get)
                    .toList())
        .toList();
  }

  private void oneAfterTheOther(List<Place> places, List<FaultKind> some, SoftAssertions softly)
      throws Exception {
    try (var daemon = daemon(places.getFirst() + "-" + some.getFirst())) {
      daemon.app().start();
      daemon.sweepByDaemon();
      var before = Known.of(daemon);
      assertThat(before.certificates()).hasSize(CLIENTS + (Place.values().length - 2) * OTHERS);
      assertThat(before.firing()).isNotEmpty();
      for (var breakage : some) {
        broken(daemon, places, breakage, before, softly);
      }
      var reported = some.stream().anyMatch(breakage -> isReported(breakage, places));
      softly
          .assertThat(daemon.types())
          .as("%s: events", places)
          .isSubsetOf(
              reported
                  ? List.of("certificate.expiring", "source.unreadable", "source.recovered")
                  : List.of("certificate.expiring"));
    }
  }

  /** A list without a total that has become empty is not believed, and reported as unreadable. */
  private static boolean isReported(FaultKind breakage, List<Place> places) {
    return breakage == FaultKind.EMPTY_PAGE && places.stream().anyMatch(Place::byCursor);
  }

  private static void broken(
      InProcessDaemon daemon,
      List<Place> places,
      FaultKind breakage,
      Known before,
      SoftAssertions softly)
      throws Exception {
    var name = "%s at %s: ".formatted(breakage, places);
    var counted = failures(daemon);
    long brokenBefore = daemon.faults.injectedCount();
    places.forEach(place -> daemon.faults.inject(breakage, where(daemon, place)));
    daemon.clock.advance(BETWEEN);
    daemon.sweepByDaemon();
    softly
        .assertThat(daemon.faults.injectedCount())
        .as(name + "injected")
        .isGreaterThanOrEqualTo(brokenBefore + places.size());
    softly
        .assertThat(increased(daemon, counted))
        .as(name + "reasons")
        .isEqualTo(due(breakage, places));
    var after = Known.of(daemon);
    softly.assertThat(after.ids()).as(name + "certificates").isEqualTo(before.ids());
    softly.assertThat(after.ends()).as(name + "dates").isEqualTo(before.ends());
    if (isReported(breakage, places)) {
      softly.assertThat(after.firing()).as(name + "alerts").containsAll(before.firing());
      softly.assertThat(after.firing()).as(name + "reported").hasSize(before.firing().size() + 1);
    } else {
      softly.assertThat(after.firing()).as(name + "alerts").isEqualTo(before.firing());
    }

    daemon.faults.clear();
    daemon.clock.advance(BETWEEN);
    daemon.sweepByDaemon();
    softly.assertThat(Known.of(daemon)).as(name + "restored").isEqualTo(before);
    softly.assertThat(daemon.incompleteLists()).as(name + "lists unread").isZero();
  }

  @Test
  void nothingDisappearsOrResolves_whateverIsBrokenInTheDiscovery() throws Exception {
    var softly = new SoftAssertions();
    allAtOnce(
        Stream.of(ApiRoute.ZONES, ApiRoute.ACCOUNTS)
            .flatMap(route -> slices(_ -> true).stream().map(slice -> line(route, slice, softly)))
            .toList());
    softly.assertAll();
  }

  private Callable<Boolean> line(ApiRoute route, List<FaultKind> slice, SoftAssertions softly) {
    return () -> {
      try (var daemon = daemon(route + "-" + slice.getFirst())) {
        daemon.app().start();
        daemon.sweepByDaemon();
        var before = Known.of(daemon);
        for (var breakage : slice) {
          var name = "%s at %s: ".formatted(breakage, route);
          long brokenBefore = daemon.faults.injectedCount();
          daemon.faults.inject(breakage, RequestMatcher.ofRoute(route));
          daemon.clock.advance(BETWEEN);
          daemon.sweepByDaemon();
          softly
              .assertThat(daemon.faults.injectedCount())
              .as(name + "injected")
              .isGreaterThan(brokenBefore);
          softly.assertThat(Known.of(daemon)).as(name + "broken").isEqualTo(before);
          daemon.faults.clear();
          daemon.clock.advance(BETWEEN);
          daemon.sweepByDaemon();
          softly.assertThat(Known.of(daemon)).as(name + "restored").isEqualTo(before);
          softly.assertThat(daemon.incompleteLists()).as(name + "lists unread").isZero();
        }
        softly
            .assertThat(daemon.types())
            .as("%s: events", route)
            .containsOnly("certificate.expiring");
      }
      return true;
    };
  }

  @Test
  void noRequestIsSent_duringAPauseOfUnknownLength() throws Exception {
    allAtOnce(Stream.of(Place.values()).map(this::pausedAt).toList());
  }

  private Callable<Boolean> pausedAt(Place place) {
    return () -> {
      try (var daemon = daemon("silent-" + place)) {
        daemon.app().start();
        daemon.sweepByDaemon();
        paused(daemon, place, Known.of(daemon));
      }
      return true;
    };
  }

  private static void paused(InProcessDaemon daemon, Place place, Known before) throws Exception {
    var counted = failures(daemon);
    daemon.clock.advance(BETWEEN); // a request that is still on its way must not pause before this
    daemon.faults.inject(FaultKind.RATE_LIMITED_SILENT, where(daemon, place).times(1));
    daemon.askForSweep();
    await().atMost(PATIENCE).until(() -> !increased(daemon, counted).isEmpty());
    awaitQuiet(daemon);
    assertThat(daemon.faults.injectedCount()).as("%s", place).isEqualTo(1);
    var sent = daemon.cloudflare.requestsByRoute();

    daemon.clock.advance(Duration.ofMinutes(1));
    daemon.app().runMinute();

    awaitQuiet(daemon);
    assertThat(daemon.cloudflare.requestsByRoute()).as("%s", place).isEqualTo(sent);
    assertThat(increased(daemon, counted))
        .as("%s", place)
        .allMatch(one -> one.endsWith(FaultReason.RATE_LIMITED.word()));
    assertThat(Known.of(daemon)).as("%s", place).isEqualTo(before);
    daemon.restart(); // discards the pause
    daemon.sweep();
    assertThat(Known.of(daemon)).as("%s, restored", place).isEqualTo(before);
    assertThat(daemon.incompleteLists()).isZero();
  }

  /** Returns when no request has arrived for a while. */
  private static void awaitQuiet(InProcessDaemon daemon) {
    var last = new AtomicLong(-1);
    await()
        .atMost(PATIENCE)
        .during(QUIET)
        .until(
            () -> {
              long now = daemon.cloudflare.requests();
              return last.getAndSet(now) == now;
            });
  }

  @Test
  void memoryStaysFlat_whenAnswersAreHugeOrDeep() throws Exception {
    try (var daemon = daemon("huge")) {
      daemon.sweep();
      hugeAndDeep(daemon, Place.values()[0]); // grows the heap to what one response needs
      long before = DaemonProcess.memory(ProcessHandle.current().pid(), "VmRSS");
      for (var place : Place.values()) {
        hugeAndDeep(daemon, place);
      }
      long after = DaemonProcess.memory(ProcessHandle.current().pid(), "VmRSS");

      System.out.printf(
          "resident memory before %d answers of 300 MB and as many of 100,000 levels: %,d kB,"
              + " after: %,d kB; server and client are one process%n",
          Place.values().length, before, after);
      assertThat(after - before).isLessThan(MOST_MORE_RESIDENT_KB);
    }
  }

  private static void hugeAndDeep(InProcessDaemon daemon, Place place) {
    for (var breakage : List.of(FaultKind.HUGE_BODY, FaultKind.DEEP_JSON)) {
      daemon.faults.inject(breakage, where(daemon, place));
      daemon.sweep();
      daemon.faults.clear();
    }
  }

  /** The certificates and alerts as the store reports them. */
  private record Known(Map<String, List<String>> certificates, List<String> firing) {
    static Known of(InProcessDaemon daemon) {
      var certificates =
          daemon.certificates().values().stream()
              .collect(Collectors.toMap(CertificateView::key, Known::facts));
      return new Known(certificates, daemon.firing().stream().sorted().toList());
    }

    private static List<String> facts(CertificateView view) {
      return List.of(view.id(), String.valueOf(view.notAfter()), view.name(), view.status());
    }

    List<String> ids() {
      return certificates.keySet().stream().sorted().toList();
    }

    Map<String, String> ends() {
      return certificates.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().get(1)));
    }
  }

  private InProcessDaemon daemon(String name) throws IOException {
    var clock = new ManualClock();
    var place = Files.createDirectory(folder.resolve(name));
    return new InProcessDaemon(place, clock, estate(clock.instant()));
  }

  /** Expiries are spread so that no certificate crosses an alert step within half a day. */
  private static SimulatedEstate estate(Instant now) {
    var estate = UniformEstate.of(1, 1, 0, 7, now);
    var zone = estate.zones().getFirst();
    estate.accounts().forEach(account -> empty(estate, account.id()));
    for (var place : Place.values()) {
      var owner = place.ofZone() ? zone.zone().id() : zone.account().id();
      if (estate.list(place.source, owner).isEmpty()) {
        fill(estate, place.source, owner, place.severalPages() ? CLIENTS : OTHERS, now);
      }
    }
    return estate;
  }

  private static void empty(SimulatedEstate estate, String owner) {
    for (var source : Source.values()) {
      estate.list(source, owner).forEach(held -> estate.remove(held.id()));
    }
  }

  private static void fill(
      SimulatedEstate estate, Source source, String owner, int count, Instant now) {
    for (int at = 0; at < count; at++) {
      var days = 1 + at * 360 / count;
      estate.add(
          InProcessDaemon.certificate(
              source, owner, source.word() + "-" + at + ".example.com", days, now));
    }
  }

  private static RequestMatcher where(InProcessDaemon daemon, Place place) {
    var zone = daemon.estate.zones().getFirst();
    var owner = place.ofZone() ? zone.zone().id() : zone.account().id();
    return RequestMatcher.ofRoute(place.route).ofOwner(owner).page(place.page);
  }

  private static List<String> due(FaultKind breakage, List<Place> places) {
    return places.stream()
        .flatMap(
            place ->
                reason(breakage, place).stream()
                    .map(reason -> place.source.word() + " " + reason.word()))
        .sorted()
        .toList();
  }

  private static Map<String, Double> failures(InProcessDaemon daemon) throws Exception {
    return daemon.metrics().all(FAILURES).stream()
        .collect(
            Collectors.toMap(
                sample -> sample.label("source") + " " + sample.label("reason"),
                ExpositionText.Sample::value));
  }

  /** Source and reason of the counters that have increased. */
  private static List<String> increased(InProcessDaemon daemon, Map<String, Double> before)
      throws Exception {
    return failures(daemon).entrySet().stream()
        .filter(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0.0))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
