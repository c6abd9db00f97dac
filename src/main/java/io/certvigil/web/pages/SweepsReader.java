package io.certvigil.web.pages;

import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.ListState;
import io.certvigil.web.site.SiteContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the data of the sweeps page. */
final class SweepsReader {
  private static final int ROWS = 100;

  private final SiteContext context;

  SweepsReader(SiteContext context) {
    this.context = context;
  }

  SweepsView read(PageRequest request) {
    var scopes = context.scopes();
    var health = scopes.health();
    var passed =
        health.stream()
            .filter(one -> passesFilter(one, request))
            .sorted(Comparator.comparing(ListState::of).thenComparing(Health::name))
            .toList();
    int first = request.number("first", passed.size());
    return new SweepsView(
        sweeps(scopes.watched(), health),
        context.daemon().credentials(),
        matrix(health),
        passed.stream().skip(first).limit(ROWS).toList(),
        first,
        ROWS,
        passed.size(),
        health.size());
  }

  private List<SweepsView.Sweep> sweeps(List<WatchedScope> watched, List<Health> health) {
    Map<String, Health> byKey =
        health.stream().collect(Collectors.toMap(Health::key, one -> one, (one, _) -> one));
    Map<String, List<WatchedScope>> byWatch =
        watched.stream()
            .collect(Collectors.groupingBy(WatchedScope::watch, TreeMap::new, Collectors.toList()));
    var sweeps = new ArrayList<SweepsView.Sweep>();
    byWatch.forEach((watch, lists) -> sweeps.add(sweep(watch, lists, byKey)));
    return sweeps;
  }

  private SweepsView.Sweep sweep(
      String watch, List<WatchedScope> lists, Map<String, Health> health) {
    var read = new ArrayList<Instant>();
    for (var list : lists) {
      var one = health.get(list.scope().key());
      var complete = one == null ? null : one.completeAt();
      if (complete != null) {
        read.add(complete);
      }
    }
    var first = lists.getFirst();
    return new SweepsView.Sweep(
        watch,
        first.credential(),
        first.interval(),
        lists.size(),
        context.scopes().dueCount(watch),
        context.scopes().lastDue(watch).orElse(null),
        read.isEmpty() ? null : read.stream().min(Comparator.naturalOrder()).orElseThrow());
  }

  private static Map<String, Map<String, Map<ListState, Long>>> matrix(List<Health> health) {
    return health.stream()
        .collect(
            Collectors.groupingBy(
                Health::credential,
                TreeMap::new,
                Collectors.groupingBy(
                    SweepsReader::source,
                    TreeMap::new,
                    Collectors.groupingBy(ListState::of, TreeMap::new, Collectors.counting()))));
  }

  /** The source's word; the list of accounts and zones, by which all others are found, has none. */
  static String source(Health one) {
    return one.source() == null ? "accounts and zones" : one.source().word();
  }

  private static boolean passesFilter(Health one, PageRequest request) {
    return matches(request.text("credential"), one.credential())
        && matches(request.text("source"), source(one))
        && matches(request.text("state"), ListState.of(one).word())
        && one.name().contains(request.text("q"));
  }

  private static boolean matches(String asked, String value) {
    return asked.isEmpty() || asked.equals(value);
  }
}
