package io.certvigil.policy;

import io.certvigil.diff.ConditionBook;
import io.certvigil.model.Condition;
import io.certvigil.model.ConditionKind;
import io.certvigil.model.PrintableText;
import io.certvigil.model.ReadableDuration;
import io.certvigil.model.ReadableTime;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides the alerts about the conditions of one list, or of one zone: each condition that is old
 * enough has one, which ends with it. While it lasts, an event says that its severity has risen, or
 * that its cause has changed ({@link Condition#isNews}). Pure.
 */
public final class ConditionCase {
  private static final Duration CERTIFICATE_CRITICAL = Duration.ofDays(7);
  private static final Duration DELETION_CRITICAL = Duration.ofDays(2);

  private final DecisionBuilder decision;
  private final Map<String, Alert> alerts;
  private final List<Condition> told = new ArrayList<>();
  private final Instant now;

  /**
   * @param watched for a zone, any of its lists
   * @param alerts all stored alerts of the list or zone; others than those of conditions are
   *     ignored
   */
  public ConditionCase(WatchedScope watched, Collection<Alert> alerts, Instant now) {
    this.decision = new DecisionBuilder(watched, now);
    this.now = now;
    this.alerts =
        alerts.stream()
            .filter(alert -> alert.subject().kind().isOfCondition())
            .collect(
                Collectors.toMap(alert -> alert.id().key(), alert -> alert, (_, last) -> last));
  }

  /**
   * What was decided.
   *
   * @param told the conditions about which there is an event, with the fact that it says
   */
  public record Decided(Decision decision, List<Condition> told) {
    public Decided {
      told = List.copyOf(told);
    }
  }

  /**
   * Decides what is told of these conditions. Of one that the last reading did not show, nothing is
   * told until the next one shows it or ends it.
   *
   * @param current the conditions that last
   * @param ended those that have ended, with the last that is known of them and why
   */
  public Decided decide(Collection<Condition> current, Map<Condition, String> ended) {
    for (var condition : current) {
      decide(condition);
    }
    ended.forEach(this::end);
    return new Decided(decision.build(), told);
  }

  private void decide(Condition condition) {
    if (condition.healthySince() != null) {
      return; // the next reading says whether it has ended
    }
    var row = alerts.get(condition.key());
    if (row != null && row.firing()) {
      decideFiring(condition, row);
    } else if (condition.confirmed()) {
      open(condition, row);
    }
  }

  private void open(Condition condition, @Nullable Alert row) {
    var name = EventText.clean(condition.finding().subject().name());
    var subject = new Alert.Subject(type(condition.kind()), condition.scope(), "", name);
    var alert = new UnladderedAlert(decision, row, condition.key(), subject);
    tell(condition, alert.nextEpisode(null, severity(condition, now)), summary(condition));
  }

  private void decideFiring(Condition condition, Alert row) {
    var severity = severity(condition, now);
    boolean worse = severity.compareTo(row.severity()) > 0;
    if (worse || condition.isNews(now)) {
      var most = worse ? severity : row.severity();
      var progress = row.progress().restarted(now).withNextSequence();
      tell(condition, row.firing(most, progress), summary(condition));
    } else {
      remindIfDue(condition, row);
    }
  }

  private void remindIfDue(Condition condition, Alert row) {
    int due =
        row.progress().ack() == null ? Reminders.dueNumber(row.severity(), row.progress(), now) : 0;
    if (due > row.progress().reminders()) {
      var reminded = row.with(row.progress().withReminders(due).withNextSequence());
      tell(condition, reminded, summary(condition) + ", reminder " + due);
    } else {
      scheduleNext(condition, row);
    }
  }

  private void tell(Condition condition, Alert alert, String summary) {
    decision.put(alert);
    decision.addEvent(type(condition.kind()), summary, alert, condition);
    told.add(condition.withTold(now));
    scheduleNext(condition, alert);
  }

  private void scheduleNext(Condition condition, Alert alert) {
    if (alert.severity() != Severity.CRITICAL) {
      var critical = criticalFrom(condition);
      if (critical != null && critical.isAfter(now)) {
        decision.decideAgainAt(critical);
      }
    }
    if (alert.progress().ack() == null) {
      Reminders.next(alert.severity(), alert.progress()).ifPresent(decision::decideAgainAt);
    }
  }

  private void end(Condition condition, String reason) {
    var row = alerts.get(condition.key());
    if (row == null || !row.firing()) {
      return;
    }
    var word = reason.equals(ConditionBook.RECOVERED) ? null : reason;
    var resolved = row.withNextSequence().resolved(word);
    decision.put(resolved);
    var opening = row.subject().kind();
    decision.addEvent(recovery(opening), endSummary(condition, reason), resolved, condition);
  }

  /** Critical if nothing is served, or what is served or not yet deleted ends soon. */
  static Severity severity(Condition condition, Instant now) {
    var from = criticalFrom(condition);
    return from != null && !from.isAfter(now) ? Severity.CRITICAL : Severity.WARNING;
  }

  /** Null if it never becomes critical, because no deadline is known. */
  private static @Nullable Instant criticalFrom(Condition condition) {
    return switch (condition.kind()) {
      case ZONE_AT_RISK, HOSTNAME_AT_RISK -> {
        var deadline = condition.deadline();
        yield deadline == null ? null : deadline.minus(DELETION_CRITICAL);
      }
      case RENEWAL_BLOCKED, NOT_ISSUED -> {
        var end = condition.finding().servingUntil();
        yield end == null ? Instant.EPOCH : end.minus(CERTIFICATE_CRITICAL);
      }
    };
  }

  private static EventType type(ConditionKind kind) {
    return switch (kind) {
      case RENEWAL_BLOCKED, NOT_ISSUED -> EventType.RENEWAL_BLOCKED;
      case ZONE_AT_RISK -> EventType.ZONE_AT_RISK;
      case HOSTNAME_AT_RISK -> EventType.HOSTNAME_AT_RISK;
    };
  }

  private static EventType recovery(EventType opening) {
    return switch (opening) {
      case ZONE_AT_RISK -> EventType.ZONE_RECOVERED;
      case HOSTNAME_AT_RISK -> EventType.HOSTNAME_RECOVERED;
      default -> EventType.RENEWAL_RECOVERED;
    };
  }

  private String summary(Condition condition) {
    var finding = condition.finding();
    var text =
        new StringBuilder(subject(condition))
            .append(": ")
            .append(PrintableText.line(finding.cause()));
    text.append("; ").append(finding.actor().mustAct());
    var deadline = deadline(condition);
    text.append(deadline.isEmpty() ? "" : "; " + deadline);
    finding.records().stream()
        .findFirst()
        .ifPresent(
            record -> text.append("; to place: ").append(PrintableText.line(record.described())));
    return text.toString();
  }

  private static String subject(Condition condition) {
    var finding = condition.finding();
    var name = EventText.clean(finding.subject().name());
    return switch (condition.kind()) {
      case RENEWAL_BLOCKED -> name + " will not renew";
      case NOT_ISSUED -> name + " gets no certificate";
      case ZONE_AT_RISK -> "zone " + name + " is at risk";
      case HOSTNAME_AT_RISK -> "custom hostname " + name + " is at risk";
    };
  }

  private String deadline(Condition condition) {
    var deadline = condition.deadline();
    return switch (condition.kind()) {
      case RENEWAL_BLOCKED, NOT_ISSUED -> {
        var end = condition.finding().servingUntil();
        if (end != null) {
          yield "the certificate that is served " + EventText.expires(end, now);
        }
        yield deadline == null || !deadline.isAfter(now)
            ? "no certificate is served"
            : "no certificate is served; its validation ends " + in(deadline);
      }
      case ZONE_AT_RISK, HOSTNAME_AT_RISK ->
          deadline == null ? "" : "Cloudflare deletes it " + in(deadline);
    };
  }

  private String in(Instant deadline) {
    var when = " (" + ReadableTime.iso(deadline) + ")";
    return deadline.isAfter(now)
        ? "in " + ReadableDuration.of(Duration.between(now, deadline)) + when
        : "at any time, due since" + when;
  }

  private static String endSummary(Condition condition, String reason) {
    var name = EventText.clean(condition.finding().subject().name());
    return name
        + switch (reason) {
          case ConditionBook.RECOVERED ->
              switch (condition.kind()) {
                case RENEWAL_BLOCKED -> " renews again";
                case NOT_ISSUED -> " is no longer without a certificate";
                case ZONE_AT_RISK, HOSTNAME_AT_RISK -> " is no longer at risk";
              };
          case ConditionBook.REMOVED -> " was removed from Cloudflare";
          case ConditionBook.REPLACED -> ": another alert reports it from now on";
          default -> " is no longer watched";
        };
  }

  /**
   * The decision, in which events about the expiry of certificates also say that nothing renews
   * them.
   *
   * @param zone the condition of their zone; null if there is none
   */
  public static Decision withZone(Decision decision, @Nullable Condition zone) {
    if (zone == null || zone.healthySince() != null || !zone.finding().causeId().equals("moved")) {
      return decision;
    }
    return new Decision(
        decision.alerts(),
        decision.events().stream()
            .map(
                event ->
                    event.alert().firing()
                            && event.type().opening() == EventType.CERTIFICATE_EXPIRING
                        ? event.withSummary(
                            event.summary() + "; its zone has moved away, so nothing renews there")
                        : event)
            .toList(),
        decision.nextAt());
  }
}
