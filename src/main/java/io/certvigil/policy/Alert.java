package io.certvigil.policy;

import io.certvigil.model.WordedEnum;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The current state of one alert. A row per key and incarnation is kept as long as its certificate
 * is known, so that an alert that fires again after its resolution continues with the next episode.
 *
 * @param reason why it was resolved, as a word of the contract; for {@code source.unreadable} the
 *     reason of the failure, also after the recovery; else null
 * @param severity of its last event; a resolved alert keeps the severity with which it fired
 */
public record Alert(
    Id id,
    Subject subject,
    State state,
    @Nullable String reason,
    Severity severity,
    Progress progress) {

  /**
   * The identity of an alert.
   *
   * @param key stable over all incarnations; the key that people type
   * @param incarnation the not-after that it is about, in whole seconds; the epoch for an alert
   *     that is not about a date
   * @param episode counted from 1; the next one begins when a resolved alert fires again
   */
  public record Id(String key, Instant incarnation, int episode) {}

  /**
   * What an alert is about.
   *
   * @param kind the event type that opens alerts of this kind: {@code CERTIFICATE_EXPIRING} for
   *     every expiry alert
   * @param scope the key of its scope; empty for one that concerns a credential
   * @param certificate the certificate's id; empty for one that concerns more than one
   * @param name the name for people
   */
  public record Subject(EventType kind, String scope, String certificate, String name) {}

  public enum State implements WordedEnum {
    FIRING,
    RESOLVED
  }

  /**
   * The progress of an alert: its rung, reminders and acknowledgement.
   *
   * @param rung the rung of the last event; zero once expired; null for an alert without rungs
   * @param ladder the rungs with which it was decided, as text, so that a changed config is
   *     detected
   * @param rungAt when the event of the rung (or, without rungs, the last event) was sent:
   *     reminders count from here
   * @param reminders how many reminders of this rung were sent
   * @param sequence how many events without a rung were sent
   * @param ack the acknowledgement, which suppresses reminders until the next rung; null if not
   *     acknowledged
   */
  public record Progress(
      @Nullable Duration rung,
      String ladder,
      Instant firstFiredAt,
      Instant rungAt,
      int reminders,
      int sequence,
      @Nullable Ack ack) {
    /** Of an alert that begins now, without a rung. */
    static Progress start(Instant now, int sequence) {
      return new Progress(null, "", now, now, 0, sequence, null);
    }

    Progress with(Duration rung, String ladder) {
      return new Progress(rung, ladder, firstFiredAt, rungAt, reminders, sequence, ack);
    }

    /** Reminders count from now, and there is no acknowledgement. */
    Progress restarted(Instant now) {
      return new Progress(rung, ladder, firstFiredAt, now, 0, sequence, null);
    }

    Progress withReminders(int reminders) {
      return new Progress(rung, ladder, firstFiredAt, rungAt, reminders, sequence, ack);
    }

    Progress withNextSequence() {
      return new Progress(rung, ladder, firstFiredAt, rungAt, reminders, sequence + 1, ack);
    }

    Progress with(@Nullable Ack ack) {
      return new Progress(rung, ladder, firstFiredAt, rungAt, reminders, sequence, ack);
    }
  }

  /**
   * The acknowledgement of an alert.
   *
   * @param by who acknowledged it; never blank
   */
  public record Ack(Instant at, String by) {
    public Ack {
      if (by.isBlank()) {
        throw new IllegalArgumentException("acknowledged by: must not be blank");
      }
    }
  }

  public boolean firing() {
    return state == State.FIRING;
  }

  Alert with(Progress progress) {
    return new Alert(id, subject, state, reason, severity, progress);
  }

  Alert with(@Nullable String reason) {
    return new Alert(id, subject, state, reason, severity, progress);
  }

  Alert firing(Severity severity, Progress progress) {
    return new Alert(id, subject, State.FIRING, null, severity, progress);
  }

  /** With one more event without a rung. */
  Alert withNextSequence() {
    return with(progress.withNextSequence());
  }

  /** Resolved, which also removes an acknowledgement. */
  Alert resolved(@Nullable String reason) {
    return new Alert(id, subject, State.RESOLVED, reason, severity, progress.with(null));
  }

  /**
   * Acknowledged: no reminders until the next rung. A resolution, the next rung, a higher severity
   * and the next episode remove the acknowledgement.
   */
  public Alert acknowledged(String by, Instant now) {
    return with(progress.with(new Ack(now, by)));
  }

  /**
   * Not acknowledged any more. Reminders continue from here: those that were due in the meantime
   * are not sent later.
   */
  public Alert unacknowledged(Instant now) {
    int due =
        progress.rung() == null && !subject.kind().isOfCondition()
            ? 0
            : Reminders.dueNumber(severity, progress, now);
    return with(progress.with(null).withReminders(Math.max(progress.reminders(), due)));
  }
}
