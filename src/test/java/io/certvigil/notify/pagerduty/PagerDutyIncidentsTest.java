package io.certvigil.notify.pagerduty;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.Zone;
import io.certvigil.net.Connector;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.compose.Composer;
import io.certvigil.policy.Severity;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.DueLists;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.view.StoreStamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Composed and claimed with a real store; the receiver is a model of PagerDuty's incidents. */
class PagerDutyIncidentsTest {
  private static final int GROUP_OVER = 20;
  private static final int SOON = 5;
  private static final int RENEWED = 400;

  private final NotifyFixture fixture;
  private final Channel channel;
  private Composer composer;
  private final Map<String, Set<String>> open = new LinkedHashMap<>();
  private final List<JsonObject> received = new ArrayList<>();

  PagerDutyIncidentsTest(@TempDir Path folder) {
    fixture = new NotifyFixture(folder);
    fixture.configureChannels("pager");
    var settings =
        new ChannelSettings.PagerDuty(
            URI.create("http://127.0.0.1:9/"), new Secret("k"), Severity.INFO, GROUP_OVER);
    channel =
        new PagerDutyChannel(
            "pager",
            settings,
            "1",
            Duration.ofSeconds(1),
            new Scrubber(),
            new Connector(OutboundSettings.DIRECT));
    composer = composer(Severity.INFO);
  }

  private Composer composer(Severity least) {
    ChannelSettings settings =
        new ChannelSettings.PagerDuty(
            URI.create("http://127.0.0.1:9/"), new Secret("k"), least, GROUP_OVER);
    return new Composer(
        new NotifySettings("prod-eu", null, Map.of("pager", settings), List.of(), List.of(), null),
        StoreStamp.NONE,
        new Channels(Map.of("pager", channel)),
        fixture.store.outbox(),
        fixture.store.silences(),
        () -> false,
        fixture.now::get,
        new SimpleMeterRegistry());
  }

  /** 500 at the first start: 200 had expired long ago, 200 are warnings, 100 end within a day. */
  private List<Certificate> firstReading() {
    var all = new ArrayList<Certificate>();
    for (int n = 0; n < 500; n++) {
      all.add(NotifyFixture.certificate(n, n < 200 ? -30 : n < 400 ? 8 : 1));
    }
    return all;
  }

  @Test
  void firstStart_pagesForWhatIsCriticalAndNotExpiredYet_inOneIncident() {
    composer = composer(Severity.CRITICAL);
    read(firstReading());
    deliver(Integer.MAX_VALUE);

    assertThat(open).hasSize(1);
    assertThat(open.values().iterator().next()).hasSize(100);
    assertThat(received).hasSize(1);
    assertThat(received.getFirst().getAsJsonObject("payload").get("severity").getAsString())
        .isEqualTo("critical");
  }

  @Test
  void firstStart_neverPagesForWhatHadExpired_whateverTheSeverity() {
    read(firstReading());
    deliver(Integer.MAX_VALUE);

    assertThat(received).hasSize(1);
    assertThat(summary(0)).startsWith("300 alerts of client_certificates in example.com; ");
    assertThat(firing()).hasSize(500);
  }

  @AfterEach
  void close() {
    channel.close();
    fixture.close();
  }

  private static List<Certificate> certificates(int count, int days) {
    return IntStream.range(0, count).mapToObj(n -> NotifyFixture.certificate(n, days)).toList();
  }

  private void read(List<Certificate> certificates) {
    fixture.advance(Duration.ofMinutes(1));
    fixture.commitCertificates(certificates);
    composer.compose();
  }

  /** Sends all that waits, or at most this number. */
  private void deliver(int most) {
    for (int sent = 0; sent < most; sent++) {
      var next = fixture.store.outbox().claim("pager", fixture.now.get());
      if (next.isEmpty()) {
        return;
      }
      receive(JsonParser.parseString(next.get().body()).getAsJsonObject());
      fixture.store.outbox().markDelivered(next.get(), null, fixture.now.get());
    }
  }

