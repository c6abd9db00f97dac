package io.certvigil.notify.http;

import io.certvigil.model.PrintableText;
import java.time.Duration;

/**
 * What a receiver said over HTTP.
 *
 * @param body at most 64 KiB of it
 * @param retryAfter what the header of that name asked for; zero where it asked for nothing
 */
public record HttpReply(int status, String body, Duration retryAfter) {
  private static final int SHOWN = 160;

  /** For people: the status and the beginning of the body, on one line. */
  public String summary() {
    var line = PrintableText.line(body).replaceAll(" +", " ");
    var start = PrintableText.truncated(line, SHOWN);
    var shown = start.equals(line) ? line : start + "...";
    return shown.isEmpty() ? Integer.toString(status) : status + " " + shown;
  }
}
