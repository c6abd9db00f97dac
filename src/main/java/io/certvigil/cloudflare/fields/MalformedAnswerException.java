package io.certvigil.cloudflare.fields;

import java.io.Serial;

/**
 * A response that was received completely but is invalid. The message never quotes the response.
 */
public final class MalformedAnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public MalformedAnswerException(String what) {
    super(what);
  }
}