  /** PagerDuty opens an incident for a trigger with a new key, and ignores other resolutions. */
  private void receive(JsonObject body) {
    received.add(body);
    var key = body.get("dedup_key").getAsString();
    if (body.get("event_action").getAsString().equals("resolve")) {
      open.remove(key);
    } else {
      open.computeIfAbsent(key, _ -> alertKeys(body));
    }
  }

  private static Set<String> alertKeys(JsonObject body) {
    var details = body.getAsJsonObject("payload").getAsJsonObject("custom_details");
    var keys = new TreeSet<String>();
    if (details.has("alerts")) {
      details
          .getAsJsonArray("alerts")
          .forEach(alert -> keys.add(alert.getAsJsonObject().get("key").getAsString()));
    } else {
      keys.add(details.getAsJsonObject("alert").get("key").getAsString());
    }
    return keys;
  }

  private Set<String> firing() {
    var keys = new TreeSet<String>();
    fixture.store.outbox().activeAlertEvents(fixture.now.get()).stream()
        .filter(event -> !event.json().contains("\"state\":\"resolved\""))
        .map(StoredEvent::alertKey)
        .forEach(keys::add);
    return keys;
  }

  private String summary(int index) {
    return received.get(index).getAsJsonObject("payload").get("summary").getAsString();
  }

  @Test
  void upToTheLimit_eachAlertIsAnIncident() {
    read(certificates(GROUP_OVER, SOON));
    deliver(Integer.MAX_VALUE);

    assertThat(open).hasSize(GROUP_OVER);
  }

