package io.certvigil.notify.compose;

import io.certvigil.notify.Channels;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.message.DigestMessageBuilder;
import io.certvigil.notify.message.HumanChannel;
import io.certvigil.store.Inventory;
import io.certvigil.store.NewDelivery;
import io.certvigil.store.Outbox;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Composes lists of certificates that expire soon, for people, on a schedule. The time of the last
 * digest is stored with it, so that one digest is sent for each scheduled time; after missed times,
 * one digest is sent. An empty digest is sent too, because no message would look the same as a
 * daemon that does not run.
 */
public final class Digests {
  private static final Logger log = LoggerFactory.getLogger(Digests.class);

  private final NotifySettings settings;
  private final Channels channels;
  private final Inventory inventory;
  private final Outbox outbox;
  private final Calendar calendar;

  /** Evaluates a cron expression. */
  @FunctionalInterface
  public interface Calendar {
    /**
     * The latest scheduled time that is after {@code since} and not after {@code now}; empty if
     * there is none.
     */
    Optional<Instant> last(String cron, Instant since, Instant now);
  }

  public Digests(
      NotifySettings settings,
      Channels channels,
      Inventory catalogue,
      Outbox outbox,
      Calendar calendar) {
    this.settings = settings;
    this.channels = channels;
    this.inventory = catalogue;
    this.outbox = outbox;
    this.calendar = calendar;
  }

  /**
   * Composes every digest that is due. Call it each minute; it reads one row of the database for
   * each digest. A digest that is new in the config is due at its next scheduled time.
   *
   * @return how many deliveries were stored
   * @throws io.certvigil.store.failure.StoreException if the database cannot be written; the digest
   *     then stays due
   */
  public int run(Instant now) {
    return settings.digests().stream().mapToInt(digest -> run(digest, now)).sum();
  }

  private int run(NotifySettings.Digest digest, Instant now) {
    var name = "digest " + DigestMessageBuilder.key(digest);
    // A time in the future was stored while the clock was wrong; the digest then counts as new.
    var since = outbox.lastScheduled(name).filter(last -> !last.isAfter(now));
    if (since.isEmpty()) {
      return outbox.enqueueScheduled(name, now, Map.of(), now);
    }
    return calendar
        .last(digest.cron(), since.get(), now)
        .map(due -> outbox.enqueueScheduled(name, due, newDeliveries(digest, due, now), now))
        .orElse(0);
  }

  private Map<String, List<NewDelivery>> newDeliveries(
      NotifySettings.Digest digest, Instant due, Instant now) {
    var expiring = new ArrayList<CertificateView>();
    inventory.list(CertificateFilter.onlyExpiringWithin(digest.within()), now, expiring::add);
    expiring.sort(Comparator.comparing(view -> Objects.requireNonNull(view.notAfter())));
    var newDeliveries = new LinkedHashMap<String, List<NewDelivery>>();
    for (var name : digest.to()) {
      if (channels.named(name) instanceof HumanChannel human) {
        var message = DigestMessageBuilder.of(settings, digest, name, expiring, due, now);
        newDeliveries.put(name, human.composeMessage(message));
      } else {
        log.atWarn()
            .addKeyValue("channel", name)
            .log("digest not sent: the channel is not read by people");
      }
    }
    return newDeliveries;
  }
}
