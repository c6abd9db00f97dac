package io.certvigil.web.html;

import io.certvigil.model.PrintableText;
import io.certvigil.model.ReadableTime;
import io.certvigil.web.server.BadRequest;
import io.certvigil.web.server.StoreAnswers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds a page. Every value is escaped for text and attributes alike. Templates must be constants
 * of the program; {@code {}} marks the place of a value.
 */
public final class Html {
  private static final int MAX_LENGTH = 500;
  private static final Pattern MOMENT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?Z");

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

  /** Text in which each moment, such as {@code 2026-12-04T20:00Z}, is shown as the others are. */
  public record Sentence(String text) {}

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
      case Sentence(var words) -> sentence(words);
      case Part part -> part.add(this);
      default -> escape(String.valueOf(value));
    }
  }

  private void sentence(String words) {
    var moments = MOMENT.matcher(words);
    int from = 0;
    while (moments.find()) {
      var at = moment(moments.group());
      if (at.isPresent()) {
        escape(words.substring(from, moments.start()));
        time("", at.get(), ReadableTime.minute(at.get()));
        from = moments.end();
      }
    }
    escape(words.substring(from));
  }

  /** Empty if it only looks like one: names of certificates are in sentences too. */
  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
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
