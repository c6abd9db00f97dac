package io.certvigil.store;

import io.certvigil.policy.Health;
import io.certvigil.policy.Policy;
import io.certvigil.store.receiver.WaitingChannel;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.CheckFacts;
import io.certvigil.store.view.CheckFacts.FailingChannel;
import io.certvigil.store.view.CheckFacts.UnreadableList;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.ListView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The facts that {@code check} decides on. */
record CheckQueries(Store store, Policy policy, Instant now) {
  private static final int PAGE = 200;
  private static final Instant ANY_TIME = Instant.ofEpochMilli(Long.MIN_VALUE);

  CheckFacts facts(CertificateFilter filter, Duration warning) {
    var within = filter.withExpiringWithin(warning);
    var ending = new ArrayList<CertificateView>();
    store.inventory().list(within, now, ending::add);
    ending.sort(Comparator.comparing(view -> Objects.requireNonNull(view.notAfter())));
    var quiet = store.alerts().nonAlerting(policy, within, ANY_TIME, now);
    var loud = ending.stream().filter(view -> mayAlert(view, quiet)).toList();
    boolean someAhead = loud.stream().anyMatch(view -> !isExpired(view));
    var shown =
        someAhead
            ? loud
            : Stream.concat(loud.stream(), nextToExpire(filter, warning).stream()).toList();
    var lists = store.inventory().lists(filter).stream().map(ListView::health).toList();
    return new CheckFacts(
        lists.size(),
        lists.stream().filter(one -> one.completeAt() != null).count(),
        unreadable(filter, lists),
        shown,
        store.inventory().count(filter, now),
        failing(),
        store.targets().kept().stream().map(WaitingChannel::notice).toList());
  }

  private List<FailingChannel> failing() {
    return store.outbox().backlog().stream()
        .filter(channel -> channel.failing(now))
        .map(channel -> new FailingChannel(channel.channel(), channel.lastFailure()))
        .toList();
  }

  /** Failed discoveries count only without a filter. */
  private List<UnreadableList> unreadable(CertificateFilter filter, List<Health> lists) {
    var discoveries =
        filter.equals(CertificateFilter.ALL)
            ? store.scopes().health().stream().filter(one -> one.source() == null)
            : Stream.<Health>of();
    return Stream.concat(discoveries, lists.stream())
        .flatMap(
            one ->
                reason(one)
                    .map(why -> new UnreadableList(one.name(), why, one.completeAt()))
                    .stream())
        .toList();
  }

  /** A list whose first attempts failed is unknown at once: nothing of it was ever read. */
  private Optional<String> reason(Health one) {
    var fault = one.fault();
    return fault == null || one.completeAt() != null || one.neverPermitted()
        ? one.unreadableReason(now)
        : Optional.of(fault.reason().word());
  }

  /** The next one to expire after the limit; empty if no other has an expiry. */
  private List<CertificateView> nextToExpire(CertificateFilter filter, Duration warning) {
    Cursor from = Cursor.expiringFrom(now.plus(warning));
    do {
      var page = store.inventory().page(filter, CertificateSort.NOT_AFTER, from, PAGE, now);
      var loud = firstThatMayAlert(filter, page.rows());
      if (!loud.isEmpty()) {
        return loud;
      }
      from = page.next();
    } while (from != null);
    return List.of();
  }

  /** The first of these that may raise alerts; empty if there is none. */
  private List<CertificateView> firstThatMayAlert(
      CertificateFilter filter, List<CertificateView> views) {
    var ends =
        views.stream()
            .map(view -> Optional.ofNullable(view.notAfter()))
            .flatMap(Optional::stream)
            .toList();
    if (ends.isEmpty()) {
      return List.of();
    }
    var these = filter.withExpiringWithin(Duration.between(now, ends.getLast().plusMillis(1)));
    var quiet = store.alerts().nonAlerting(policy, these, ends.getFirst(), now);
    return views.stream().filter(view -> mayAlert(view, quiet)).limit(1).toList();
  }

  private boolean isExpired(CertificateView view) {
    return Objects.requireNonNull(view.notAfter()).isBefore(now);
  }

  private static boolean mayAlert(CertificateView view, Set<String> quiet) {
    return view.notAfter() != null && !quiet.contains(view.key());
  }
}
