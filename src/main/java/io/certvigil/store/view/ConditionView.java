package io.certvigil.store.view;

import io.certvigil.model.Condition;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.ValidationRecord;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.AlertSubject;
import io.certvigil.policy.CertificateSubject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A condition for output: in a webhook, in the API, on a page. The components are the JSON field
 * names in camel case.
 *
 * @param key of the condition and of its alert
 * @param subject a pack, a custom hostname or a zone
 * @param since when it was first seen
 * @param deadline when the certificate that is served ends, the validation ends, or Cloudflare
 *     deletes the subject; null if none is known
 * @param actor who must act: {@code you}, {@code customer}, {@code ca} or {@code cloudflare}
 * @param records what must be placed; may be empty
 * @param severity of its alert
 * @param source the list that shows it; null for a zone
 */
public record ConditionView(
    String key,
    String kind,
    SubjectView subject,
    Instant since,
    @Nullable Instant deadline,
    String cause,
    String actor,
    List<ValidationRecord> records,
    String severity,
    @Nullable String source,
    ResourceRef account,
    @Nullable ResourceRef zone,
    Map<String, String> labels) {
  public ConditionView {
    records = List.copyOf(records);
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }

  /**
   * What it is about.
   *
   * @param type {@code pack}, {@code hostname} or {@code zone}
   */
  public record SubjectView(String type, String id, String name) {}

  /**
   * The condition as seen by this list.
   *
   * @param watched for a zone, any of its lists
   */
  public static ConditionView of(Condition condition, WatchedScope watched, String severity) {
    var finding = condition.finding();
    var subject = finding.subject();
    var scope = watched.scope();
    return new ConditionView(
        condition.key(),
        condition.kind().word(),
        new SubjectView(subject.type().word(), subject.id(), subject.name()),
        condition.since(),
        condition.deadline(),
        finding.cause(),
        finding.actor().word(),
        finding.records(),
        severity,
        scope.key().equals(condition.scope()) ? scope.source().word() : null,
        scope.account(),
        scope.zone(),
        watched.labels());
  }

  /** The values that silences are matched against. */
  public AlertSubject alertSubject() {
    return new AlertSubject(
        key,
        new CertificateSubject(
            key,
            source,
            List.of(account.id(), account.name()),
            zone == null ? null : zone.name(),
            subject.name(),
            labels));
  }
}
