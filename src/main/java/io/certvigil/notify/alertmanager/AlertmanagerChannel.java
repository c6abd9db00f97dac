package io.certvigil.notify.alertmanager;

import io.certvigil.model.Secret;
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
import io.certvigil.notify.http.HttpReply;
import io.certvigil.notify.http.HttpSender;
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
 * One Alertmanager, or a cluster, by <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>. A
 * delivery is one alert. It is acknowledged when one member has it: members that were away learn it
 * from the next minute's refresh, and only members that are away can lack it.
 */
public final class AlertmanagerChannel implements StatefulChannel {
  private static final int BATCH = 500;
  private static final String PATH = "/api/v2/alerts";

  private final ClusterMembers members;
  private final PostedAlerts shown = new PostedAlerts();

  /** A refresh that read the store before a delivery must not overwrite what that delivery says. */
  private final ReadWriteLock turn = new ReentrantReadWriteLock(true);

  public AlertmanagerChannel(
      String name,
      NotifySettings.ChannelSettings.Alertmanager settings,
      String version,
      Duration limit) {
    if (settings.urls().isEmpty()) {
      throw new IllegalArgumentException("channels." + name + ".urls: missing");
    }
    var posts = new ArrayList<HttpSender>();
    for (var url : settings.urls()) {
      posts.add(new HttpSender("channels." + name + ".urls", endpoint(url), version, limit));
    }
    members = new ClusterMembers(name, posts);
  }

  /** A query stays behind the path. */
  private static Secret endpoint(Secret url) {
    return new Secret(url.reveal().replaceFirst("/*([?].*)?$", PATH + "$1"));
  }

  @Override
  public String type() {
    return "alertmanager";
  }

  @Override
  public boolean human() {
    return false;
  }

  @Override
  public List<NewDelivery> compose(EventBatch notice) {
    return notice.each(told -> AlertmanagerBody.posting(notice.installation(), told).json());
  }

  @Override
  public Outcome send(Delivery delivery, Instant now) {
    var posting = AlertPost.parsed(delivery.body());
    turn.readLock().lock();
    try {
      return post(List.of(posting), now);
    } finally {
      turn.readLock().unlock();
    }
  }

  @Override
  public Optional<FallbackMessage> plainer(Delivery refused) {
    var posting = AlertPost.parsed(refused.body());
    var plain = AlertmanagerBody.plain(posting).json();
    return plain.equals(posting.json())
        ? Optional.empty()
        : Optional.of(new FallbackMessage(NotificationId.of("short", refused.messageId()), plain));
  }

  @Override
  public Outcome refresh(EventBatch standing, Instant now) {
    var last = new LinkedHashMap<String, AlertPost>();
    for (var told : standing.events()) {
      var posting = AlertmanagerBody.posting(standing.installation(), told);
      last.put(posting.key(), posting); // of two ends of one certificate the later word counts
    }
    shown.keep(last.keySet(), now.minus(RESOLVED_FOR));
    var tally = new Tally();
    var postings = List.copyOf(last.values());
    for (int from = 0; from < postings.size() && tally.goesOn(); from += BATCH) {
      var batch = postings.subList(from, Math.min(postings.size(), from + BATCH));
      tell(batch, now, tally);
    }
    return tally.outcome();
  }

  /** What is refused is halved until the one that is at fault stands alone, and that is told. */
  private void tell(List<AlertPost> batch, Instant now, Tally tally) {
    switch (postBatch(batch, now)) {
      case Delivered _ -> {}
      case TryLater later -> tally.stopped = later;
      case Rejected rejected -> {
        if (batch.size() == 1) {
          tellPlainly(batch.getFirst(), rejected, now, tally);
          return;
        }
        int half = batch.size() / 2;
        tell(batch.subList(0, half), now, tally);
        if (tally.goesOn()) {
          tell(batch.subList(half, batch.size()), now, tally);
        }
      }
    }
  }

  private void tellPlainly(AlertPost refused, Rejected why, Instant now, Tally tally) {
    tally.refused(why);
    if (postBatch(List.of(AlertmanagerBody.plain(refused)), now) instanceof TryLater later) {
      tally.stopped = later;
    }
  }

  private Outcome postBatch(List<AlertPost> batch, Instant now) {
    turn.writeLock().lock();
    try {
      var current = batch.stream().filter(posting -> !shown.overtaken(posting)).toList();
      return current.isEmpty() ? new Delivered("") : post(current, now);
    } finally {
      turn.writeLock().unlock();
    }
  }

  private Outcome post(List<AlertPost> postings, Instant now) {
    var alerts = postings.stream().flatMap(posting -> shown.alerts(posting, now).stream()).toList();
    var outcome = members.post(AlertPost.array(alerts), now, AlertmanagerChannel::meaning);
    if (outcome instanceof Delivered) {
      postings.forEach(shown::told);
    }
    return outcome;
  }

  private static Outcome meaning(HttpReply answer) {
    return switch (answer.status()) {
      case 200 -> new Delivered(answer.words());
      case 400, 413 -> new Rejected(Reason.REJECTED, answer.words());
      default -> HttpOutcomes.later(answer);
    };
  }

  @Override
  public void close() {
    members.close();
  }

  /** How a refresh goes. */
  private static final class Tally {
    private int refused;
    private String answer = "";
    private @Nullable TryLater stopped;

    void refused(Rejected rejected) {
      refused++;
      answer = rejected.answer();
    }

    boolean goesOn() {
      return stopped == null;
    }

    Outcome outcome() {
      if (stopped != null) {
        return stopped;
      }
      return refused == 0
          ? new Delivered("")
          : new Rejected(Reason.REJECTED, refused + " refused: " + answer);
    }
  }
}
