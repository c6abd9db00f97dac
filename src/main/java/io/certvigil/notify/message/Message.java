package io.certvigil.notify.message;

import io.certvigil.policy.EventText;
import io.certvigil.policy.Severity;
import io.certvigil.store.NewDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people are told in one message, before a channel gives it its form. Every text in it is one
 * line, bounded, and free of control, format and bidi characters; nothing is escaped yet.
 *
 * @param title without the installation, such as {@code 7 certificates need attention, the first
 *     expires in 2 d}
 * @param worst severity of what it tells; where all is resolved, of what that closes
 * @param resolved whether it tells of nothing but ends
 * @param parts worst first; one without a heading for alerts, one for each label value for a digest
 * @param notes further lines, such as how many had expired before they were first seen; may be none
 * @param counts what there is by source and zone, most first, at most 20; empty where every line is
 *     in the parts
 * @param page where all of it is; null where nobody said where our pages are
 * @param table every event or certificate, also what is in no line
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
  /** More lines than these nobody reads in a message. */
  static final int MAX_LINES = 20;

  public Message {
    parts = List.copyOf(parts);
    notes = List.copyOf(notes);
    counts = List.copyOf(counts);
  }

  /** The title and who says it, for a subject: {@code [prod-eu] 7 certificates ...}. */
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
   * Who says it, and which events it closes.
   *
   * @param id of the message; the same content for the same channel has the same id
   * @param installation one line
   * @param at when it is composed
   * @param eventIds every event that it tells; empty for a digest
   * @param alertKeys every alert that it speaks of; empty for a digest
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

    /** The one request that carries it, for a channel that has one recipient. */
    public NewDelivery draft(String body) {
      return new NewDelivery(id, id, body, eventIds, alertKeys);
    }
  }

  /**
   * Lines under one heading.
   *
   * @param heading empty where there is none
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
   * One certificate, or one alert about something else.
   *
   * @param severity of what it closes, where it is resolved
   * @param type the event's, such as {@code certificate.escalated}; empty in a digest
   * @param key the alert's, as people type it; the certificate's in a digest
   * @param name of the certificate; empty for what concerns none: then {@code happened} says all
   * @param happened {@code expires in 13 d 21 h (2026-12-04T20:00Z)}
   * @param where {@code client_certificates · example.com · acme}; empty where it is nowhere
   * @param facts further ones, such as {@code rung 14d, before 30d}, {@code firing since ...},
   *     {@code also in ...}, {@code no other covers ...}; may be none
   * @param end when it ends; null where it has no known end
   * @param link our page about it; null where nobody said where our pages are
   * @param dashboard the page of Cloudflare's where it is mended; null where there is none
   */
  public record Line(
      Severity severity,
      boolean resolved,
      String type,
      String key,
      String name,
      String description,
      String location,
      List<String> facts,
      @Nullable Instant notAfter,
      @Nullable String link,
      @Nullable String dashboard) {
    public Line {
      facts = List.copyOf(facts);
    }

    /** {@code device-17.example.com expires in 13 d 21 h (2026-12-04T20:00Z)}. */
    public String text() {
      return name.isEmpty() ? description : name + " " + description;
    }
  }

  /**
   * How many there are in one list.
   *
   * @param where such as {@code client_certificates · example.com}
   */
  public record Count(String location, int count) {}
}
