package io.certvigil.store;

import io.certvigil.policy.Health;
import io.certvigil.policy.Policy;
import io.certvigil.policy.Silence;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.receiver.WaitingChannel;
import io.certvigil.store.view.AckAnswer;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.CheckFacts;
import io.certvigil.store.view.CommandChanges;
import io.certvigil.store.view.CommandQueries;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.DeliveryOperationResult;
import io.certvigil.store.view.DeliveryView;
import io.certvigil.store.view.ExplanationView;
import io.certvigil.store.view.ReadingState;
import io.certvigil.store.view.SilenceReach;
import io.certvigil.store.view.StoreFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The queries and changes of commands on an open store: of the daemon, for commands that ask it, or
 * of a command that has opened the store itself. {@link #close} closes the store.
 */
public record StoreQueries(Store store, Policy policy, Instant now)
    implements CommandQueries, CommandChanges {
  private static final int PAGE = 1_000;

  @Override
  public void certificates(
      CertificateFilter filter, @Nullable Instant moment, Consumer<CertificateView> rows) {
    if (moment == null) {
      store.inventory().list(filter, now, rows);
    } else {
      store.inventory().asOf(moment, filter, rows);
    }
  }

  @Override
  public ReadingState readingState() {
    var inventory = store.inventory();
    return new ReadingState(inventory.hasCompleteList(), inventory.knownSince().orElse(null));
  }

  @Override
  public List<CertificateView> find(String key) {
    // An exact match takes precedence over partial ones.
    var found = store.inventory().find(key, now);
    for (var exact : exact(key)) {
      var only = found.stream().filter(exact).toList();
      if (only.size() == 1) {
        return only;
      }
    }
    var alerted =
        store.inventory().alerts(true, now).stream()
            .filter(view -> view.alert().id().key().equals(key))
            .flatMap(view -> Stream.ofNullable(view.certificate()))
            .distinct()
            .limit(1)
            .toList();
    return alerted.isEmpty() ? found : alerted;
  }

  private static List<Predicate<CertificateView>> exact(String key) {
    return List.of(
        view -> view.key().equals(key),
        view -> view.id().equals(key),
        view -> view.name().equalsIgnoreCase(key));
  }

  @Override
  public Optional<CertificateView> known(String key) {
    return store.inventory().detail(key, now).map(CertificateDetail::certificate);
  }

  @Override
  public List<ChangeView> history(String key) {
    return store.inventory().history(key);
  }

  @Override
  public void changes(
      Instant from,
      Instant to,
      CertificateFilter filter,
      Set<String> words,
      Consumer<ChangeView> rows) {
    Cursor next = null;
    do {
      var page = store.inventory().changes(from, to, filter, words, next, PAGE);
      page.rows().forEach(rows);
      next = page.next();
    } while (next != null);
  }

  @Override
  public List<AlertJson> alerts() {
    return shown(store.inventory().alerts(false, now));
  }

  @Override
  public List<AlertJson> alertsOf(String key) {
    return shown(store.inventory().alertsOf(key, now));
  }

  private List<AlertJson> shown(List<AlertView> alerts) {
    var silences = store.silences().active(now);
    return alerts.stream()
        .map(one -> AlertJson.of(one, Silence.covering(silences, one.subject())))
        .toList();
  }

  @Override
  public List<Silence> silences() {
    return store.silences().list();
  }

  @Override
  public CheckFacts check(CertificateFilter filter, Duration warning) {
    return new CheckQueries(store, policy, now).facts(filter, warning);
  }

  @Override
  public Optional<ExplanationView> explain(CertificateView certificate) {
    return store
        .alerts()
        .explain(policy, certificate.key(), now)
        .map(why -> ExplanationView.of(certificate, why, silences(certificate, why.alertKey())));
  }

  private List<Silence> silences(CertificateView certificate, String alertKey) {
    return Silence.covering(store.silences().active(now), certificate.subject(alertKey));
  }

  @Override
  public boolean hasAlert(String key) {
    return store.alerts().alert(key).isPresent();
  }

  @Override
  public List<AlertJson> findAlerts(String key) {
    return shown(matching(key, store.inventory().alerts(true, now)));
  }

  @Override
  public List<AlertJson> findFiring(String key) {
    return shown(matching(key, store.inventory().alerts(false, now)));
  }

  @Override
  public List<Health> health() {
    return store.scopes().health();
  }

  @Override
  public StoreFacts storeFacts() {
    var usable = store.usableSpace();
    return new StoreFacts(
        daemonRuns(),
        false,
        health(),
        notices(),
        usable.isPresent() ? usable.getAsLong() : null,
        store.spaceShortage().orElse(null),
        store.damage().orElse(null));
  }

  private List<String> notices() {
    var kept = store.targets().kept().stream().map(WaitingChannel::notice);
    return Stream.concat(kept, store.notices().list().stream()).toList();
  }

  /** As {@link #storeFacts}, after it has written. */
  public StoreFacts writtenFacts() {
    store.checkWritable();
    store
        .writeProblem()
        .ifPresent(
            full -> {
              throw new StoreException(full + ": free some space");
            });
    var facts = storeFacts();
    return new StoreFacts(
        facts.daemonRuns(),
        true,
        facts.health(),
        facts.notices(),
        facts.usableBytes(),
        facts.shortage(),
        facts.damage());
  }

  /** The alerts that a {@code KEY} may mean, of these; the most exact matches only. */
  private static List<AlertView> matching(String key, List<AlertView> all) {
    for (var fits : predicates(key.strip())) {
      var found = all.stream().filter(fits).toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /** From the most exact match to the least. */
  private static List<Predicate<AlertView>> predicates(String key) {
    var lower = key.toLowerCase(Locale.ROOT);
    return List.of(
        view -> view.alert().id().key().equals(key),
        view -> certificateMatches(view.certificate(), one -> one.key().equals(key)),
        view -> certificateMatches(view.certificate(), one -> one.id().equals(key)),
        view -> view.alert().subject().name().equalsIgnoreCase(key),
        view ->
            view.alert().id().key().startsWith(key)
                || view.alert().subject().name().toLowerCase(Locale.ROOT).contains(lower)
                || view.alert().subject().certificate().contains(lower));
  }

  private static boolean certificateMatches(
      @Nullable CertificateView certificate, Predicate<CertificateView> fits) {
    return certificate != null && fits.test(certificate);
  }

  @Override
  public List<DeliveryView> deliveries(DeliveryView.Filter filter) {
    return store.outbox().deliveries(filter);
  }

  @Override
  public Optional<DeliveryView> delivery(String id) {
    return store.outbox().find(id);
  }

  @Override
  public List<DeliveryView> searchDeliveries(String id, int limit) {
    return store.outbox().search(id, limit);
  }

  @Override
  public AckAnswer ack(String alertKey, String by) {
    return AckAnswer.of(store.alerts().ack(alertKey, by, now));
  }

  @Override
  public AckAnswer unack(String alertKey, String by) {
    return AckAnswer.of(store.alerts().unack(alertKey, by, now));
  }

  @Override
  public SilenceReach add(Silence silence) {
    store.silences().add(silence);
    long alerts =
        store.inventory().alerts(false, now).stream()
            .filter(view -> silence.covers(view.subject()))
            .count();
    var certificates = new AtomicLong();
    store
        .inventory()
        .list(
            CertificateFilter.ALL,
            now,
            view -> certificates.addAndGet(silence.covers(view.subject("")) ? 1 : 0));
    return new SilenceReach(alerts, certificates.get());
  }

  @Override
  public boolean expire(String silence, String by) {
    return store.silences().expire(silence, by, now);
  }

  @Override
  public DeliveryOperationResult replay(long delivery, String by) {
    return store.outbox().replay(delivery, by, now);
  }

  @Override
  public DeliveryOperationResult discard(long delivery, String by, String reason) {
    return store.outbox().discard(delivery, by, reason, now);
  }

  @Override
  public boolean daemonRuns() {
    return store.requests().daemonRuns();
  }

  @Override
  public void close() {
    store.close();
  }
}
