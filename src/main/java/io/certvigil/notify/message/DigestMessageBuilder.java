package io.certvigil.notify.message;

import io.certvigil.model.Key;
import io.certvigil.notify.NotificationId;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.message.Message.Envelope;
import io.certvigil.notify.message.Message.Line;
import io.certvigil.notify.message.Message.Part;
import io.certvigil.notify.message.MessageTable.Column;
import io.certvigil.policy.EventText;
import io.certvigil.policy.Severity;
import io.certvigil.store.view.CertificateView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Builds one message for people from the certificates that expire soon, grouped by the values of a
 * label. Pure.
 */
public final class DigestMessageBuilder {
  private static final String NO_OWNER = "without an owner";
  private static final int LINES = 10;
  private static final int PARTS = 20;
  private static final Duration CRITICAL = Duration.ofDays(7);
  private static final Duration WARNING = Duration.ofDays(30);

  private final NotifySettings settings;
  private final NotifySettings.Digest digest;
  private final List<OwnedCertificate> certificates;
  private final Instant now;

  private DigestMessageBuilder(
      NotifySettings settings,
      NotifySettings.Digest digest,
      List<CertificateView> expiring,
      Instant now) {
    this.settings = settings;
    this.digest = digest;
    this.now = now;
    this.certificates =
        expiring.stream()
            .map(view -> new OwnedCertificate(EventFacts.certificateFacts(view), owner(view)))
            .toList();
  }

  /**
   * Builds the message of one digest.
   *
   * @param expiring soonest first
   * @param due the scheduled time of the digest; the same time gives the same id
   */
  public static Message of(
      NotifySettings settings,
      NotifySettings.Digest digest,
      String channel,
      List<CertificateView> expiring,
      Instant due,
      Instant now) {
    return new DigestMessageBuilder(settings, digest, expiring, now).message(channel, due);
  }

  /** Identifies a digest by its settings; a changed digest counts as a new one. */
  public static String key(NotifySettings.Digest digest) {
    return Key.shortOf(
        "digest",
        digest.cron(),
        digest.within().toString(),
        digest.by(),
        String.join(" ", digest.to()));
  }

  private Message message(String channel, Instant due) {
    var envelope =
        new Envelope(
            NotificationId.of("digest", key(digest), channel, due.toString()),
            channel,
            settings.installation(),
            now,
            List.of(),
            Set.of());
    var parts = parts();
    var shown = parts.size() > PARTS ? parts.subList(0, PARTS) : parts;
    return new Message(
        envelope,
        title(),
        certificates.stream()
            .map(one -> severity(one.subject.notAfter()))
            .max(Severity::compareTo)
            .orElse(Severity.INFO),
        false,
        shown,
        hiddenPartsNote(parts),
        List.of(),
        settings.externalUrl() == null ? null : settings.externalUrl() + "/certificates",
        MessageTable.of(columns(), certificates));
  }

  private String title() {
    var within = "within " + digest.within().toDays() + " d";
    if (certificates.isEmpty()) {
      return "No certificate expires " + within;
    }
    var by = digest.by().isEmpty() ? "" : ", by " + EventText.clean(digest.by());
    return EventText.count(certificates.size(), "certificate expires ", "certificates expire ")
        + within
        + by;
  }

  private static List<String> hiddenPartsNote(List<Part> parts) {
    if (parts.size() <= PARTS) {
      return List.of();
    }
    var rest = parts.subList(PARTS, parts.size());
    int certificates = rest.stream().mapToInt(Part::total).sum();
    return List.of(
        "and "
            + EventText.count(certificates, "certificate", "certificates")
            + " under "
            + EventText.count(rest.size(), "other heading", "other headings"));
  }

  /** Sorted by owner; certificates without an owner last. */
  private List<Part> parts() {
    var owners = new TreeMap<String, List<Line>>();
    var withoutOwner = new ArrayList<Line>();
    for (var one : certificates) {
      var lines =
          one.owner.isEmpty()
              ? withoutOwner
              : owners.computeIfAbsent(one.owner, _ -> new ArrayList<>());
      lines.add(line(one.subject));
    }
    var all = new LinkedHashMap<String, List<Line>>(owners);
    if (!withoutOwner.isEmpty()) {
      all.put(digest.by().isEmpty() ? "Soonest first" : NO_OWNER, withoutOwner);
    }
    return all.entrySet().stream().map(DigestMessageBuilder::part).toList();
  }

  private static Part part(Map.Entry<String, List<Line>> owner) {
    var lines = owner.getValue();
    return new Part(owner.getKey(), lines.size(), lines.subList(0, Math.min(LINES, lines.size())));
  }

  private Line line(EventFacts.CertificateFacts subject) {
    return new Line(
        severity(subject.notAfter()),
        false,
        "",
        subject.key(),
        subject.name(),
        MessageText.expiry(subject.notAfter(), now),
        subject.location(),
        subject.labels(),
        List.of(),
        "",
        false,
        subject.notAfter(),
        page(subject),
        null);
  }

  /** By the remaining time alone: the ladders of the sources apply to alerts only. */
  private Severity severity(@Nullable Instant end) {
    if (end == null || end.isAfter(now.plus(WARNING))) {
      return Severity.INFO;
    }
    return end.isAfter(now.plus(CRITICAL)) ? Severity.WARNING : Severity.CRITICAL;
  }

  private @Nullable String page(EventFacts.CertificateFacts subject) {
    URI pages = settings.externalUrl();
    return pages == null ? null : pages + "/certificates/" + subject.key();
  }

  private String owner(CertificateView view) {
    var owner = digest.by().isEmpty() ? null : view.labels().get(digest.by());
    return owner == null ? "" : EventText.clean(owner);
  }

  private List<Column<OwnedCertificate>> columns() {
    var columns = new ArrayList<Column<OwnedCertificate>>();
    columns.add(new Column<>("certificate_key", one -> one.subject.key()));
    columns.add(new Column<>("owner", OwnedCertificate::owner));
    CertificateColumns.at(now).forEach(one -> columns.add(one.of(OwnedCertificate::subject)));
    columns.add(new Column<>("certvigil", one -> Objects.toString(page(one.subject), "")));
    return columns;
  }

  private record OwnedCertificate(EventFacts.CertificateFacts subject, String owner) {}
}
