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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists of what ends soon, for people, by the calendar. When one was last made is stored with it,
 * so that it is made once for each moment, and one that was missed is made up for, once. One with
 * nothing in it is sent too: silence would look the same as a daemon that is dead.
 */
public final class Digests {
  private static final Logger log = LoggerFactory.getLogger(Digests.class);

  private final NotifySettings settings;
  private final Channels channels;
  private final Inventory inventory;
  private final Outbox outbox;
  private final Calendar calendar;

  /** What a cron expression says. */
  @FunctionalInterface
  public interface Calendar {
    /**
     * The latest of its moments that is after {@code since} and not after {@code now}; empty where
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
   * Makes every digest that is due. Call it each minute; it asks the database for one row of each
   * digest. A digest that is new in the config is due at its next moment.
   *
   * @return how many deliveries were stored
   * @throws io.certvigil.store.failure.StoreException where the database takes nothing; then it is
   *     due still
   */
  public int run(Instant now) {
    return settings.digests().stream().mapToInt(digest -> run(digest, now)).sum();
  }

  private int run(NotifySettings.Digest digest, Instant now) {
    var name = "digest " + DigestMessageBuilder.key(digest);
    // One of the future was stored by a clock that was wrong: it begins anew.
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
    var ending = new ArrayList<CertificateView>();
    inventory.list(CertificateFilter.onlyExpiringWithin(digest.within()), now, ending::add);
    var drafts = new LinkedHashMap<String, List<NewDelivery>>();
    for (var name : digest.to()) {
      if (channels.named(name) instanceof HumanChannel human) {
        var bulletin = DigestMessageBuilder.of(settings, digest, name, ending, due, now);
        drafts.put(name, human.composeMessage(bulletin));
      } else {
        log.atWarn().addKeyValue("channel", name).log("nobody reads this channel: no digest to it");
      }
    }
    return drafts;
  }
}
