package io.certvigil.policy.impairment;

import static io.certvigil.model.FaultReason.HTTP_4XX;
import static io.certvigil.model.FaultReason.HTTP_5XX;
import static io.certvigil.model.FaultReason.MALFORMED;
import static io.certvigil.model.FaultReason.NETWORK;
import static io.certvigil.model.FaultReason.RATE_LIMITED;
import static io.certvigil.model.FaultReason.TIMEOUT;
import static io.certvigil.model.FaultReason.UNAUTHORIZED;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Refusal;
import io.certvigil.model.Source;
import io.certvigil.policy.EventText;
import io.certvigil.policy.Health;
import io.certvigil.policy.impairment.Impairment.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides from the last attempts of one credential whether it still reads anything. */
final class CredentialReadings {
  private static final Set<FaultReason> UNANSWERED =
      Set.of(NETWORK, TIMEOUT, HTTP_5XX, RATE_LIMITED, HTTP_4XX, MALFORMED);
  private static final Duration DISCOVERY_ALONE = Duration.ofMinutes(1);
  private static final int FEW = 3;
  private static final String GOES_ON = "Alerts go on from what was read last. ";

  private final String name;
  private final List<Health> scopes;
  private final List<Health> lists;
  private final Instant now;

  /**
   * @param scopes its lists and its discovery
   */
  CredentialReadings(String credential, List<Health> scopes, Instant now) {
    this.name = EventText.clean(credential);
    this.scopes = scopes.stream().filter(one -> one.goneSince() == null).toList();
    this.lists = this.scopes.stream().filter(one -> one.source() != null).toList();
    this.now = now;
  }

