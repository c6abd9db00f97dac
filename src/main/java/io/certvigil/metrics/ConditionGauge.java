package io.certvigil.metrics;

import io.certvigil.model.ConditionKind;
import io.certvigil.model.Source;
import io.certvigil.model.WordedEnum;
import io.certvigil.policy.Event;
import io.certvigil.policy.Severity;
import io.certvigil.store.view.ConditionView;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The conditions that are reported, by key. Thread-safe. */
final class ConditionGauge {
  private static final List<Severity> SEVERITIES = List.of(Severity.WARNING, Severity.CRITICAL);

  private final Map<String, String> labels = new ConcurrentHashMap<>();

  /** A page that is written meanwhile contains each condition that is reported before and after. */
  void replace(Collection<ConditionView> reported) {
    labels
        .keySet()
        .retainAll(reported.stream().map(ConditionView::key).collect(Collectors.toSet()));
    reported.forEach(this::put);
  }

  /** An event reports each condition that begins, changes or ends. */
  void update(Event event) {
    var condition = event.condition();
    var watched = event.watched();
    if (condition == null || watched == null) {
      return;
    }
    if (event.alert().firing()) {
      put(ConditionView.of(condition, watched, event.alert().severity().word()));
    } else {
      labels.remove(condition.key());
    }
  }

  private void put(ConditionView view) {
    var kind = WordedEnum.of(ConditionKind.class, view.kind()).orElseThrow();
    var severity = Severity.valueOf(view.severity().toUpperCase(Locale.ROOT));
    labels.put(view.key(), labels(kind, view.source(), view.account().id(), severity));
  }

  private static String labels(
      ConditionKind kind, @Nullable String source, String account, Severity severity) {
    return new Labels()
        .add("kind", kind.word())
        .add("source", source == null ? "" : source)
        .addIdentifier("account_id", account)
        .add("severity", severity.word())
        .toString();
  }

  /** Every series of these accounts, also those at 0. */
  String lines(Set<String> accounts) {
    var counts = new TreeMap<String, Long>();
    for (var account : accounts) {
      for (var kind : ConditionKind.values()) {
        sources(kind)
            .forEach(
                source ->
                    SEVERITIES.forEach(
                        severity -> counts.put(labels(kind, source, account, severity), 0L)));
      }
    }
    labels.values().forEach(one -> counts.merge(one, 1L, Long::sum));
    return counts.entrySet().stream()
        .map(one -> ScopeMetricsBuilder.line(Family.CONDITIONS, one.getKey(), one.getValue()))
        .collect(Collectors.joining());
  }

  private static Stream<String> sources(ConditionKind kind) {
    return kind.sources().isEmpty() ? Stream.of("") : kind.sources().stream().map(Source::word);
  }
}
