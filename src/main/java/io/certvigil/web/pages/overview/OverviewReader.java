package io.certvigil.web.pages.overview;

import io.certvigil.model.Fault;
import io.certvigil.policy.Health;
import io.certvigil.policy.Severity;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.receiver.WaitingChannel;
import io.certvigil.store.view.CertificateFilter;
import io.certvigil.store.view.CertificateSort;
import io.certvigil.store.view.CertificateView;
import io.certvigil.store.view.Cursor;
import io.certvigil.store.view.SourceHealth;
import io.certvigil.web.pages.ChannelLine;
import io.certvigil.web.pages.ExpiredCertificates;
import io.certvigil.web.site.DaemonInfo;
import io.certvigil.web.site.ListState;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the data of the overview, at most once a second for all requests together. */
final class OverviewReader {
  private static final int ROWS = 30;
  private static final int PAGE = 1_000;
  private static final int EVENTS = 25;
  private static final int WEEKS = 53;
  // Certificates with these statuses need no attention.
  private static final Set<String> INACTIVE = Set.of("revoked", "deleted");

  private final SiteContext context;
  private @Nullable OverviewView last;

  OverviewReader(SiteContext context) {
    this.context = context;
  }

  synchronized OverviewView read() {
    var now = context.clock().instant();
    var before = last;
    if (before != null && Duration.between(before.now(), now).abs().toSeconds() < 1) {
      return before;
    }
    var view = read(now);
    last = view;
    return view;
  }

  private OverviewView read(Instant now) {
    var problems = new ArrayList<String>();
    var sources = readOrReport(problems, () -> context.store().scopes().sources());
    var troubled = readOrReport(problems, () -> context.store().scopes().troubled());
    var expired = readOrReport(problems, () -> List.of(expired(now)));
    var soonest = readOrReport(problems, () -> soonest(now));
    var events = readOrReport(problems, () -> context.store().inventory().events(EVENTS));
    var channels = readOrReport(problems, () -> channels(now));
    var notices = readOrReport(problems, this::notices);
    var weeks = weeks(now);
    return new OverviewView(
        now,
        dataAt(sources),
        context.daemon().impairments(),
        context.daemon().channels().size(),
        String.join("; ", problems),
        notices,
        figures(sources, now),
        weeks,
        new BusiestDays(context.figures(), now).busiest(weeks),
        soonest,
        expired.isEmpty() ? ExpiredCertificates.NONE : expired.getFirst(),
        unreadable(troubled),
        sources.stream().map(OverviewReader::line).toList(),
        events,
        channels,
        readOrReport(problems, () -> context.store().conditions().reported()));
  }

  private List<String> notices() {
    var kept = context.store().targets().kept().stream().map(WaitingChannel::notice);
    return Stream.concat(kept, context.store().notices().list().stream()).toList();
  }

  private static @Nullable Instant dataAt(List<SourceHealth> sources) {
    return sources.stream()
        .flatMap(one -> Stream.ofNullable(one.newest()))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private ExpiredCertificates expired(Instant now) {
    var count = OptionalLong.of(context.figures().expiringBefore(now));
    return ExpiredCertificates.read(
        context, CertificateFilter.ALL, OverviewReader::isRelevant, count, now);
  }

  /** If the store cannot be read, the page still shows the parts that do not need it. */
  private static <T> List<T> readOrReport(List<String> problems, Supplier<List<T>> query) {
    try {
      return query.get();
    } catch (StoreException e) {
      if (!problems.contains(String.valueOf(e.getMessage()))) {
        problems.add(String.valueOf(e.getMessage()));
      }
      return List.of();
    }
  }

  private OverviewView.Figures figures(List<SourceHealth> sources, Instant now) {
    var figures = context.figures();
    return new OverviewView.Figures(
        figures.certificates(),
        figures.expiringBefore(now),
        figures.expiringBefore(now.plus(Duration.ofDays(7))),
        figures.expiringBefore(now.plus(Duration.ofDays(30))),
        figures.firing(Severity.CRITICAL),
        figures.firing(Severity.WARNING),
        figures.firing(Severity.INFO),
        sources.stream().mapToInt(SourceHealth::lists).sum(),
        sources.stream().mapToInt(SourceHealth::attempted).sum());
  }

  private List<Long> weeks(Instant now) {
    var weeks = new ArrayList<Long>();
    long before = context.figures().expiringBefore(now);
    for (int week = 1; week <= WEEKS; week++) {
      long until = context.figures().expiringBefore(now.plus(Duration.ofDays(7L * week)));
      weeks.add(Math.max(0, until - before));
      before = until;
    }
    return List.copyOf(weeks);
  }

  /** Reads pages until there are enough rows: revoked certificates may fill many pages. */
  private List<CertificateView> soonest(Instant now) {
    var endings = new ArrayList<CertificateView>();
    Cursor from = null;
    boolean ahead;
    do {
      var page =
          context
              .store()
              .inventory()
              .page(CertificateFilter.ALL, CertificateSort.END, from, PAGE, now);
      page.rows().stream()
          .filter(view -> isRelevant(view) && !isExpired(view, now))
          .forEach(endings::add);
      ahead = page.rows().stream().noneMatch(view -> isExpired(view, now));
      from = page.next();
    } while (endings.size() < ROWS && from != null && ahead); // what has expired comes last
    return endings.stream().limit(ROWS).toList();
  }

  private static boolean isExpired(CertificateView view, Instant now) {
    var end = view.notAfter();
    return end != null && end.isBefore(now);
  }

  private static boolean isRelevant(CertificateView view) {
    return view.notAfter() != null && !INACTIVE.contains(view.status());
  }

  private static List<OverviewView.UnreadableGroup> unreadable(List<Health> troubled) {
    return new TreeMap<>(troubled.stream().collect(Collectors.groupingBy(OverviewReader::reason)))
        .entrySet().stream()
            .map(group -> unreadable(group.getKey(), group.getValue()))
            .sorted(Comparator.comparing(OverviewView.UnreadableGroup::since))
            .toList();
  }

  private static String reason(Health one) {
    var fault = one.fault();
    if (one.goneSince() != null || fault == null) {
      return ListState.GONE.label();
    }
    return one.neverPermitted() ? one.permission().description() : fault.reason().word();
  }

  private static OverviewView.UnreadableGroup unreadable(String reason, List<Health> group) {
    var lists =
        group.stream()
            .map(
                one ->
                    new OverviewView.UnreadableList(
                        one.name(), detail(one.fault()), since(one), one.completeAt()))
            .sorted(Comparator.comparing(OverviewView.UnreadableList::since))
            .toList();
    return new OverviewView.UnreadableGroup(reason, lists.getFirst().since(), lists);
  }

  private static String detail(@Nullable Fault fault) {
    return fault == null ? "" : fault.explained();
  }

  private static Instant since(Health one) {
    return Objects.requireNonNullElse(
        one.goneSince(), Objects.requireNonNullElse(one.failingSince(), one.watchedSince()));
  }

  private static OverviewView.SourceLine line(SourceHealth one) {
    return new OverviewView.SourceLine(
        one.source(), one.lists(), one.complete(), one.never(), one.oldest());
  }

  private List<ChannelLine> channels(Instant now) {
    var configured =
        context.daemon().channels().stream()
            .map(DaemonInfo.Channel::name)
            .collect(Collectors.toSet());
    return ChannelLine.read(context, now).stream()
        .filter(line -> configured.contains(line.name()))
        .toList();
  }
}
