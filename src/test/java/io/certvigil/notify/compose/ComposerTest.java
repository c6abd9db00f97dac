package io.certvigil.notify.compose;

import static io.certvigil.notify.NotifyFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.notify.Channel;
import io.certvigil.notify.Channels;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotifyFixture;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Route;
import io.certvigil.notify.TestEvents;
import io.certvigil.notify.check.ConfiguredChannels;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import io.certvigil.policy.Silence;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import io.certvigil.store.Outbox.StoredEvent;
import io.certvigil.store.PendingDelivery;
import io.certvigil.store.view.StoreStamp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests when and what the composer composes, with a real database. */
@Timeout(120)
class ComposerTest {
  @TempDir Path folder;

  private final AtomicBoolean firstSweep = new AtomicBoolean();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private NotifyFixture estate;

  @BeforeEach
  void open() {
    estate = new NotifyFixture(folder);
  }

  @AfterEach
  void close() {
    estate.close();
  }

  @Test
  void peopleGetOneMessage_halfAMinuteAfterTheFirstEvent() {
    var composer = composer("slack");
    estate.commitCertificates(1000);

    assertThat(composer.compose()).isZero();
    estate.advance(Duration.ofSeconds(29));
    assertThat(composer.compose()).isZero();
    estate.advance(Duration.ofSeconds(1));
    assertThat(composer.compose()).isEqualTo(1);
    assertThat(pending("slack").getFirst().events()).hasSize(1000);
  }

  @Test
  void peopleGetTheNextMessage_afterFiveMinutes() {
    var composer = composer("slack");
    estate.commitCertificates(1);
    estate.advance(GroupingWindow.GROUP_WAIT);
    composer.compose();
    estate.deliverAll("slack");
    estate.commitCertificates(2);

    estate.advance(GroupingWindow.GROUP_INTERVAL.minusSeconds(1));
    assertThat(composer.compose()).isZero();
    estate.advance(Duration.ofSeconds(1));
    assertThat(composer.compose()).isEqualTo(1);
  }

  @Test
  void peopleGetAllEventsOfAnOutage_inOneMessage() {
    var composer = composer("slack");
    estate.commitCertificates(1);
    estate.advance(GroupingWindow.GROUP_WAIT);
    composer.compose();

    for (int n = 2; n < 30; n++) {
      estate.commitCertificates(n);
      estate.advance(Duration.ofMinutes(10));
      assertThat(composer.compose()).isZero();
    }
    estate.deliverAll("slack");

    assertThat(composer.compose()).isEqualTo(1);
    assertThat(pending("slack").getFirst().events()).hasSize(28);
  }

  @Test
  void machinesGetEventsAtOnce_inBatches() {
    var composer = composer("hook");
    estate.commitCertificates(1000);

    assertThat(composer.compose()).isGreaterThanOrEqualTo(20);
    assertThat(pending("hook").stream().mapToInt(delivery -> delivery.events().size()).sum())
        .isEqualTo(1000);
  }

  @Test
  void nothingWaits_inAProcessThatExits() {
    var composer = composer("slack");
    estate.commitCertificates(3);

    assertThat(composer.composeNow()).isEqualTo(1);
    assertThat(composer.composeNow()).isZero();
  }

  @Test
  void timesFarAhead_delayNothing() {
    var composer = composer("slack");
    estate.advance(Duration.ofDays(3650));
    estate.commitCertificates(1);
    composer.composeNow();
    estate.deliverAll("slack");
    estate.commitCertificates(2);

    estate.now.set(NotifyFixture.TODAY);
    assertThat(composer.compose()).isEqualTo(1);
  }

  @Test
  void firstSweep_isSentWhenItIsComplete() {
    firstSweep.set(true);
    var composer = composer("slack");
    estate.commitCertificates(1);
    estate.advance(Duration.ofMinutes(5));
    assertThat(composer.compose()).isZero();

    firstSweep.set(false);
    assertThat(composer.compose()).isEqualTo(1);
  }

  @Test
  void firstSweep_isSentInSeveralMessages_whenItTakesLong() {
    firstSweep.set(true);
    var composer = composer("slack");
    estate.commitCertificates(1);
    estate.advance(GroupingWindow.MAX_FIRST_SWEEP_WAIT);

    assertThat(composer.compose()).isEqualTo(1);
  }

