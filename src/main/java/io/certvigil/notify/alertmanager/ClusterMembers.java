package io.certvigil.notify.alertmanager;

import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.http.HttpReply;
import io.certvigil.notify.http.HttpSender;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members of a cluster: each is sent all alerts, all at the same time. */
final class ClusterMembers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ClusterMembers.class);

  private final String channel;
  private final List<HttpSender> senders;
  private final Set<Integer> unreachable = ConcurrentHashMap.newKeySet();

  ClusterMembers(String channel, List<HttpSender> posts) {
    this.channel = channel;
    this.senders = List.copyOf(posts);
  }

  /** Delivered if one member accepted the alerts. */
  Outcome post(String json, Instant now, Function<HttpReply, Outcome> meaning) {
    if (senders.size() == 1) {
      return senders.getFirst().send(json, now, meaning);
    }
    var tasks = new ArrayList<Callable<Outcome>>();
    senders.forEach(sender -> tasks.add(() -> sender.send(json, now, meaning)));
    var outcomes = Parallel.run(tasks);
    var best = outcomes.stream().min(Comparator.comparingInt(ClusterMembers::rank));
    if (best.isPresent() && best.get() instanceof Delivered) {
      logChanges(outcomes);
    }
    return best.orElse(new TryLater(Reason.TIMEOUT, Duration.ZERO, "interrupted"));
  }

  /** An accepting member comes first, then the failure that is likely to pass first. */
  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case Delivered _ -> 0;
      case TryLater(var reason, _, _, _) -> reason.configuration() ? 2 : 1;
      case Rejected _ -> 3;
    };
  }

  /**
   * Logs members that do not accept alerts, which is not visible otherwise while another member
   * does.
   */
  private void logChanges(List<Outcome> outcomes) {
    for (int member = 0; member < outcomes.size(); member++) {
      if (outcomes.get(member) instanceof TryLater(var reason, _, _, _)) {
        if (unreachable.add(member)) {
          log.atWarn()
              .addKeyValue("channel", channel)
              .addKeyValue("url", member + 1)
              .addKeyValue("reason", reason)
              .log("cluster member does not accept alerts; another one does");
        }
      } else if (unreachable.remove(member)) {
        log.atInfo()
            .addKeyValue("channel", channel)
            .addKeyValue("url", member + 1)
            .log("cluster member accepts alerts again");
      }
    }
  }

  /** Reads the URLs again that are in files. Returns true if one has changed. */
  boolean rereadUrls() {
    boolean changed = false;
    for (var sender : senders) {
      changed |= sender.rereadUrl();
    }
    return changed;
  }

  @Override
  public void close() {
    senders.forEach(HttpSender::close);
  }
}
