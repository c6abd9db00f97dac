package io.certvigil.notify.message;

import io.certvigil.policy.EventText;
import io.certvigil.policy.Severity;
import io.certvigil.store.NewDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The content of one message for people, before a channel formats it. Every text in it is one line,
 * bounded, and free of control, format and bidi characters; nothing is escaped yet.
 *
 * @param title without the installation, such as {@code Certificates: 3 critical, 4 warning; the
 *     first expires in 2 d}
 * @param worstSeverity the highest severity of the firing lines; if all are resolved, of the
 *     resolved ones
 * @param resolved whether every line is a resolution
 * @param parts worst first; one without a heading for alerts, one for each label value for a digest
 * @param notes further lines, such as how many had expired before they were first seen; may be
 *     empty
 * @param counts the numbers of lines by zone and owner, largest first, at most 20; empty if every
 *     line is in the parts
 * @param page URL of the page that shows all of it; null if no external URL is configured
 * @param table every event or certificate, including those in no line
 */
public record Message(
    Envelope envelope,
    String title,
    Severity worstSeverity,
    boolean resolved,
    List<Part> parts,
    List<String> notes,
    List<Count> counts,
    @Nullable String page,
    MessageTable table) {
  /** The most lines in a message of alerts; people do not read longer ones. */
  static final int MAX_LINES = 20;

  public Message {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
    counts = List.copyOf(counts);
  }

  /**
   * The title with the installation, for a subject: {@code [prod-eu] Certificates: 3 critical ...}.
   */
  public String subject() {
    return "[" + envelope.installation() + "] " + title;
  }

  /** Every line, in order. */
  public Stream<Line> lines() {
    return parts.stream().flatMap(part -> part.lines().stream());
  }

  /** How many lines there would be if all were written. */
  public int total() {
    return parts.stream().mapToInt(Part::total).sum();
  }

  /**
   * Identifies the message and its sender, and the events in it.
   *
   * @param id the id of the message; the same content for the same channel has the same id
   * @param installation one line
   * @param at when it is composed
   * @param eventIds every event in the message; empty for a digest
   * @param alertKeys every alert in the message; empty for a digest
   */
  public record Envelope(
      String id,
      String channel,
      String installation,
      Instant at,
      List<String> eventIds,
      Set<String> alertKeys) {
    public Envelope {
      installation = EventText.clean(installation);
      eventIds = List.copyOf(eventIds);
      alertKeys = Set.copyOf(alertKeys);
    }

    /** The delivery of the message, for a channel with one recipient. */
    public NewDelivery newDelivery(String body) {
      return new NewDelivery(id, id, body, eventIds, alertKeys);
    }
  }

  /**
   * Lines under one heading.
   *
   * @param heading empty if there is none
   * @param total how many lines there are; those beyond {@code lines} are in the table only
   */
  public record Part(String heading, int total, List<Line> lines) {
    public Part {
      lines = List.copyOf(lines);
    }

    public int hidden() {
      return total - lines.size();
    }
  }

  /**
   * A line about one certificate, or about an alert that concerns no certificate.
   *
   * @param severity the severity; if resolved, that of the resolved alert
   * @param type the event type, such as {@code certificate.escalated}; empty in a digest
   * @param key the key of the alert, as typed in commands; in a digest, of the certificate
   * @param name the name of the certificate; if there is none, it is empty and {@code description}
   *     is the whole text
   * @param description {@code expires in 13 d 21 h (2026-12-04T20:00Z)}
   * @param location {@code client_certificates · example.com · acme}; empty if there is none
   * @param labels {@code team=platform}, sorted; who owns it
   * @param facts further facts, such as why it is told now ({@code 14-day alert; last told 30 days
   *     before}), {@code also in ...}, {@code no other covers ...}; may be empty
   * @param nextStep what to do; empty if there is nothing to do
   * @param acknowledgeable whether an acknowledgement would stop its reminders
   * @param notAfter when the certificate expires; null if unknown
   * @param link URL of its page; null if no external URL is configured
   * @param dashboard URL of the Cloudflare dashboard where it can be fixed; null if there is none
   */
  public record Line(
      Severity severity,
      boolean resolved,
      String type,
      String key,
      String name,
      String description,
      String location,
      List<String> labels,
      List<String> facts,
      String nextStep,
      boolean acknowledgeable,
      @Nullable Instant notAfter,
      @Nullable String link,
      @Nullable String dashboard) {
    public Line {
      labels = List.copyOf(labels);
      facts = List.copyOf(facts);
    }

    /** Where it is and who owns it: {@code client_certificates · example.com · team=platform}. */
    public String place() {
      return Stream.concat(Stream.of(location), labels.stream())
          .filter(word -> !word.isEmpty())
          .collect(Collectors.joining(" · "));
    }

    /** {@code What to do: ...}; empty if there is nothing to do. */
    public String advice() {
      return nextStep.isEmpty() ? "" : "What to do: " + nextStep;
    }

    /** The command that acknowledges it, as typed on the server; empty if that has no effect. */
    public Optional<String> acknowledging() {
      return acknowledgeable ? Optional.of("sudo certvigil ack " + key) : Optional.empty();
    }

    /** {@code device-17.example.com expires in 13 d 21 h (2026-12-04T20:00Z)}. */
    public String text() {
      return name.isEmpty() ? description : name + " " + description;
    }
  }

  /**
   * The number of lines of one zone and owner.
   *
   * @param location such as {@code example.com · team=platform}
   */
  public record Count(String location, int count) {}
}
