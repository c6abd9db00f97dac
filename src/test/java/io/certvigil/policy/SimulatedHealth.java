package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.HOUR;
import static io.certvigil.policy.TestCertificates.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Fault;
import io.certvigil.model.Source;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists that are read hourly, with the stored results of their readings and their alerts. */
final class SimulatedHealth {
  final Map<String, ListHealth> lists = new LinkedHashMap<>();
  final Map<String, Alert> alerts = new LinkedHashMap<>();
  private final Set<String> ids = new HashSet<>();

  ListHealth list(String key) {
    return lists.computeIfAbsent(key, ListHealth::new);
  }

  /** Decides, stores the result and decides again, which must change nothing. */
  List<Event> decide(Instant now) {
    var decision = decideOnce(now);
    assertThat(decision.events()).allMatch(event -> ids.add(event.id()));
    decision.alerts().forEach(alert -> alerts.put(alert.id().key(), alert));
    decision.cleared().forEach(key -> list(key).alertKey = null);
    decision.alertKeys().forEach((key, alert) -> list(key).alertKey = alert);
    var again = decideOnce(now);
    assertThat(again.events()).isEmpty();
    assertThat(again.alerts()).isEmpty();
    return decision.events();
  }

  private Policy.HealthDecision decideOnce(Instant now) {
    var healths = lists.values().stream().map(ListHealth::health).toList();
    return new Policy(PolicySettings.DEFAULTS)
        .decideHealth(healths, List.copyOf(alerts.values()), now);
  }

  static final class ListHealth {
    private final String key;
    String credential = "main";
    @Nullable Source source = Source.CLIENT_CERTIFICATES;
    @Nullable Instant completeAt;
    @Nullable Instant goneSince;
    @Nullable Fault fault;
    @Nullable String alertKey;
    private @Nullable Instant attemptedAt;
    private @Nullable Instant failingSince;
    private int failures;

    ListHealth(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }

    void complete(Instant now) {
      attemptedAt = now;
      completeAt = now;
      fault = null;
      failingSince = null;
      failures = 0;
    }

    void failed(Instant now, Fault next) {
      attemptedAt = now;
      failingSince = fault != null && fault.reason() == next.reason() ? failingSince : now;
      fault = next;
      failures++;
    }

    Health health() {
      return new Health(
          key,
          "list " + key,
          credential,
          source,
          HOUR,
          null,
          TODAY,
          attemptedAt,
          completeAt,
          fault,
          failingSince,
          failures,
          goneSince,
          alertKey);
    }
  }
}
