package io.certvigil.store;

import io.certvigil.policy.Policy;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.CertificateDetail;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.ChangeView;
import io.certvigil.store.view.CheckFacts;
import io.certvigil.store.view.CommandQueries;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.DeliveryView;
import io.certvigil.store.view.ExplanationView;
import io.certvigil.store.view.ReadingState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The queries of commands on an open store: of the daemon, for commands that ask it, or of a
 * command that has opened the store itself. {@link #close} closes the store.
 */
public record StoreQueries(Store store, Policy policy, Instant now) implements CommandQueries {
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
    return find(store, key, now);
  }

  /** As {@link #find(String)}; an exact match takes precedence over partial ones. */
  public static List<CertificateView> find(Store store, String key, Instant now) {
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

  /** The alerts that a {@code KEY} may mean, of these; the most exact matches only. */
  public static List<AlertView> matching(String key, List<AlertView> all) {
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
  public void close() {
    store.close();
  }
}