  Optional<Impairment> impairment() {
    return Stream.<Optional<Impairment>>of(
            refused(), unanswered(), seesNothing(), mayReadNothing(), notTried())
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * The last attempts, as far as all of them failed like this.
   *
   * @param before the last attempt with another result; null if there was none
   */
  private record LastFailures(List<Health> failed, @Nullable Instant before) {
    Instant since() {
      return failed.stream()
          .map(one -> one.failingSince() == null ? one.watchedSince() : one.failingSince())
          .min(Comparator.naturalOrder())
          .orElseThrow();
    }

    Fault fault() {
      return failed.stream()
          .map(Health::fault)
          .filter(Objects::nonNull)
          .max(Comparator.comparingInt(fault -> fault.detail().length()))
          .orElseThrow();
    }
  }

  private LastFailures lastFailures(Set<FaultReason> reasons) {
    var before =
        scopes.stream()
            .map(one -> failsFor(one, reasons) ? one.completeAt() : one.attemptedAt())
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    var failed =
        scopes.stream()
            .filter(one -> failsFor(one, reasons) && isAfter(one.attemptedAt(), before))
            .toList();
    return new LastFailures(failed, before);
  }

  private static boolean failsFor(Health one, Set<FaultReason> reasons) {
    return one.fault() != null && reasons.contains(one.fault().reason());
  }

  private static boolean isAfter(@Nullable Instant attempt, @Nullable Instant before) {
    return attempt != null && (before == null || attempt.isAfter(before));
  }

  /**
   * Whether these are so many that the cause lies not in single lists. The discovery comes first in
   * a sweep: it proves it together with a list, or if nothing follows it.
   */
  private boolean isGeneral(LastFailures last) {
    long failed = last.failed().stream().filter(one -> one.source() != null).count();
    int few = Math.min(FEW, lists.size());
    return (few > 1 && failed >= Math.max(few, Math.ceilDiv(lists.size(), 4)))
        || last.failed().stream()
            .filter(one -> one.source() == null)
            .anyMatch(one -> failed > 0 || lists.isEmpty() || isOld(one.attemptedAt()));
  }

  private boolean isOld(@Nullable Instant attempt) {
    return attempt != null && Duration.between(attempt, now).compareTo(DISCOVERY_ALONE) >= 0;
  }

  private Optional<Impairment> refused() {
    var last = lastFailures(Set.of(UNAUTHORIZED));
    if (!isGeneral(last)) {
      return Optional.empty();
    }
    var fault = last.fault();
    var advice =
        fault
            .refusal()
            .map(Refusal::advice)
            .orElse("create a new one in Cloudflare's dashboard, and put it in the config");
    return Optional.of(
        new Impairment(
            Kind.TOKEN_REFUSED,
            "Cloudflare refuses token " + name,
            last.since(),
            detail(fault),
            GOES_ON + "What to do: " + advice + ". Then restart certvigil."));
  }

  private Optional<Impairment> unanswered() {
    var last = lastFailures(UNANSWERED);
    if (!isGeneral(last)) {
      return Optional.empty();
    }
    var fault = last.fault();
    return Optional.of(
        new Impairment(
            Kind.NO_ANSWER,
            unansweredTitle(fault.reason()),
            last.before() == null ? last.since() : last.before(),
            detail(fault),
            GOES_ON + unansweredRemedy(fault.reason())));
  }

  private static String unansweredTitle(FaultReason reason) {
    return switch (reason) {
      case HTTP_5XX -> "Cloudflare has answered with server errors only";
      case HTTP_4XX, MALFORMED -> "Cloudflare's API has not answered as documented";
      case RATE_LIMITED -> "Cloudflare has refused every request as one too many";
      default -> "Cloudflare has not answered";
    };
  }

  private static String unansweredRemedy(FaultReason reason) {
    return switch (reason) {
      case HTTP_5XX ->
          "It is tried again with each sweep; www.cloudflarestatus.com may say how long it takes.";
      case HTTP_4XX, MALFORMED ->
          "Check cloudflare.base_url, and whether a proxy answers in its place: certvigil doctor"
              + " shows the answers.";
      case RATE_LIMITED ->
          "Find what else uses this token or user, or lower cloudflare.requests_per_5m.";
      default ->
          "Check network, DNS, firewall and proxy of this machine with certvigil doctor; then see"
              + " www.cloudflarestatus.com.";
    };
  }

  /** A discovery succeeded and found nothing, or may not list zones. */
  private Optional<Impairment> seesNothing() {
    var discovery = scopes.stream().filter(one -> one.source() == null).findFirst();
    if (!lists.isEmpty() || discovery.isEmpty() || discovery.get().attemptedAt() == null) {
      return Optional.empty();
    }
    var fault = discovery.get().fault();
    return Optional.of(
        new Impairment(
            Kind.READS_NOTHING,
            "Token " + name + " sees no zone",
            null,
            fault == null ? "" : detail(fault),
            "Nothing is watched. Add the permission Zone: Zone Read to it, for every zone to watch,"
                + " and Zone: SSL and Certificates Read for the certificates; or widen accounts and"
                + " zones under watch. certvigil doctor shows what it may read."));
  }

  /** That a token may list the tokens of its own user does not count: it reads no certificate. */
  private Optional<Impairment> mayReadNothing() {
    var others = lists.stream().filter(one -> !one.key().contains("/user/")).toList();
    if (others.isEmpty() || !others.stream().allMatch(CredentialReadings::isForbidden)) {
      return Optional.empty();
    }
    boolean zones = others.stream().anyMatch(one -> one.key().contains("/zone/"));
    var missing =
        others.stream()
            .map(Health::source)
            .filter(Objects::nonNull)
            .map(Source::permission)
            .distinct()
            .sorted()
            .limit(FEW)
            .collect(Collectors.joining(" Read, ", "", " Read"));
    var title = " may read none of its " + EventText.count(others.size(), "list", "lists");
    return Optional.of(
        new Impairment(
            Kind.READS_NOTHING,
            "Token " + name + (zones ? "" : " sees no zone and") + title,
            readableUntil(others),
            detail(Objects.requireNonNull(others.getFirst().fault())),
            "Add the permissions that it lacks: "
                + (zones ? "" : "Zone Read, SSL and Certificates Read, ")
                + missing
                + ". certvigil doctor shows all of them."));
  }

  private static boolean isForbidden(Health one) {
    return one.fault() != null && one.fault().reason() == FaultReason.FORBIDDEN;
  }

  private static @Nullable Instant readableUntil(List<Health> lists) {
    return lists.stream()
        .map(one -> one.completeAt() == null ? one.failingSince() : one.completeAt())
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** No list was even tried for two and a half intervals: the sweeps do not run. */
  private Optional<Impairment> notTried() {
    var last = lists.stream().max(Comparator.comparing(CredentialReadings::lastTried));
    if (last.isEmpty() || !isOverdue(last.get())) {
      return Optional.empty();
    }
    return Optional.of(
        new Impairment(
            Kind.READS_NOTHING,
            "Nothing is read with token " + name,
            lastTried(last.get()),
            "",
            GOES_ON + "No sweep runs: see the log, then restart certvigil."));
  }

  private boolean isOverdue(Health one) {
    return Duration.between(lastTried(one), now).compareTo(one.staleAfter()) > 0;
  }

  private static Instant lastTried(Health one) {
    return one.attemptedAt() == null ? one.watchedSince() : one.attemptedAt();
  }

  /** Without the name of a Java class, which says nothing to a reader. */
  private static String detail(Fault fault) {
    var said = fault.detail().replaceFirst("^[A-Za-z]+Exception: ", "");
    return EventText.clean(new Fault(fault.reason(), said).toString());
  }
}
