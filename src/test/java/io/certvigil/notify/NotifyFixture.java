package io.certvigil.notify;

import io.certvigil.model.Certificate;
import io.certvigil.model.Discovery;
import io.certvigil.model.Expiry;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Secret;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.X509Fields;
import io.certvigil.model.Zone;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Severity;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Store;
import io.certvigil.store.view.DeliveryView;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** One zone in a real database, a settable clock, and a channel of each kind. */
public final class NotifyFixture implements AutoCloseable {
  public static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");
  static final WatchedScope ZONE =
      new WatchedScope(
          Scope.ofZone(
              Source.CLIENT_CERTIFICATES,
              new ResourceRef("a1", "acme"),
              new ResourceRef("z1", "example.com")),
          "main",
          "main",
          Duration.ofHours(1),
          Map.of("team", "platform"));
  public static final Policy POLICY = new Policy(io.certvigil.policy.PolicySettings.DEFAULTS);

  public final AtomicReference<Instant> now = new AtomicReference<>(TODAY);
  public Store store;
  private final io.certvigil.store.StoreSettings settings;

  public NotifyFixture(Path folder) {
    settings =
        new io.certvigil.store.StoreSettings(
            folder.resolve("certvigil.db"), Duration.ofDays(730), Duration.ofDays(90));
    store = Store.open(settings);
  }

  /** Closes the database and opens it again, as after a crash: what was being sent is returned. */
  public void reopen() {
    store.close();
    store = Store.open(settings);
  }

  /** Channels whose name begins with "hook" are webhooks, all others are Slack channels. */
  public static NotifySettings settings(Severity least, List<Route> routes, String... names) {
    var channels = new LinkedHashMap<String, NotifySettings.ChannelSettings>();
    for (var name : names) {
      var url = new Secret("http://127.0.0.1:9/" + name);
      channels.put(
          name,
          name.startsWith("hook")
              ? new NotifySettings.ChannelSettings.Webhook(url, List.of(TestEvents.SECRET), least)
              : new NotifySettings.ChannelSettings.Slack(url, least));
    }
    return new NotifySettings(
        "prod-eu", URI.create("https://certs.example.com"), channels, routes, List.of(), null);
  }

  public void configureChannels(String... names) {
    store.applyConfig(List.of(), Set.of(names), "", now.get());
  }

  /** Commits this number of certificates that expire in eight days. */
  public void commitCertificates(int count) {
    commitCertificates(IntStream.range(0, count).mapToObj(n -> certificate(n, 8)).toList());
  }

  public void commitCertificates(List<Certificate> certificates) {
    var discovery =
        new Discovery(
            List.of(ZONE.scope().account()),
            List.of(new Zone(Objects.requireNonNull(ZONE.scope().zone()), ZONE.scope().account())),
            true,
            null);
    store.scopes().recordDiscovery("main", "main", discovery, List.of(ZONE), now.get());
    store
        .readings()
        .commit(ZONE, new Reading.Complete(ZONE.scope(), certificates), POLICY, now.get());
  }

  public static Certificate certificate(int n, int days) {
    return new Certificate(
        "id" + n,
        "device-" + n + ".example.com",
        "active",
        null,
        false,
        Expiry.on(TODAY.plus(Duration.ofDays(days)).plusSeconds(n)),
        new X509Fields(
            TODAY.minus(Duration.ofDays(365)), "CA", "3b" + n + "d" + days, null, List.of()),
        Map.of("organization", "Acme"));
  }

  public void advance(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  /** Marks all pending deliveries of the channel as delivered. */
  public void deliverAll(String channel) {
    var outbox = store.outbox();
    for (var next = outbox.claim(channel, now.get());
        next.isPresent();
        next = outbox.claim(channel, now.get())) {
      outbox.markDelivered(next.get(), null, now.get());
    }
  }

  /** Stores a delivery about this alert, due at once. */
  public void put(String channel, String messageId, String body, String alert) {
    put(channel, new NewDelivery(messageId, messageId, body, List.of(), Set.of(alert)));
  }

  public void put(String channel, NewDelivery delivery) {
    var schedule = channel + " " + delivery.id();
    store
        .outbox()
        .enqueueScheduled(schedule, now.get(), Map.of(channel, List.of(delivery)), now.get());
  }

  /** The states of all deliveries, oldest first. */
  public List<String> states() {
    var all = store.outbox().deliveries(new DeliveryView.Filter(null, null, null, null, 0));
    return all.reversed().stream().map(DeliveryView::state).toList();
  }

  @Override
  public void close() {
    store.close();
  }
}
