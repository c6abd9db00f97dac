package io.certvigil.notify.message;

import io.certvigil.notify.EventBatch;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.notify.message.Message.Count;
import io.certvigil.notify.message.Message.Envelope;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import io.certvigil.policy.EventText;
import io.certvigil.policy.EventType;
import io.certvigil.policy.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Builds one message for people from many events: one line for each alert with its last event, and
 * one line for a certificate that is in two lists; highest severity first.
 */
public final class AlertMessageBuilder {
  private static final int COUNTS = 20;

  /** Of these alerts, only the last event is shown. */
  private static final Set<EventType> PROGRESS =
      Set.of(EventType.CERTIFICATE_EXPIRING, EventType.CREDENTIAL_EXPIRING);

  private final EventBatch batch;
  private final List<EventFacts> facts;

  private AlertMessageBuilder(EventBatch batch) {
    this.batch = batch;
    this.facts = batch.events().stream().map(EventFacts::of).toList();
  }

  /** Pure: the same batch gives the same message. */
  public static Message of(EventBatch batch) {
    return new AlertMessageBuilder(batch).message();
  }

  private Message message() {
    var last = latestPerAlert();
    int before = (int) last.stream().filter(AlertMessageBuilder::expiredBeforeFirstSeen).count();
    var groups =
        mergeSameCertificate(
            last.stream().filter(group -> !expiredBeforeFirstSeen(group)).toList());
    var lines = groups.stream().map(this::line).sorted(WORST_FIRST).toList();
    var shown = lines.subList(0, Math.min(Message.MAX_LINES, lines.size()));
    boolean all = shown.size() == lines.size();
    return new Message(
        envelope(),
        MessageText.title(lines, before, batch.now()),
        worst(lines),
        before == 0 && lines.stream().allMatch(Line::resolved),
        lines.isEmpty() ? List.of() : List.of(new Part("", lines.size(), shown)),
        before > 0 && !lines.isEmpty()
            ? List.of(MessageText.expiredBeforeFirstSeen(before))
            : List.of(),
        all ? List.of() : counts(groups),
        page(),
        MessageTable.of(EventColumns.at(batch.now()), facts));
  }

  private Envelope envelope() {
    return new Envelope(
        batch.id(),
        batch.channel(),
        batch.installation(),
        batch.now(),
        batch.events().stream().map(SerializedEvent::id).toList(),
        batch.events().stream().map(SerializedEvent::alertKey).collect(Collectors.toSet()));
  }

  /**
   * The last event of each alert. A resolution replaces all earlier events of its alert except
   * those about what happened to the certificate.
   */
  private List<Group> latestPerAlert() {
    var groups = new LinkedHashMap<String, Group>();
    for (var fact : facts) {
      var alert = fact.alertKey();
      if (fact.resolved()) {
        groups.keySet().removeIf(key -> key.startsWith(alert + " ") && !isCertificateEvent(key));
      }
      boolean replaces = fact.resolved() || isProgress(fact);
      var key = replaces ? alert : alert + " " + fact.type() + " " + fact.id();
      var before = groups.remove(key);
      groups.put(
          key,
          new Group(fact, before == null ? fact.previousRung() : before.rungBefore, List.of()));
    }
    return List.copyOf(groups.values());
  }

  private static boolean isProgress(EventFacts fact) {
    return EventType.of(fact.type()).map(EventType::opening).filter(PROGRESS::contains).isPresent();
  }

  /**
   * True for events about what happened to a certificate: they are shown even if the alert is
   * resolved.
   */
  private static boolean isCertificateEvent(String key) {
    return key.contains(" certificate.");
  }

  /**
   * True for a certificate that had expired before it was first seen. Not for one that was alerted
   * on before it expired and to which an override gives the severity info.
   */
  private static boolean expiredBeforeFirstSeen(Group group) {
    return !group.fact.resolved()
        && group.fact.severity() == Severity.INFO
        && group.fact.previousRung().isEmpty()
        && group.fact.type().equals(EventType.CERTIFICATE_EXPIRED.word());
  }

