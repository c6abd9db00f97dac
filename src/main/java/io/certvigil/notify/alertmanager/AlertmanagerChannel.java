package io.certvigil.notify.alertmanager;

import io.certvigil.model.Secret;
import io.certvigil.net.Connector;
import io.certvigil.notify.ConfigurationFault.Receiver;
import io.certvigil.notify.EventBatch;
import io.certvigil.notify.FallbackMessage;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.StatefulChannel;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpSender;
import io.certvigil.redaction.Scrubber;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * One Alertmanager or a cluster, over <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>. A
 * delivery is one alert. It is acknowledged when one member has accepted it: members that were
 * unreachable receive it with the refresh of the next minute, and only unreachable members can lack
 * it.
 */
public final class AlertmanagerChannel implements StatefulChannel {
  private static final int BATCH = 500;
  private static final String PATH = "/api/v2/alerts";

  private final ClusterMembers members;
  private final Duration limit;
  private final PostedAlerts postedAlerts = new PostedAlerts();

  /** A refresh that read the store before a delivery was sent must not overwrite that delivery. */
  private final ReadWriteLock refreshLock = new ReentrantReadWriteLock(true);

  public AlertmanagerChannel(
      String name,
      NotifySettings.ChannelSettings.Alertmanager settings,
      String version,
      Duration limit,
      Scrubber scrubber,
      Connector connector) {
    if (settings.urls().isEmpty()) {
      throw new IllegalArgumentException("channels." + name + ".urls: missing");
    }
    this.limit = limit;
    var posts = new ArrayList<HttpSender>();
    for (var url : settings.urls()) {
      posts.add(
          new HttpSender(
              "channels." + name + ".urls", endpoint(url), version, limit, scrubber, connector));
    }
    members = new ClusterMembers(name, posts);
  }

  /** The query of the URL stays after the path. */
  private static Secret endpoint(Secret url) {
    return Secret.rereadable(
        withPath(url),
        () -> {
          url.reread();
          return Optional.of(withPath(url));
        });
  }

  private static String withPath(Secret url) {
    return url.reveal().replaceFirst("/*([?].*)?$", PATH + "$1");
  }

  @Override
  public List<NewDelivery> compose(EventBatch batch) {
    return batch.deliveryPerEvent(
        event -> AlertmanagerBody.alertPost(batch.installation(), event).json());
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    var alertPost = AlertPost.parsed(delivery.body());
    refreshLock.readLock().lock();
    try {
      return post(List.of(alertPost), now);
    } finally {
      refreshLock.readLock().unlock();
    }
  }

  @Override
  public boolean rereadSecrets() {
    return members.rereadUrls();
  }

  @Override
  public Duration longestAttempt() {
    return limit.multipliedBy(2); // it may wait for a request of a refresh
  }

  @Override
  public Optional<FallbackMessage> fallback(Delivery refused) {
    var alertPost = AlertPost.parsed(refused.body());
    var plain = AlertmanagerBody.minimal(alertPost).json();
    return plain.equals(alertPost.json())
        ? Optional.empty()
        : Optional.of(new FallbackMessage(NotificationId.of("short", refused.messageId()), plain));
  }

  @Override
  public Outcome refresh(EventBatch alerts, Instant now) {
    var last = new LinkedHashMap<String, AlertPost>();
    for (var event : alerts.events()) {
      var alertPost = AlertmanagerBody.alertPost(alerts.installation(), event);
      // For two expiry dates of one certificate the later event applies.
      last.put(alertPost.key(), alertPost);
    }
    postedAlerts.retain(last.keySet(), now.minus(RESOLVED_FOR));
    var progress = new RefreshProgress();
    var alertPosts = List.copyOf(last.values());
    for (int from = 0; from < alertPosts.size() && progress.mayContinue(); from += BATCH) {
      var batch = alertPosts.subList(from, Math.min(alertPosts.size(), from + BATCH));
      postOrSplit(batch, now, progress);
    }
    return progress.outcome();
  }

  /**
   * Splits a rejected batch in half until the faulty alert is found; that one is posted in its
   * minimal form.
   */
  private void postOrSplit(List<AlertPost> batch, Instant now, RefreshProgress progress) {
    switch (postBatch(batch, now)) {
      case Delivered _ -> {}
      case TryLater later -> progress.stoppedBy = later;
      case Rejected rejected -> {
        if (batch.size() == 1) {
          postMinimal(batch.getFirst(), rejected, now, progress);
          return;
        }
        int half = batch.size() / 2;
        postOrSplit(batch.subList(0, half), now, progress);
        if (progress.mayContinue()) {
          postOrSplit(batch.subList(half, batch.size()), now, progress);
        }
      }
    }
  }

  private void postMinimal(AlertPost refused, Rejected why, Instant now, RefreshProgress progress) {
    progress.refused(why);
    if (postBatch(List.of(AlertmanagerBody.minimal(refused)), now) instanceof TryLater later) {
      progress.stoppedBy = later;
    }
  }

  private Outcome postBatch(List<AlertPost> batch, Instant now) {
    refreshLock.writeLock().lock();
    try {
      var current =
          batch.stream().filter(alertPost -> !postedAlerts.isOutdated(alertPost)).toList();
      return current.isEmpty() ? new Delivered("") : post(current, now);
    } finally {
      refreshLock.writeLock().unlock();
    }
  }

  private Outcome post(List<AlertPost> alertPosts, Instant now) {
    var alerts =
        alertPosts.stream()
            .flatMap(alertPost -> postedAlerts.alerts(alertPost, now).stream())
            .toList();
    var outcome =
        members.post(
            AlertPost.array(alerts), now, answer -> HttpOutcomes.of(answer, 200, Receiver.HTTP));
    if (outcome instanceof Delivered) {
      alertPosts.forEach(postedAlerts::recordPosted);
    }
    return outcome;
  }

  @Override
  public void close() {
    members.close();
  }

  /** The progress of a refresh. */
  private static final class RefreshProgress {
    private int refused;
    private String answer = "";
    private @Nullable TryLater stoppedBy;

    void refused(Rejected rejected) {
      refused++;
      answer = rejected.answer();
    }

    boolean mayContinue() {
      return stoppedBy == null;
    }

    Outcome outcome() {
      if (stoppedBy != null) {
        return stoppedBy;
      }
      return refused == 0
          ? new Delivered("")
          : new Rejected(Reason.REJECTED, refused + " rejected: " + answer);
    }
  }
}
