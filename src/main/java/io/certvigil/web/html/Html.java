package io.certvigil.web.html;

import io.certvigil.model.PrintableText;
import io.certvigil.model.ReadableTime;
import io.certvigil.web.server.BadRequest;
import io.certvigil.web.server.StoreAnswers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Builds a page. Every value is escaped for text and attributes alike. Templates must be constants
 * of the program; {@code {}} marks the place of a value.
 */
public final class Html {
  private static final int MAX_LENGTH = 500;

  private final StringBuilder text = new StringBuilder(32 * 1024);

  /** A part of a page. */
  @FunctionalInterface
  public interface Part {
    void add(Html html);
  }

  /**
   * Shows how long ago {@code at} was; the time itself is shown on hover.
   *
   * @param at null for never
   */
  public record Ago(@Nullable Instant at, Instant now) {}

  /**
   * Adds a template with its values, in order. An {@link Instant} and an {@link Ago} become an
   * element, so neither is allowed inside an attribute; a {@link Part} adds itself.
   */
  public Html add(String template, Object... values) {
    int from = 0;
    for (var value : values) {
      int at = template.indexOf("{}", from);
      if (at < 0) {
        throw new IllegalArgumentException("more values than placeholders: " + template);
      }
      text.append(template, from, at);
      value(value);
      from = at + 2;
    }
    text.append(template, from, template.length());
    if (text.length() > StoreAnswers.MAX_CHARS) {
      throw new BadRequest("The page would be too long. Narrow the filter.", null);
    }
    return this;
  }

  /** Adds a template with this value; nothing if it is null. */
  public Html addIfPresent(String template, @Nullable Object value) {
    return value == null ? this : add(template, value);
  }

  private void value(Object value) {
    switch (value) {
      case Instant at -> time("", at, ReadableTime.minute(at));
      case Ago(var at, var now) -> {
        if (at == null) {
          text.append("never");
        } else {
          time(" class='ago'", at, PageText.ago(at, now));
        }
      }
      case Part part -> part.add(this);
      default -> escape(String.valueOf(value));
    }
  }

  /** In UTC; a script shows it in the browser's time zone, with the same width. */
  private void time(String kind, Instant at, String shown) {
    text.append("<time").append(kind).append(" datetime='").append(at).append("' title='");
    text.append(at.truncatedTo(ChronoUnit.SECONDS)).append(" (UTC)'>");
    text.append(shown).append("</time>");
  }

  private void escape(String value) {
    value.codePoints().limit(MAX_LENGTH).forEach(this::escape);
    if (value.codePointCount(0, value.length()) > MAX_LENGTH) {
      text.append('…');
    }
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> text.append("&amp;");
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '"' -> text.append("&quot;");
      case '\'' -> text.append("&#39;");
      default -> text.appendCodePoint(PrintableText.of(c));
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