  @Test
  void filteredEvents_areMarkedAsProcessed_andStartNoDelay() {
    var composer = composer(Severity.CRITICAL, List.of(), "slack");
    estate.commitCertificates(700);

    assertThat(composer.compose()).isZero();
    assertThat(estate.store.outbox().composeState("slack").oldestUnseen()).isNull();
  }

  @Test
  void moreEventsThanOneMessageHolds_areSentInSeveral() {
    var composer = composer("slack");
    estate.commitCertificates(Composer.MAX_GROUPED_EVENTS + 10);

    assertThat(composer.composeNow()).isEqualTo(2);
    assertThat(pending("slack"))
        .extracting(delivery -> delivery.events().size())
        .containsExactly(Composer.MAX_GROUPED_EVENTS, 10);
  }

  @Test
  void silenced_isSentToNoChannel_andRecorded() {
    var composer = composer("hook", "slack");
    silence("", new Matcher("", "", "", "device-0*", Map.of()));
    estate.commitCertificates(2);

    composer.composeNow();

    for (var channel : List.of("hook", "slack")) {
      assertThat(pending(channel)).hasSize(1);
      assertThat(pending(channel).getFirst().events())
          .singleElement()
          .satisfies(event -> assertThat(event.json()).contains("device-1.example.com"));
    }
  }

  @Test
  void resolution_isSent_whenTheAlertWasSent() {
    var composer = composer("hook");
    estate.commitCertificates(1);
    composer.compose();
    estate.deliverAll("hook");
    silence("", Matcher.ALL);

    estate.commitCertificates(List.of(certificate(0, 365)));

    assertThat(composer.compose()).isEqualTo(1);
    assertThat(pending("hook").getFirst().events().getFirst().type())
        .isEqualTo("certificate.resolved");
  }

  @Test
  void resolution_isNotSent_whenTheAlertWasSilenced() {
    var composer = composer("hook");
    silence("", Matcher.ALL);
    estate.commitCertificates(1);
    composer.compose();

    estate.commitCertificates(List.of(certificate(0, 365)));

    assertThat(composer.compose()).isZero();
  }

  @Test
  void resolution_isNotSent_whenOnlyAnEarlierAlertWasSent() {
    var composer = composer(Severity.WARNING, List.of(), "hook");
    estate.commitCertificates(1);
    composer.compose();
    estate.commitCertificates(List.of(certificate(0, 400)));
    composer.compose();
    estate.deliverAll("hook");
    estate.advance(Duration.ofDays(350));
    estate.commitCertificates(List.of(certificate(0, 400)));
    assertThat(composer.compose()).isZero(); // info: 60 days before it expires

    estate.commitCertificates(List.of(certificate(0, 800)));

    assertThat(composer.compose()).isZero();
  }

  @Test
  void faultInOneChannel_delaysNoOther() {
    estate.configureChannels("broken", "hook");
    var settings = NotifyFixture.settings(Severity.INFO, List.of(), "broken", "hook");
    var made = new LinkedHashMap<String, Channel>();
    made.put("broken", new FailingChannel());
    made.put("hook", ConfiguredChannels.of(settings, "1.2.3", new Scrubber()).named("hook"));
    var composer = composer(settings, new Channels(made));
    estate.commitCertificates(1);

    assertThatThrownBy(composer::compose).hasMessageContaining("broken");

    assertThat(pending("hook")).hasSize(1);
  }

  private static final class FailingChannel implements Channel {
    @Override
    public List<NewDelivery> compose(EventBatch batch) {
      throw new IllegalStateException("composing fails");
    }

    @Override
    public Outcome send(Delivery delivery, Instant now) {
      return new Outcome.Delivered("");
    }

    @Override
    public Optional<FallbackMessage> fallback(Delivery refused) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  @Test
  void pendingDelivery_isSuppressed_whenASilenceBegins() {
    var composer = composer("hook");
    estate.commitCertificates(1);
    composer.compose();
    assertThat(pending("hook")).hasSize(1);

    silence("", Matcher.ALL);
    composer.compose();

    assertThat(pending("hook")).isEmpty();
  }

