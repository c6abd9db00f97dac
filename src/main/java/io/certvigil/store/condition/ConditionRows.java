package io.certvigil.store.condition;

import com.google.gson.reflect.TypeToken;
import io.certvigil.diff.ConditionBook;
import io.certvigil.model.Actor;
import io.certvigil.model.Condition;
import io.certvigil.model.ConditionKind;
import io.certvigil.model.Finding;
import io.certvigil.model.ValidationRecord;
import io.certvigil.model.WordedEnum;
import io.certvigil.store.sqlite.ResultRow;
import io.certvigil.store.sqlite.Session;
import io.certvigil.store.view.StoredJson;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table {@code condition}: every version of every condition; the last one has no end. */
public final class ConditionRows {
  /** The columns of {@link #fromRow}, of a table named {@code c}. */
  public static final String COLUMNS =
      "c.key, c.scope, c.since, c.report_from, c.confirmed, c.deadline, c.missing_since,"
          + " c.healthy_since, c.told,"
          + " c.kind, c.subject_type, c.subject_id, c.subject_name, c.stage, c.cause, c.cause_id,"
          + " c.actor, c.records, c.serving_until, c.ends_after";

  private static final String SELECT = "SELECT " + COLUMNS + " FROM condition c WHERE ";
  private static final String INSERT =
      "INSERT INTO condition ("
          + COLUMNS.replace("c.", "")
          + ", valid_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final TypeToken<List<ValidationRecord>> RECORDS = new TypeToken<>() {};

  private static final TypeToken<List<Condition.Told>> TOLD = new TypeToken<>() {};

  private ConditionRows() {}

  /** Those of this list or zone that last, in a fixed order. */
  public static List<Condition> current(Session session, String scope) {
    return session.list(
        SELECT + "c.scope = ? AND c.valid_to IS NULL ORDER BY c.key",
        ConditionRows::fromRow,
        scope);
  }

  /** What was last known of a condition. */
  public static Optional<Condition> last(Session session, String key) {
    return session.first(
        SELECT + "c.key = ? ORDER BY c.id DESC LIMIT 1", ConditionRows::fromRow, key);
  }

  /** Why the condition with this key ended; empty if it lasts or never was. */
  public static Optional<String> ended(Session session, String key) {
    return session
        .first(
            "SELECT coalesce(ended, '') FROM condition WHERE key = ? ORDER BY id DESC LIMIT 1",
            ResultRow::text,
            key)
        .filter(reason -> !reason.isEmpty());
  }

  /** The keys of lists and zones with conditions that last and begin so. */
  public static List<String> scopes(Session session, String prefix) {
    return session.list(
        "SELECT DISTINCT scope FROM condition WHERE valid_to IS NULL AND substr(scope, 1, ?) = ?"
            + " ORDER BY scope",
        ResultRow::text,
        (long) prefix.length(),
        prefix);
  }

  /** Writes what differs: a new version for what people would read differently. */
  public static void write(
      Session session, Collection<Condition> before, ConditionBook book, Instant now) {
    var known = before.stream().collect(Collectors.toMap(Condition::key, one -> one));
    for (var condition : book.current()) {
      var old = known.get(condition.key());
      if (old == null) {
        insert(session, condition, now);
      } else if (!old.sameAs(condition)) {
        end(session, old.key(), null, now);
        insert(session, condition, now);
      } else if (!old.equals(condition)) {
        session.update(
            "UPDATE condition SET report_from = ?, confirmed = ?, missing_since = ?, healthy_since"
                + " = ? WHERE key = ? AND valid_to IS NULL",
            condition.reportFrom(),
            condition.confirmed(),
            condition.missingSince(),
            condition.healthySince(),
            condition.key());
      }
    }
    for (Map.Entry<String, String> ended : book.ended().entrySet()) {
      end(session, ended.getKey(), ended.getValue(), now);
    }
  }

  /** Stores what the last events said. */
  public static void tell(Session session, Collection<Condition> told) {
    for (var condition : told) {
      session.update(
          "UPDATE condition SET told = ? WHERE key = ? AND valid_to IS NULL",
          StoredJson.write(condition.told()),
          condition.key());
    }
  }

  /**
   * Ends the current version.
   *
   * @param reason null if another version follows
   */
  public static void end(Session session, String key, @Nullable String reason, Instant now) {
    session.update(
        "UPDATE condition SET valid_to = ?, ended = ? WHERE key = ? AND valid_to IS NULL",
        now,
        reason,
        key);
  }

  private static void insert(Session session, Condition condition, Instant now) {
    var finding = condition.finding();
    session.update(
        INSERT,
        condition.key(),
        condition.scope(),
        condition.since(),
        condition.reportFrom(),
        condition.confirmed(),
        condition.deadline(),
        condition.missingSince(),
        condition.healthySince(),
        StoredJson.write(condition.told()),
        finding.kind().word(),
        finding.subject().type().word(),
        finding.subject().id(),
        finding.subject().name(),
        finding.stage().word(),
        finding.cause(),
        finding.causeId(),
        finding.actor().word(),
        StoredJson.write(finding.records()),
        finding.servingUntil(),
        (long) finding.endsAfter(),
        now);
  }

  public static Condition fromRow(ResultRow row) {
    return new Condition(
        row.text(),
        row.text(),
        row.instant(),
        row.instant(),
        row.flag(),
        row.instantOrNull(),
        row.instantOrNull(),
        row.instantOrNull(),
        StoredJson.gson().fromJson(row.text(), TOLD),
        finding(row));
  }

  private static Finding finding(ResultRow row) {
    var kind = word(ConditionKind.class, row);
    var subject = new Finding.Subject(word(Finding.SubjectType.class, row), row.text(), row.text());
    var stage = word(Finding.Stage.class, row);
    var cause = row.text();
    var causeId = row.text();
    var actor = word(Actor.class, row);
    var records = StoredJson.gson().fromJson(row.text(), RECORDS);
    return new Finding(
        kind,
        subject,
        stage,
        cause,
        causeId,
        actor,
        records,
        List.of(),
        row.instantOrNull(),
        row.integer());
  }

  private static <E extends Enum<E> & WordedEnum> E word(Class<E> type, ResultRow row) {
    return WordedEnum.of(type, row.text()).orElseThrow();
  }
}
