package io.certvigil.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One alert as it stands. A row per key and incarnation is kept for as long as its certificate is
 * known, so that evidence which is withdrawn finds its old episode and opens the next.
 *
 * @param reason why it was resolved, in the word of the contract; for {@code source.unreadable} the
 *     reason of the failure, also once it is read again; else null
 * @param severity of its last event; a resolution keeps the severity that it closes
 */
public record Alert(
    Id id,
    Subject subject,
    State state,
    @Nullable String reason,
    Severity severity,
    Progress progress) {

  /**
   * Which alert it is.
   *
   * @param key stable over all incarnations, as people type it
   * @param incarnation the not-after that it is about, whole seconds; the epoch for an alert that
   *     is about no date
   * @param episode from 1; the next opens when the evidence of a resolution is withdrawn
   */
  public record Id(String key, Instant incarnation, int episode) {}

  /**
   * What it is about.
   *
   * @param kind the event type which opens alerts of this kind: {@code CERTIFICATE_EXPIRING} for
   *     every expiry alert
   * @param scope the key of its scope; empty for one that concerns a credential
   * @param certificate the certificate's id; empty for one that concerns more than one
   * @param name what a person calls it
   */
  public record Subject(EventType kind, String scope, String certificate, String name) {}

  public enum State {
    FIRING,
    RESOLVED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How far it has come.
   *
   * @param rung the last rung told; zero once expired; null for an alert without rungs
   * @param ladder the rungs it was decided with, as text, so that a changed config is noticed
   * @param rungAt when the rung (or, without rungs, the last event) was told: reminders count from
   *     here
   * @param reminders how many of this rung were told
   * @param sequence how many events without a rung were told
   * @param ack who has taken it on, so that it is not reminded of until its next rung; null where
   *     nobody has
   */
  public record Progress(
      @Nullable Duration rung,
      String ladder,
      Instant firstFiredAt,
      Instant rungAt,
      int reminders,
      int sequence,
      @Nullable Ack ack) {
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
   * That somebody has taken an alert on.
   *
   * @param by who; never blank
   */
  public record Ack(Instant at, String by) {
    public Ack {
      if (by.isBlank()) {
        throw new IllegalArgumentException("acknowledged by: must not be blank");
      }
    }
  }

  /** One that has never fired: what the first event about it is counted in. */
  static Alert neverFired(Id id, Subject subject, Instant now) {
    var progress = new Progress(null, "", now, now, 0, 0, null);
    return new Alert(id, subject, State.RESOLVED, null, Severity.INFO, progress);
  }

  public boolean firing() {
    return state == State.FIRING;
  }

  Alert with(Progress progress) {
    return new Alert(id, subject, state, reason, severity, progress);
  }

  /** With one more event without a rung told. */
  Alert withNextSequence() {
    return with(progress.withNextSequence());
  }

  /** Over, and with it what anybody has taken on. */
  Alert resolved(@Nullable String reason) {
    return new Alert(id, subject, State.RESOLVED, reason, severity, progress.with(null));
  }

  /**
   * With somebody's word that it is taken on: no reminders until the next rung. A resolution, the
   * next rung or a greater severity, and the next episode end that.
   */
  public Alert acknowledged(String by, Instant now) {
    return with(progress.with(new Ack(now, by)));
  }

  /** Taken on by nobody. Reminders go on from here: those of the meantime are not made up for. */
  public Alert unacknowledged(Instant now) {
    int due = progress.rung() == null ? 0 : Reminders.dueNumber(severity, progress, now);
    return with(progress.with(null).withReminders(Math.max(progress.reminders(), due)));
  }
}