  /** Merges the alerts of a certificate that is in several lists into one line. */
  private static List<Group> mergeSameCertificate(List<Group> groups) {
    var byIdentity = new LinkedHashMap<String, Group>();
    for (var group : groups) {
      var identity = identity(group.fact);
      var first = byIdentity.putIfAbsent(identity, group);
      if (first != null) {
        byIdentity.put(identity, first.mergedWith(group));
      }
    }
    return List.copyOf(byIdentity.values());
  }

  private static String identity(EventFacts fact) {
    var certificate = fact.certificate();
    var kind = (isProgress(fact) ? "course " : fact.type() + " ") + fact.resolved();
    if (certificate != null && !certificate.fingerprint().isEmpty()) {
      return "pem " + kind + " " + certificate.fingerprint();
    }
    if (certificate != null && certificate.notAfter() != null && !certificate.hosts().isEmpty()) {
      return "hosts " + kind + " " + certificate.notAfter() + " " + certificate.hosts();
    }
    return "event " + fact.id();
  }

  private Line line(Group group) {
    var fact = group.fact;
    var certificate = fact.certificate();
    var facts = new ArrayList<>(MessageText.facts(fact, group.rungBefore));
    if (!group.alsoIn.isEmpty()) {
      facts.add("also in " + EventText.firstNames(group.alsoIn));
    }
    return new Line(
        fact.severity(),
        fact.resolved(),
        fact.type(),
        fact.alertKey(),
        certificate == null ? "" : certificate.name(),
        MessageText.description(fact, batch.now()),
        certificate == null ? "" : certificate.location(),
        certificate == null ? List.of() : certificate.labels(),
        facts,
        MessageText.nextStep(fact),
        MessageText.isAcknowledgeable(fact),
        certificate == null ? null : certificate.notAfter(),
        fact.link(),
        fact.dashboard());
  }

  private static final Comparator<Line> WORST_FIRST =
      Comparator.comparing(Line::resolved)
          .thenComparing(Line::severity, Comparator.reverseOrder())
          .thenComparing(Line::notAfter, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Line::name)
          .thenComparing(Line::key);

  /** The highest severity of the firing lines; if none fires, of the resolved ones. */
  private static Severity worst(List<Line> lines) {
    boolean fires = lines.stream().anyMatch(line -> !line.resolved());
    return lines.stream()
        .filter(line -> !fires || !line.resolved())
        .map(Line::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.INFO);
  }

  private static List<Count> counts(List<Group> groups) {
    var counts = new HashMap<String, Integer>();
    for (var group : groups) {
      var certificate = group.fact.certificate();
      counts.merge(certificate == null ? "other" : certificate.placeAndOwner(), 1, Integer::sum);
    }
    return largestFirst(counts);
  }

  /** Largest first. If there are more than 20, the last of 20 counts is the sum of the rest. */
  static List<Count> largestFirst(Map<String, Integer> counts) {
    var sorted =
        counts.entrySet().stream()
            .map(entry -> new Count(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingInt(Count::count).reversed().thenComparing(Count::location))
            .toList();
    if (sorted.size() <= COUNTS) {
      return sorted;
    }
    var shown = new ArrayList<>(sorted.subList(0, COUNTS - 1));
    var rest = sorted.subList(COUNTS - 1, sorted.size());
    shown.add(
        new Count(
            "elsewhere (" + rest.size() + " more)", rest.stream().mapToInt(Count::count).sum()));
    return shown;
  }

  private @Nullable String page() {
    var url = batch.externalUrl();
    return url == null ? null : url + "/alerts";
  }

  /**
   * The events of one line: the last one of an alert, and those of the same certificate in other
   * lists.
   *
   * @param rungBefore the rung before the first of these events
   * @param alsoIn the locations of the certificate in other lists
   */
  private record Group(EventFacts fact, String rungBefore, List<String> alsoIn) {
    /**
     * Merged with the same certificate in another list; the line shows the event of the higher
     * severity.
     */
    Group mergedWith(Group other) {
      boolean worse = other.fact.severity().compareTo(fact.severity()) > 0;
      var shown = worse ? other : this;
      var merged = worse ? this : other;
      var lists = new LinkedHashSet<>(alsoIn);
      lists.addAll(other.alsoIn);
      var certificate = merged.fact.certificate();
      if (certificate != null) {
        lists.add(certificate.location());
      }
      return new Group(shown.fact, shown.rungBefore, List.copyOf(lists));
    }
  }
}
