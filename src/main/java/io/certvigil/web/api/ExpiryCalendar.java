package io.certvigil.web.api;

import io.certvigil.model.PrintableText;
import io.certvigil.model.ReadableTime;
import io.certvigil.store.view.CertificateView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The expiry dates of certificates as an iCalendar (RFC 5545): an all-day event for each
 * certificate, or one for a day on which more than five expire. Certificates are added in the order
 * of their expiry.
 */
public final class ExpiryCalendar {
  private static final int MAX_SINGLE_EVENTS = 5;
  private static final int MAX_NAMED = 50;
  private static final int MAX_LINE_OCTETS = 75;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.BASIC_ISO_DATE.withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StringBuilder text = new StringBuilder(16 * 1024);
  private final String stamp;
  private final String baseUrl;
  private final List<CertificateView> sameDay = new ArrayList<>();
  private long unnamed;
  private LocalDate date = LocalDate.MIN;

  /**
   * @param pages {@code web.external_url} with a slash at its end; empty if it is not set
   */
  public ExpiryCalendar(String installation, String version, String pages, Instant now) {
    this.baseUrl = pages;
    stamp = STAMP.format(now);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//certvigil//certvigil " + escaped(version) + "//EN");
    line("CALSCALE:GREGORIAN");
    line("METHOD:PUBLISH");
    line("X-WR-CALNAME:" + escaped("Certificates of " + installation));
    line("NAME:" + escaped("Certificates of " + installation));
    line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
  }

  /** Adds the certificate that expires next; one without an expiry date is ignored. */
  public void add(CertificateView view) {
    var end = view.notAfter();
    if (end == null) {
      return;
    }
    var its = end.atZone(ZoneOffset.UTC).toLocalDate();
    if (!its.equals(date)) {
      flush();
      date = its;
    }
    if (sameDay.size() < MAX_NAMED) {
      sameDay.add(view);
    } else {
      unnamed++;
    }
  }

  /** The complete calendar. */
  public String finish() {
    flush();
    line("END:VCALENDAR");
    return text.toString();
  }

  private void flush() {
    if (sameDay.size() <= MAX_SINGLE_EVENTS) {
      sameDay.forEach(this::addEvent);
    } else {
      addDayEvent();
    }
    sameDay.clear();
    unnamed = 0;
  }

  private void addEvent(CertificateView view) {
    var end = Objects.requireNonNull(view.notAfter());
    beginEvent(view.key(), view.name() + " expires (" + view.source() + ")");
    description(
        Stream.of(
            "Expires " + ReadableTime.minute(end) + " UTC.",
            "Source: " + view.source(),
            "Location: " + where(view),
            "Status: " + view.status(),
            "Key: " + view.key()));
    line("CATEGORIES:" + escaped(view.source()));
    if (!baseUrl.isEmpty()) {
      line("URL:" + baseUrl + "certificates/" + view.key());
    }
    line("END:VEVENT");
  }

  private void addDayEvent() {
    long count = sameDay.size() + unnamed;
    beginEvent("day-" + DAY.format(date), count + " certificates expire");
    var names =
        sameDay.stream()
            .map(view -> view.name() + " (" + view.source() + " of " + where(view) + ")");
    var rest = unnamed == 0 ? Stream.<String>empty() : Stream.of("and " + unnamed + " more");
    description(Stream.concat(names, rest));
    if (!baseUrl.isEmpty()) {
      line("URL:" + baseUrl + "certificates?from=" + date + "&until=" + date.plusDays(1));
    }
    line("END:VEVENT");
  }

  private void beginEvent(String id, String summary) {
    line("BEGIN:VEVENT");
    line("UID:" + id + "@certvigil");
    line("DTSTAMP:" + stamp);
    line("DTSTART;VALUE=DATE:" + DAY.format(date));
    line("DTEND;VALUE=DATE:" + DAY.format(date.plusDays(1)));
    line("SUMMARY:" + escaped(summary));
    line("TRANSP:TRANSPARENT");
  }

  private static String where(CertificateView view) {
    return view.zone() == null ? view.account().name() : view.zone().name();
  }

  private void description(Stream<String> lines) {
    line("DESCRIPTION:" + lines.map(ExpiryCalendar::escaped).collect(Collectors.joining("\\n")));
  }

  /** Names are untrusted: no character of them may start a new line. */
  private static String escaped(String value) {
    return PrintableText.of(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,");
  }

  /** Folded, so that no line is longer than 75 octets and no character is split. */
  private void line(String content) {
    int octets = 0;
    for (int i = 0; i < content.length(); ) {
      int c = content.codePointAt(i);
      int size = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > MAX_LINE_OCTETS) {
        text.append("\r\n ");
        octets = 1;
      }
      text.appendCodePoint(c);
      octets += size;
      i += Character.charCount(c);
    }
    text.append("\r\n");
  }
}
