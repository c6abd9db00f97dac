package io.certvigil.notify.http;

import io.certvigil.model.PrintableText;
import java.time.Duration;

/**
 * A receiver's HTTP reply.
 *
 * @param body at most the first 64 KiB, without our secrets
 * @param retryAfter the delay in the {@code Retry-After} header; zero if there is none
 */
public record HttpReply(int status, String body, Duration retryAfter) {
  private static final int SHOWN = 160;

  /** The status and the start of the body on one line, for people. */
  public String summary() {
    var line = PrintableText.line(body).replaceAll(" +", " ");
    var start = PrintableText.truncated(line, SHOWN);
    var shown = start.equals(line) ? line : start + "...";
    return shown.isEmpty() ? Integer.toString(status) : status + " " + shown;
  }
}
