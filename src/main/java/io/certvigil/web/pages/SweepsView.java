package io.certvigil.web.pages;

import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import io.certvigil.store.Scopes;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.DaemonInfo;
import io.certvigil.web.site.ListState;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data of the sweeps page.
 *
 * @param matrix the number of lists in each state, by credential and source
 * @param rows the lists to show
 * @param first the number of the first row shown, from 0
 * @param pageSize how many are shown at once
 * @param passed how many match the filter
 * @param all how many there are
 */
record SweepsView(
    List<Sweep> sweeps,
    List<DaemonInfo.Credential> credentials,
    Map<String, Map<String, Map<ListState, Long>>> matrix,
    List<Health> rows,
    int first,
    int pageSize,
    int passed,
    int all) {
  private static final int ROWS = 100;

  SweepsView {
    sweeps = List.copyOf(sweeps);
    credentials = List.copyOf(credentials);
    matrix = Collections.unmodifiableMap(new LinkedHashMap<>(matrix));
    rows = List.copyOf(rows);
  }

  /**
   * The sweep of one watch of the config.
   *
   * @param lists how many it reads
   * @param due how many of these are due and have not been read yet
   * @param lastDue when it was last due; null if it never was
   * @param oldest the oldest of the last complete readings of its lists; null if no list has one
   */
  record Sweep(
      String watch,
      String credential,
      Duration interval,
      int lists,
      int due,
      @Nullable Instant lastDue,
      @Nullable Instant oldest) {}

  static SweepsView read(SiteContext context, PageRequest request) {
    var scopes = context.store().scopes();
    var health = scopes.health();
    var passed =
        health.stream()
            .filter(one -> passesFilter(one, request))
            .sorted(Comparator.comparing(ListState::of).thenComparing(Health::name))
            .toList();
    int first = request.number("first", passed.size());
    return new SweepsView(
        sweeps(scopes, health),
        context.daemon().credentials(),
        matrix(health),
        passed.stream().skip(first).limit(ROWS).toList(),
        first,
        ROWS,
        passed.size(),
        health.size());
  }

  private static List<Sweep> sweeps(Scopes scopes, List<Health> health) {
    Map<String, Health> byKey =
        health.stream().collect(Collectors.toMap(Health::key, one -> one, (one, _) -> one));
    Map<String, List<WatchedScope>> byWatch =
        scopes.watched().stream()
            .collect(Collectors.groupingBy(WatchedScope::watch, TreeMap::new, Collectors.toList()));
    var sweeps = new ArrayList<Sweep>();
    byWatch.forEach((watch, lists) -> sweeps.add(sweep(scopes, watch, lists, byKey)));
    return sweeps;
  }

  private static Sweep sweep(
      Scopes scopes, String watch, List<WatchedScope> lists, Map<String, Health> health) {
    var read = new ArrayList<Instant>();
    for (var list : lists) {
      var one = health.get(list.scope().key());
      var complete = one == null ? null : one.completeAt();
      if (complete != null) {
        read.add(complete);
      }
    }
    var first = lists.getFirst();
    return new Sweep(
        watch,
        first.credential(),
        first.interval(),
        lists.size(),
        scopes.dueCount(watch),
        scopes.lastDue(watch).orElse(null),
        read.isEmpty() ? null : Collections.min(read));
  }

  private static Map<String, Map<String, Map<ListState, Long>>> matrix(List<Health> health) {
    return health.stream()
        .collect(
            Collectors.groupingBy(
                Health::credential,
                TreeMap::new,
                Collectors.groupingBy(
                    SweepsView::source,
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