  /** The zone has another id, but the same name, account and certificate. */
  private void readAgain(int days) {
    var scope =
        Scope.ofZone(
            Source.CLIENT_CERTIFICATES,
            new ResourceRef("a1", "acme"),
            new ResourceRef("z2", "example.com"));
    var again = new WatchedScope(scope, "main", "main", Duration.ofHours(1), Map.of());
    var reading = new Reading.Complete(scope, List.of(NotifyFixture.certificate(0, days)));
    var found = List.of(new Zone(scope.owner(), scope.account()));
    var discovery = new Discovery(List.of(scope.account()), found, true, null);
    fixture.advance(Duration.ofMinutes(1));
    fixture
        .store
        .scopes()
        .recordDiscovery("main", "main", discovery, List.of(again), fixture.now.get());
    fixture.store.readings().commit(again, reading, NotifyFixture.POLICY, fixture.now.get());
    composer.compose();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void incidentOfAZoneThatWasMadeAgain_isNotOpenedTwice_andIsClosed(boolean toldBefore) {
    read(certificates(1, SOON));
    deliver(toldBefore ? 1 : 0);
    readAgain(SOON);
    deliver(Integer.MAX_VALUE);
    assertThat(received).hasSize(1);
    assertThat(open).hasSize(1);

    readAgain(RENEWED);
    deliver(Integer.MAX_VALUE);
    assertThat(received).hasSize(2);
    assertThat(open).isEmpty();
  }

  /** What ends before its beginning was sent stays in this order. */
  @Test
  void incidentThatEndsInAZoneThatWasMadeAgain_beforeItWasOpened_isClosed() {
    read(certificates(1, SOON));
    readAgain(RENEWED);
    deliver(Integer.MAX_VALUE);

    assertThat(received)
        .extracting(body -> body.get("event_action").getAsString())
        .containsExactly("trigger", "resolve");
    assertThat(open).isEmpty();
  }

  @Test
  void moreAtOnce_areOneIncidentThatListsThem_andClosesWithTheLast() {
    read(certificates(GROUP_OVER + 1, SOON));
    deliver(Integer.MAX_VALUE);
    assertThat(open).hasSize(1);
    assertThat(open.values().iterator().next()).hasSize(GROUP_OVER + 1).isEqualTo(firing());
    assertThat(summary(0)).startsWith("21 alerts of client_certificates in example.com; device-0");

    var some = new ArrayList<>(certificates(GROUP_OVER + 1, SOON));
    for (int n = 0; n < GROUP_OVER; n++) {
      some.set(n, NotifyFixture.certificate(n, RENEWED));
    }
    read(some);
    deliver(Integer.MAX_VALUE);
    assertThat(received).hasSize(2);
    assertThat(summary(1)).startsWith("1 alerts of client_certificates in example.com still fire");
    assertThat(open).hasSize(1);

    read(certificates(GROUP_OVER + 1, RENEWED));
    deliver(Integer.MAX_VALUE);
    assertThat(received).hasSize(3);
    assertThat(received.getLast().get("event_action").getAsString()).isEqualTo("resolve");
    assertThat(open).isEmpty();
  }

  @Test
  void alertsThatComeLater_areIncidentsOfTheirOwn() {
    read(certificates(GROUP_OVER + 1, SOON));
    deliver(Integer.MAX_VALUE);
    read(certificates(GROUP_OVER + 3, SOON));
    deliver(Integer.MAX_VALUE);

    assertThat(open).hasSize(3);
  }

  @Test
  void incidentsThatAreOpen_areUpdatedAlone_alsoManyAtOnce() {
    for (int count = GROUP_OVER; count <= 3 * GROUP_OVER; count += GROUP_OVER) {
      read(certificates(count, SOON));
    }
    fixture.advance(Duration.ofDays(3));
    read(certificates(3 * GROUP_OVER, SOON));
    DueLists.decide(fixture.store, NotifyFixture.POLICY, fixture.now.get(), _ -> {});
    composer.compose();
    deliver(Integer.MAX_VALUE);

    assertThat(open).hasSize(3 * GROUP_OVER);
    read(certificates(3 * GROUP_OVER, RENEWED));
    deliver(Integer.MAX_VALUE);
    assertThat(open).isEmpty();
  }

  @Test
  void manyOfOneList_areOneIncident_alsoIfTheyFillSeveralPages() {
    read(certificates(1_203, SOON));
    deliver(Integer.MAX_VALUE);

    assertThat(received).hasSize(1);
    assertThat(summary(0)).startsWith("1203 alerts of ");
    var details = received.getFirst().getAsJsonObject("payload").getAsJsonObject("custom_details");
    assertThat(details.getAsJsonArray("alerts")).hasSize(100);
    assertThat(details.get("not_listed").getAsInt()).isEqualTo(1_103);
    assertThat(received.getFirst().toString().length()).isLessThan(512_000);
  }

  static LongStream seeds() {
    return LongStream.range(0, Integer.getInteger("certvigil.seeds", 5));
  }

  /** Whatever fires is in an open incident, and when all has ended no incident is open. */
  @ParameterizedTest
  @MethodSource("seeds")
  void everyHistory_leavesNothingOpen(long seed) {
    var random = new Random(seed);
    int count = 90;
    var days = new ArrayList<Integer>(IntStream.range(0, count).mapToObj(_ -> RENEWED).toList());
    for (int step = 0; step < 12; step++) {
      int changed = random.nextInt(random.nextBoolean() ? 6 : count);
      for (int n = 0; n < changed; n++) {
        days.set(random.nextInt(count), random.nextBoolean() ? SOON : RENEWED);
      }
      read(estate(days));
      deliver(random.nextInt(3) == 0 ? random.nextInt(10) : Integer.MAX_VALUE);
    }
    deliver(Integer.MAX_VALUE);
    var shown = new TreeSet<String>();
    open.values().forEach(shown::addAll);
    assertThat(shown).as("seed %s", seed).containsAll(firing());

    days.replaceAll(_ -> RENEWED);
    read(estate(days));
    deliver(Integer.MAX_VALUE);

    assertThat(firing()).isEmpty();
    assertThat(open).as("seed %s", seed).isEmpty();
  }

  private static List<Certificate> estate(List<Integer> days) {
    return IntStream.range(0, days.size())
        .mapToObj(n -> NotifyFixture.certificate(n, days.get(n)))
        .toList();
  }
}
