package io.certvigil.notify.message;

import io.certvigil.model.Durations;
import io.certvigil.model.ReadableDuration;
import io.certvigil.model.ReadableTime;
import io.certvigil.model.Source;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.policy.EventText;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Describes events in words at the time of composing, because an event may have waited for days.
 */
final class MessageText {
  private MessageText() {}

  /** The text after the certificate's name; the whole text if there is no name. */
  static String description(EventFacts fact, Instant now) {
    var certificate = fact.certificate();
    var type = EventType.of(fact.type());
    if (certificate == null || type.isEmpty()) {
      return fact.summary().isEmpty() ? fact.type() : fact.summary();
    }
    var end = expiry(certificate.notAfter(), now);
    return switch (type.get()) {
      case CERTIFICATE_EXPIRING, CERTIFICATE_ESCALATED, CERTIFICATE_EXPIRED -> end;
      case CERTIFICATE_REMINDER -> "still " + end;
      case CERTIFICATE_RESOLVED -> resolved(fact, certificate, end);
      case CERTIFICATE_STATUS_CHANGED ->
          "became " + certificate.status() + was(fact.changedFrom()) + ": " + end;
      case CERTIFICATE_DISAPPEARED ->
          "disappeared from Cloudflare; its end was " + until(certificate.notAfter());
      case CERTIFICATE_EXPIRY_UNKNOWN -> "has no readable expiry date";
      case CERTIFICATE_RENEWED -> "was renewed: new expiry date " + until(certificate.notAfter());
      case CERTIFICATE_APPEARED -> "appeared: " + end;
      case CERTIFICATE_UNSILENCED -> "is no longer silenced: " + end;
      case SOURCE_UNREADABLE,
          SOURCE_RECOVERED,
          CREDENTIAL_EXPIRING,
          CREDENTIAL_REFUSED,
          CREDENTIAL_RECOVERED,
          CREDENTIAL_CHANGED,
          RENEWAL_BLOCKED,
          RENEWAL_RECOVERED,
          ZONE_AT_RISK,
          ZONE_RECOVERED,
          HOSTNAME_AT_RISK,
          HOSTNAME_RECOVERED,
          CHANNEL_FAILING,
          CHANNEL_RECOVERED,
          DELIVERY_EXPIRED,
          SILENCE_OF_EVERYTHING,
          DAEMON_CLOCK_SKEWED,
          DAEMON_STORE_LOW,
          TEST ->
          fact.summary();
    };
  }

  /** The reasons are words of the contract; an unknown one is shown as it is. */
  private static String resolved(
      EventFacts fact, EventFacts.CertificateFacts certificate, String end) {
    return switch (fact.reason()) {
      case "renewed" -> "was renewed: new expiry date " + until(certificate.notAfter());
      case "expiry_corrected" -> "has a corrected expiry date: " + until(certificate.notAfter());
      case "superseded" -> "is superseded: other certificates cover all its hosts";
      case "removed" -> "was removed from Cloudflare";
      case "revoked" -> "is " + certificate.status() + ": its expiry is no longer watched";
      case "not_in_use" -> "is no longer in use";
      case "unwatched" -> "is no longer watched by the config: " + end;
      case "handed_over" -> "is handed over: its successor is in place";
      case "rungs_changed" -> "has no alert under the changed config: " + end;
      default -> "resolved" + (fact.reason().isEmpty() ? "" : " (" + fact.reason() + ")");
    };
  }

  private static String was(String before) {
    return before.isEmpty() ? "" : " (was " + before + ")";
  }

  static String expiry(@Nullable Instant end, Instant now) {
    return end == null ? "has no known expiry date" : EventText.expires(end, now);
  }

  private static String until(@Nullable Instant end) {
    return end == null ? "unknown" : ReadableTime.iso(end);
  }

  /**
   * The further facts of a line.
   *
   * @param rungBefore the rung sent before this message; empty if none was
   */
  static List<String> facts(EventFacts fact, String rungBefore) {
    var facts = new ArrayList<String>();
    if (!fact.resolved()) {
      reason(fact.rung(), rungBefore).ifPresent(facts::add);
    }
    if (!fact.suffix().isEmpty() && fact.certificate() != null) {
      facts.add(fact.suffix());
    }
    since(fact).ifPresent(facts::add);
    return facts;
  }

