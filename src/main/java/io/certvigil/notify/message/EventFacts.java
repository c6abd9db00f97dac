package io.certvigil.notify.message;

import io.certvigil.model.PrintableText;
import io.certvigil.model.ResourceRef;
import io.certvigil.notify.CertificateDocument;
import io.certvigil.notify.CertificateDocument.OwnerFields;
import io.certvigil.notify.SerializedEvent;
import io.certvigil.policy.EventText;
import io.certvigil.policy.Severity;
import io.certvigil.store.view.CertificateView;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The facts of an event for a message to people. Untrusted text is sanitised here, and only here:
 * every text is one line, bounded, without control, format and bidi characters.
 *
 * @param summary the stored summary; it may name several objects, so it may have 500 characters
 * @param suffix the text of the summary after name and date; empty if there is none
 * @param certificate null for an event that concerns no certificate
 */
record EventFacts(
    String id,
    String alertKey,
    String type,
    Severity severity,
    boolean resolved,
    String occurredAt,
    String summary,
    String suffix,
    String rung,
    String previousRung,
    String reason,
    @Nullable Instant firingSince,
    String changedFrom,
    @Nullable CertificateFacts certificate,
    @Nullable String link,
    @Nullable String dashboard) {
  private static final int SUMMARY = 500;
  private static final int URL = 1000;
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final String DATED = "Z); ";

  /**
   * A certificate.
   *
   * @param hosts all of them, sorted
   * @param labels {@code team=platform}, sorted
   */
  record CertificateFacts(
      String key,
      String source,
      String id,
      String name,
      String account,
      String zone,
      String status,
      String serial,
      String fingerprint,
      List<String> hosts,
      List<String> labels,
      @Nullable Instant notAfter) {
    String location() {
      return String.join(
          " · ", Stream.of(source, zone, account).filter(word -> !word.isEmpty()).toList());
    }

    /** Its zone, or its account if it has no zone, and who owns it: its labels. */
    String placeAndOwner() {
      var place = zone.isEmpty() ? account : zone;
      return Stream.concat(Stream.of(place.isEmpty() ? source : place), labels.stream())
          .collect(Collectors.joining(" · "));
    }
  }

  static EventFacts of(SerializedEvent serialized) {
    var event = serialized.document();
    var alert = event.alert();
    var summary =
        PrintableText.line(event.summary(), SUMMARY); // may contain several lists with long names
    int dated = summary.lastIndexOf(DATED);
    return new EventFacts(
        EventText.clean(serialized.id()),
        EventText.clean(serialized.alertKey()),
        EventText.clean(event.type()),
        event.severity(),
        event.isResolved(),
        EventText.clean(event.occurredAt()),
        summary,
        dated < 0 ? "" : summary.substring(dated + DATED.length()),
        EventText.clean(alert.rung()),
        EventText.clean(alert.previousRung()),
        EventText.clean(alert.reason()),
        moment(alert.firstFiredAt()),
        EventText.clean(event.changedFrom()),
        event.certificate() == null ? null : certificateFacts(event.certificate()),
        url(event.links().certvigil()),
        url(event.links().dashboard()));
  }

  private static CertificateFacts certificateFacts(CertificateDocument certificate) {
    var id = EventText.clean(certificate.id());
    return new CertificateFacts(
        EventText.clean(certificate.key()),
        EventText.clean(certificate.source()),
        id,
        EventText.name(certificate.name(), id),
        place(certificate.account()),
        place(certificate.zone()),
        EventText.clean(certificate.status()),
        EventText.clean(certificate.serial()),
        EventText.clean(certificate.fingerprint()),
        certificate.hosts().stream().map(EventText::clean).sorted().toList(),
        labels(certificate.labels()).toList(),
        moment(certificate.notAfter()));
  }

  static CertificateFacts certificateFacts(CertificateView view) {
    var id = EventText.clean(view.id());
    return new CertificateFacts(
        view.key(),
        view.source(),
        id,
        EventText.name(view.name(), id),
        place(view.account()),
        place(view.zone()),
        EventText.clean(view.status()),
        clean(view.serial()),
        clean(view.fingerprintSha256()),
        view.hosts().stream().map(EventText::clean).sorted().toList(),
        labels(view.labels()).sorted().toList(),
        view.notAfter());
  }

  private static String place(@Nullable ResourceRef ref) {
    return ref == null ? "" : EventText.name(ref.name(), ref.id());
  }

  private static String clean(@Nullable String text) {
    return text == null ? "" : EventText.clean(text);
  }

  private static String place(OwnerFields owner) {
    return EventText.name(owner.name(), owner.id());
  }

  private static Stream<String> labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> EventText.clean(label.getKey()) + "=" + EventText.clean(label.getValue()));
  }

  private static @Nullable Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Null unless the text is a well-formed http or https URL: other text could break out of the
   * markup around the link.
   */
  private static @Nullable String url(String text) {
    if (text.length() > URL) {
      return null;
    }
    try {
      var url = URI.create(text);
      var scheme = url.getScheme();
      return scheme != null && SCHEMES.contains(scheme) && url.getRawAuthority() != null
          ? url.toASCIIString()
          : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
