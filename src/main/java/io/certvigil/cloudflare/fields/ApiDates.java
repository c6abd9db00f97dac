package io.certvigil.cloudflare.fields;

import io.certvigil.model.Expiry;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the timestamp formats of Cloudflare's API: RFC 3339, Go's {@code time.String()} and
 * PostgreSQL's. A timestamp without an offset, or outside the years 1970 to 9999 (Go's zero time is
 * in the year 1), is rejected instead of guessed.
 */
public final class ApiDates {
  private static final int LONGEST = 100;
  private static final int FIRST_YEAR = 1970;
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})-(\\d{2})-(\\d{2})[Tt ](\\d{2}):(\\d{2}):(\\d{2})(?:[.,](\\d{1,9}))?"
              + " ?(?:[Zz]|([+-])(\\d{2})(?::?(\\d{2}))?)"
              + "(?: (?:[A-Z]{1,5}|[+-]\\d{2,4}))?(?: m=[+-][\\d.]+)?");

  private ApiDates() {}

  /** The expiry in this text; {@link Expiry.Unreadable} if the text is missing or no timestamp. */
  static Expiry expiry(@Nullable String text) {
    return parse(text).map(Expiry::on).orElseGet(() -> unreadable(text));
  }

  private static Expiry unreadable(@Nullable String text) {
    return new Expiry.Unreadable(text == null ? "" : FieldText.line(text, LONGEST), null);
  }

  /** The timestamp in this text; empty if the text is missing or cannot be parsed. */
  public static Optional<Instant> parse(@Nullable String text) {
    if (text == null || text.length() > LONGEST) {
      return Optional.empty();
    }
    var form = FORM.matcher(text.strip());
    return form.matches() ? instant(form) : Optional.empty();
  }

  private static Optional<Instant> instant(Matcher form) {
    try {
      int second = number(form, 6);
      int leap = second == 60 ? 1 : 0; // RFC 3339 allows it, LocalDateTime does not
      var local =
          LocalDateTime.of(
              number(form, 1),
              number(form, 2),
              number(form, 3),
              number(form, 4),
              number(form, 5),
              second - leap,
              nanos(form.group(7)));
      var at = local.toInstant(offset(form)).plusSeconds(leap);
      return inRange(at) ? Optional.of(at) : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty(); // such as 31 February
    }
  }

  private static boolean inRange(Instant at) {
    int year = at.atOffset(ZoneOffset.UTC).getYear();
    return year >= FIRST_YEAR && year <= 9999;
  }

  private static ZoneOffset offset(Matcher form) {
    if (form.group(8) == null) {
      return ZoneOffset.UTC;
    }
    int sign = "-".equals(form.group(8)) ? -1 : 1;
    int minutes = form.group(10) == null ? 0 : number(form, 10);
    return ZoneOffset.ofHoursMinutes(sign * number(form, 9), sign * minutes);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }
}
