package io.certvigil.policy;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.ReadableTime;
import io.certvigil.model.WordedEnum;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The sentences about an outage. */
final class OutageText {
  static final String GOES_ON = "Expiry alerts go on from the last known data.";

  private OutageText() {}

  /**
   * {@code Cloudflare cannot be reached with token main since 2026-11-20T12:26Z (connection
   * refused): 145 of 146 lists unread. ...}.
   *
   * @param failing what fails for this reason
   * @param watched all that the token may read
   */
  static String of(String credential, String reason, List<Health> failing, List<Health> watched) {
    var token = "token " + EventText.clean(credential);
    return beginning(token, reason)
        + since(failing)
        + detail(failing)
        + ": "
        + extent(failing, watched)
        + ". "
        + GOES_ON;
  }

  static String still(
      String credential, List<Health> failing, List<Health> watched, Instant since) {
    return "token "
        + EventText.clean(credential)
        + ": still "
        + extent(failing, watched)
        + ", since "
        + ReadableTime.iso(since)
        + ". "
        + GOES_ON;
  }

  private static String beginning(String token, String reason) {
    return WordedEnum.of(FaultReason.class, reason)
        .map(fault -> beginning(token, fault))
        .orElse("Zones or accounts of " + token + " are no longer found");
  }

  private static String beginning(String token, FaultReason reason) {
    return switch (reason) {
      case NETWORK -> "Cloudflare cannot be reached with " + token;
      case TIMEOUT -> "Cloudflare does not answer in time with " + token;
      case HTTP_5XX -> "Cloudflare answers with server errors to " + token;
      case HTTP_4XX -> "Cloudflare rejects the requests of " + token;
      case UNAUTHORIZED -> "Cloudflare refuses " + token;
      case FORBIDDEN -> "Permissions are missing for " + token;
      case RATE_LIMITED -> "Cloudflare limits the requests of " + token;
      case MALFORMED -> "Cloudflare's answers cannot be understood with " + token;
      case INCOMPLETE -> "Cloudflare answers with incomplete lists to " + token;
      case STORE -> "What is read cannot be stored with " + token;
    };
  }

  private static String since(List<Health> failing) {
    return failing.stream()
        .map(list -> list.goneSince() == null ? list.failingSince() : list.goneSince())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(since -> " since " + ReadableTime.iso(since))
        .orElse("");
  }

  private static String detail(List<Health> failing) {
    return failing.stream()
        .map(Health::fault)
        .filter(Objects::nonNull)
        .map(OutageText::detail)
        .filter(detail -> !detail.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** What Cloudflare said, and the next step if it is known, in brackets; may be empty. */
  static String detail(Fault fault) {
    var said = EventText.clean(fault.detail());
    var next = fault.refusal().map(refusal -> "; next step: " + refusal.advice()).orElse("");
    return said.isEmpty() ? "" : " (" + said + next + ")";
  }

  /** The names are left out if it is all of them. */
  private static String extent(List<Health> failing, List<Health> watched) {
    var lists = lists(failing);
    if (lists.isEmpty()) {
      return "its zones and accounts cannot be listed";
    }
    int all = lists(watched).size();
    var count = lists.size() + " of " + EventText.count(all, "list", "lists") + " unread";
    return lists.size() == all
        ? count
        : count + ": " + EventText.firstNames(lists.stream().map(Health::name).toList());
  }

  /** {@code 25 lists}; the discovery of zones and accounts is no list. */
  static String count(Collection<Health> scopes) {
    return EventText.count(lists(scopes).size(), "list", "lists");
  }

  private static List<Health> lists(Collection<Health> scopes) {
    return scopes.stream().filter(scope -> scope.source() != null).toList();
  }
}