  @Test
  void partlyCoveredDelivery_isSentCompletely() {
    var composer = composer("hook");
    estate.commitCertificates(2);
    composer.compose();

    silence("", new Matcher("", "", "", "device-0*", Map.of()));
    composer.compose();

    assertThat(pending("hook")).hasSize(1);
  }

  /** Not even by a silence that names its key, and whatever minimum severity and routes are. */
  @Test
  void silenceOfEverything_isSentToEveryChannel() {
    var route = new Route(Matcher.ALL, Severity.INFO, List.of(), List.of("hook"), false);
    silence("", Matcher.ALL);
    var event = estate.store.silences().reportOfEverything(estate.now.get()).getFirst();
    silence(event.alert().id().key(), Matcher.ALL);
    var composer = composer(Severity.CRITICAL, List.of(route), "hook", "slack");

    assertThat(composer.composeNow()).isEqualTo(2);

    assertThat(pending("hook").getFirst().events()).hasSize(1);
    assertThat(pending("slack").getFirst().events()).hasSize(1);
    estate.advance(Duration.ofSeconds(1));
    silence(event.alert().id().key(), Matcher.ALL);
    assertThat(composer.compose()).isZero();
    assertThat(pending("hook")).hasSize(1);
  }

  @Test
  void silence_byKey_coversThatAlertAlone() {
    var composer = composer("hook");
    estate.commitCertificates(1);
    var key = estate.store.outbox().unseen("hook", 1).getFirst().alertKey();
    silence(key, Matcher.ALL);
    estate.commitCertificates(2);

    composer.compose();

    assertThat(pending("hook").getFirst().events())
        .extracting(event -> event.alertKey())
        .doesNotContain(key)
        .hasSize(1);
  }

  @Test
  void unrouted_isCounted_onceForEachEvent() {
    var nowhere =
        new Route(
            new Matcher("saml_certificates", "", "", "", Map.of()),
            Severity.INFO,
            List.of(),
            List.of("hook"),
            false);
    var composer = composer(Severity.INFO, List.of(nowhere), "hook", "slack");
    estate.commitCertificates(7);

    composer.composeNow();
    composer.composeNow();

    assertThat(meters.get("certvigil.events.unrouted").counter().count()).isEqualTo(7);
  }

  @Test
  void expiredDelivery_isReportedOnChannelsWithAHigherMinimumSeverity() {
    estate.configureChannels("slack");
    var settings = NotifyFixture.settings(Severity.CRITICAL, List.of(), "slack", "hook");
    var routing = new Routing(List.of(), Set.of("slack", "hook"));
    var filter =
        new ChannelEventFilter("slack", settings, routing, estate.store.outbox(), List.of());

    assertThat(filter.add(warning("certificate.disappeared", "a"))).isFalse();
    assertThat(filter.add(warning("delivery.expired", Policy.expiredDeliveryAlertKey("hook"))))
        .isTrue();
  }

  private StoredEvent warning(String type, String key) {
    var event = TestEvents.json(type, "warning");
    event.getAsJsonObject("alert").addProperty("key", key);
    return new StoredEvent(1, "evt_1", type, "warning", key, estate.now.get(), event.toString());
  }

  private Composer composer(String... names) {
    return composer(Severity.INFO, List.of(), names);
  }

  private Composer composer(Severity least, List<Route> routes, String... names) {
    estate.configureChannels(names);
    var settings = NotifyFixture.settings(least, routes, names);
    return composer(settings, ConfiguredChannels.of(settings, "1.2.3", new Scrubber()));
  }

  private Composer composer(NotifySettings settings, Channels channels) {
    return new Composer(
        settings,
        StoreStamp.NONE,
        channels,
        estate.store.outbox(),
        estate.store.silences(),
        firstSweep::get,
        estate.now::get,
        meters);
  }

  private void silence(String key, Matcher match) {
    var from = estate.now.get();
    estate
        .store
        .silences()
        .add(
            new Silence(
                "s" + key, key, match, from, from.plus(Duration.ofDays(1)), "ann", "known", from));
  }

  private List<PendingDelivery> pending(String channel) {
    return estate.store.outbox().pending(channel);
  }
}