  /**
   * Why it is told now: {@code 7-day alert; last told 14 days before}, of the rung and the one
   * before if that is a different one. The rung of the end itself is not named.
   */
  private static Optional<String> reason(String rung, String before) {
    var last =
        (before.equals(rung) ? Optional.<Duration>empty() : Durations.parse(before))
            .map(time -> "last told " + ReadableDuration.words(time) + " before");
    return Durations.parse(rung)
        .map(time -> ReadableDuration.words(time).replaceFirst(" ([a-z]+?)s?$", "-$1 alert"))
        .map(alert -> alert + last.map(text -> "; " + text).orElse(""))
        .or(() -> last);
  }

  /** Empty if there is nothing to do. */
  static String nextStep(EventFacts fact) {
    var certificate = fact.certificate();
    var source = certificate == null ? Optional.<Source>empty() : Source.of(certificate.source());
    return fact.resolved()
        ? ""
        : EventType.of(fact.type()).flatMap(type -> NextStep.of(type, source)).orElse("");
  }

  static boolean isAcknowledgeable(EventFacts fact) {
    return !fact.resolved()
        && EventType.of(fact.type()).filter(type -> !type.isOneTime()).isPresent();
  }

  /** Empty if the alert began with this event. */
  private static Optional<String> since(EventFacts fact) {
    var since = fact.firingSince();
    if (since == null || since.toString().equals(fact.occurredAt())) {
      return Optional.empty();
    }
    return Optional.of(
        (fact.resolved() ? "was firing since " : "firing since ") + ReadableTime.iso(since));
  }

  /** What an alert message is about, in one line. */
  static String title(List<Line> lines, int expiredBefore, Instant now) {
    var firing = lines.stream().filter(line -> !line.resolved()).toList();
    if (lines.isEmpty()) {
      return expiredBeforeFirstSeen(expiredBefore);
    }
    if (lines.size() == 1 && expiredBefore == 0) {
      return (lines.getFirst().resolved() ? "Resolved: " : "") + lines.getFirst().text();
    }
    if (firing.isEmpty()) {
      return EventText.count(lines.size(), "alert", "alerts") + " resolved";
    }
    var certificates = firing.stream().filter(line -> !line.name().isEmpty()).toList();
    var others = firing.size() - certificates.size();
    if (certificates.isEmpty()) {
      return EventText.count(others, "alert", "alerts") + " about the daemon itself";
    }
    return certificates(certificates, now)
        + (others == 0
            ? ""
            : " (and " + EventText.count(others, "other alert", "other alerts") + ")");
  }

  private static String certificates(List<Line> lines, Instant now) {
    return (lines.size() == 1 ? "Certificate: " : "Certificates: ")
        + bySeverity(lines)
        + lines.stream()
            .filter(line -> !line.type().equals(EventType.CERTIFICATE_DISAPPEARED.word()))
            .map(Line::notAfter)
            .flatMap(end -> Optional.ofNullable(end).stream())
            .min(Instant::compareTo)
            .map(end -> "; the first " + roughExpiry(end, now))
            .orElse("");
  }

  /** {@code 135 critical, 259 warning, 154 info}; a severity that none has is not named. */
  private static String bySeverity(List<Line> lines) {
    return Arrays.stream(Severity.values())
        .sorted(Comparator.reverseOrder())
        .map(
            severity ->
                lines.stream().filter(line -> line.severity() == severity).count()
                    + " "
                    + severity.word())
        .filter(count -> !count.startsWith("0 "))
        .collect(Collectors.joining(", "));
  }

  static String expiredBeforeFirstSeen(int count) {
    return EventText.count(count, "certificate", "certificates")
        + " had already expired when first seen";
  }

  /** {@code expires in 2 d}, {@code expired 3 h ago}. */
  private static String roughExpiry(Instant end, Instant now) {
    var left = Duration.between(now, end);
    return left.isPositive()
        ? "expires in " + ReadableDuration.rough(left)
        : "expired " + ReadableDuration.rough(left) + " ago";
  }
}
