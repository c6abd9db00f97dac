package io.certvigil.policy;

import io.certvigil.model.FaultReason;
import io.certvigil.model.ReadableDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that one alert reports, and how far the outage extends now: every list of the
 * credential that fails for the main reason counts, also one that alone would not be reported yet.
 */
final class Outage {
  private final String credential;
  private final List<Health> lists;
  private final Instant now;
  private final String reasonBefore;
  private final Map<String, Health> known = new LinkedHashMap<>();
  private final Map<String, Health> joining = new LinkedHashMap<>();

  /**
   * One that is not reported yet.
   *
   * @param lists all scopes of the credential and its discovery
   */
  Outage(String credential, String reason, List<Health> lists, Instant now) {
    this.credential = credential;
    this.reasonBefore = reason;
    this.lists = lists;
    this.now = now;
  }

  Outage(Alert alert, List<Health> lists, Instant now) {
    this(
        alert.subject().name(),
        Objects.requireNonNullElse(alert.reason(), FaultReason.TIMEOUT.word()),
        lists,
        now);
  }

  /** Adds one that was reported; it belongs to the alert until that ends. */
  void addKnown(Health health) {
    known.put(health.key(), health);
  }

  /** Adds one that must be reported. */
  void addJoining(Health health) {
    joining.put(health.key(), health);
  }

  String credential() {
    return credential;
  }

  Collection<Health> known() {
    return known.values();
  }

  /** What is reported with the next event. */
  List<Health> told() {
    return told(reason());
  }

  private List<Health> told(String reason) {
    var told = new LinkedHashMap<String, Health>();
    failing(reason).forEach(health -> told.put(health.key(), health));
    joining.forEach(told::putIfAbsent);
    return List.copyOf(told.values());
  }

  boolean isOver() {
    return joining.isEmpty() && areKnownReadableAgain();
  }

  /** Whether nobody watches any more what was reported. */
  boolean isUnwatched() {
    return known.isEmpty();
  }

  /** Whether it has another main reason, or has grown by half since it was told. */
  boolean isNews(@Nullable String toldReason) {
    var reason = reason();
    return !reason.equals(toldReason)
        || failing(reason).size() * 2 >= Math.max(known.size(), 1) * 3
        || (!joining.isEmpty() && areKnownReadableAgain());
  }

  private boolean areKnownReadableAgain() {
    return known.values().stream().allMatch(this::isReadableAgain);
  }

  /** The reason of more than half of what fails now; else the one before. */
  String reason() {
    if (isGone()) {
      return ReadabilityRule.GONE;
    }
    var counts =
        lists.stream()
            .filter(this::fails)
            .collect(Collectors.groupingBy(Outage::reasonOf, Collectors.counting()));
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    return counts.entrySet().stream()
        .filter(one -> one.getValue() * 2 > all)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> mostFrequent(counts));
  }

  /** The reason before, as long as anything fails for it. */
  private String mostFrequent(Map<String, Long> counts) {
    return counts.containsKey(reasonBefore)
        ? reasonBefore
        : counts.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .orElse(reasonBefore);
  }

  private boolean isGone() {
    return reasonBefore.equals(ReadabilityRule.GONE);
  }

  private List<Health> failing(String reason) {
    return lists.stream()
        .filter(this::fails)
        .filter(list -> reasonOf(list).equals(reason))
        .toList();
  }

  private boolean fails(Health list) {
    if (isGone()) {
      return list.goneSince() != null;
    }
    return list.goneSince() == null
        && !list.neverPermitted()
        && (list.fault() != null
            || new ReadabilityRule(list, now).unreadableReason().isPresent()
            || (known.containsKey(list.key()) && !isReadableAgain(list)));
  }

  private static String reasonOf(Health list) {
    if (list.goneSince() != null) {
      return ReadabilityRule.GONE;
    }
    return (list.fault() == null ? FaultReason.TIMEOUT : list.fault().reason()).word();
  }

  private boolean isReadableAgain(Health list) {
    return new ReadabilityRule(list, now).isReadableAgain();
  }

  /** What fails for the main reason, of how many, since when and why. */
  String summary() {
    var reason = reason();
    return OutageText.of(credential, reason, told(reason), watched());
  }

  String reminder(Instant since) {
    return OutageText.still(credential, failing(reason()), watched(), since);
  }

  String endSummary(Instant since) {
    var token = "token " + EventText.clean(credential) + ": ";
    if (isUnwatched()) {
      return token + "what was unreadable is no longer watched";
    }
    return token
        + OutageText.count(known.values())
        + " readable again, after "
        + ReadableDuration.of(Duration.between(since, now));
  }

  /** All lists of the credential that it may read. */
  private List<Health> watched() {
    return lists.stream().filter(list -> !list.neverPermitted()).toList();
  }
}
