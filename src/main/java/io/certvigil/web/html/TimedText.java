package io.certvigil.web.html;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A stored sentence, in which each time is shown as all other times of the page: in one format, and
 * with the script in the reader's time zone.
 *
 * @param text such as {@code a.example.com expires in 3 h 14 min (2026-12-04T20:00Z)}
 */
public record TimedText(String text) implements Html.Part {
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");

  @Override
  public void add(Html html) {
    var times = TIME.matcher(text);
    int from = 0;
    while (times.find()) {
      html.add("{}", text.substring(from, times.start()));
      html.add("{}", instant(times.group()));
      from = times.end();
    }
    html.add("{}", text.substring(from));
  }

  /** What only looks like a time, as in a name, stays text. */
  private static Object instant(String text) {
    try {
      return Instant.parse(text.replace("Z", ":00Z"));
    } catch (DateTimeException e) {
      return text;
    }
  }
}
